package import Firewall
package import Grammar
package import Timeline
package import Wire

/// Everything that a person can tell the lab to do; boxed, as some say much.
package indirect enum LabCommand: Sendable {
    /// `rule ...`
    case rule(RuleCommand)
    /// `set ...`
    case set(SetCommand)
    /// `flow ...`
    case flow(FlowCommand)
    /// `nat ...`
    case nat(NATCommand)
    /// `link ...`
    case link(LinkCommand)
    /// `net ...`, `route ...` and `zone ...`
    case net(NetCommand)
    /// `packet ...`
    case packet(PacketCommand)
    /// `packet send ... hold`, `step`, `play`, `watch` and `zoom`
    case step(StepCommand)
    /// `tunnel ...`
    case tunnel(TunnelCommand)
    /// `policy ...`
    case policy(PolicyCommand)
    /// `capture ...`
    case capture(CaptureCommand)
    /// `attack ...`
    case attack(AttackCommand)
    /// `ping ...` and what else hosts ask, `service ...` and `record ...`
    case host(HostCommand)
    /// `expect ...`
    case expect(ExpectCommand)
    /// The commands about the lab itself.
    case lab(SessionCommand)
}

/// What can be claimed about the last packet or message.
package enum ExpectCommand: Sendable {
    /// It arrived.
    case delivered
    /// The firewall let it pass, or stopped it; decided by this, when given.
    case verdict(Action, by: Decider?)
    /// No packet of these gets this verdict.
    case none(RuleQuery)
    /// None of these packets gets there.
    case noneReach(PathQuery)
    /// The rules of a file decide the same about every packet.
    case sameAs(Placed<String>)
    /// It was dropped, for this reason when given.
    case refused(DropReason?)
    /// The answer carried these bytes.
    case reply([UInt8])
    /// The rest of the line is a command that is refused and changes nothing.
    case error(firstToken: Int)
}

/// What can be done with the lab itself.
package enum SessionCommand: Sendable {
    /// Make keys from this seed from now on.
    case seed(UInt64)
    /// Show the virtual time.
    case clock
    /// Let virtual time pass.
    case wait(Duration)
    /// Turn the commands about rules, sets, flows and policies to this gateway, and those about rules and sets to one of
    /// its lists; with neither say which they are about.
    case use(Placed<String>?, list: RuleChain?)
    /// Show how many packets ended how.
    case counters
    /// Run the commands of a file.
    case source(Placed<String>)
    /// Write the transcript to a file.
    case transcript(Placed<String>)
    /// Write a page for browsers of what was typed so far to a file.
    case transcriptPage(Placed<String>)
    /// Stop writing it.
    case stopTranscript
    /// Explain commands; without words, all of them.
    case help([Placed<String>])
    /// Say what something is.
    case explain(Explanation)
    /// Show the lines typed before.
    case history
    /// Go back, or forward again.
    case trail(TrailCommand)
    /// Ask what the next command will do.
    case predict(Prediction)
    /// Speak another language from now on; nil: say which is spoken.
    case language(SpokenLanguage?)
    /// Have other colours from now on; nil: say which were chosen.
    case theme(ColourTheme?)
    /// Leave.
    case quit
    /// Do this with the answer of the command in front of the bar.
    case pipe(AnswerFilter)
}
