package import Firewall
import Grammar
package import Timeline
package import Wire

/// Everything that a person can tell the lab to do.
package enum LabCommand: Sendable {
    /// `rule ...`
    case rule(RuleCommand)
    /// `set ...`
    case set(SetCommand)
    /// `flow ...`
    case flow(FlowCommand)
    /// `link ...`
    case link(LinkCommand)
    /// `packet ...`
    case packet(PacketCommand)
    /// `tunnel ...`
    case tunnel(TunnelCommand)
    /// `expect ...`
    case expect(ExpectCommand)
    /// The commands about the lab itself.
    case lab(SessionCommand)
}

/// One end of a tunnel.
package enum TunnelSide: String, CaseIterable, Sendable {
    /// At `gw-a`; it opens the conversation.
    case client
    /// At `gw-b`; it answers.
    case server
}

/// What can be done with tunnels.
package enum TunnelCommand: Sendable {
    /// Make both ends.
    case open(TunnelRequest)
    /// Carry a text to the server end, and its echo back.
    case send(Placed<String>, text: Placed<[UInt8]>)
    /// Give one end another key.
    case key(Placed<String>, TunnelSide, Placed<[UInt8]>)
    /// Show the state of one tunnel.
    case show(Placed<String>)
    /// List the open tunnels.
    case list
    /// Show what somebody on the wire learns; of one tunnel alone, with its name.
    case watch(Placed<String>?)
    /// Close both ends, and wipe their keys.
    case close(Placed<String>)
}

/// A tunnel as a person asks for it.
package struct TunnelRequest: Sendable {
    /// Where the keys come from.
    package enum Keys: Sendable {
        /// The system's generator, or the lab's seed when it has one.
        case generated
        /// Written by the person: 32 bytes of key, or 36 with the salt behind it.
        case given(Placed<[UInt8]>)
        /// Derived from a password.
        case password(Placed<[UInt8]>)
    }

    /// What a person may fix about one end.
    package struct End: Sendable {
        /// The SPI on which the end receives (RFC 4301 section 4.1: the receiver chooses it).
        package var spi: Placed<SPI>?
        /// The loopback port on which the end receives.
        package var port: Placed<Port>?
    }

    /// The tunnel's name.
    package var name: Placed<String>
    /// Where the keys come from.
    package var keys: Keys
    /// The end at `gw-a`.
    package var client = End()
    /// The end at `gw-b`.
    package var server = End()
}

/// What can be claimed about the last packet or message.
package enum ExpectCommand: Sendable {
    /// It arrived.
    case delivered
    /// The firewall let it pass, or stopped it; decided by this, when given.
    case verdict(Action, by: Decider?)
    /// No packet of these gets this verdict.
    case none(RuleQuery)
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
    /// Show how many packets ended how.
    case counters
    /// Run the commands of a file.
    case source(Placed<String>)
    /// Write the transcript to a file.
    case transcript(Placed<String>)
    /// Stop writing it.
    case stopTranscript
    /// Explain commands; without words, all of them.
    case help([Placed<String>])
    /// Show the lines typed before.
    case history
    /// Leave.
    case quit
}
