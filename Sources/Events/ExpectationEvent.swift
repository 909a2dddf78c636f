import Fabric
package import Firewall
package import Network
package import Wire

/// What can come of a claim.
package enum ExpectationEvent: Event {
    /// It is true.
    case met
    /// It is not.
    case failed(expected: Claim, got: Outcome?)

    var row: Row {
        switch self {
        case .met: [:]
        case .failed(let claim, let outcome): ["expected": claim, "got": outcome]
        }
    }
}

/// What somebody claims about the last packet or message.
package enum Claim: KindValue {
    /// It arrived.
    case delivered
    /// The firewall decided so.
    case verdict(Action, by: Decider?)
    /// It was dropped.
    case refused(DropReason?)
    /// It was answered so.
    case reply([UInt8])
    /// The command is refused.
    case error
    /// No packet gets this verdict.
    case none(Action)
    /// No packet gets there.
    case noneReach
    /// A file's rules decide the same.
    case sameAs(String)

    /// What it is about; the default decides where nothing does that has a number.
    package var parts: Row {
        switch self {
        case .delivered, .error, .noneReach: [:]
        case .verdict(let action, let decider):
            ["action": action, "decided": decider != nil, "decider": decider]
        case .refused(let reason): ["reason": reason]
        case .reply(let text): ["text": text]
        case .none(let action): ["action": action]
        case .sameAs(let file): ["file": file]
        }
    }
}

/// How the last packet, test or message ended.
package enum Outcome: KindValue {
    /// A packet was sent; with what gateways said about it, in order.
    case packet([VerdictRecord], drop: DropReason?)
    /// A packet left for another process, where nobody here sees how it ends; so did a message without reply.
    case departed([VerdictRecord])
    /// A packet was tested.
    case test(VerdictRecord)
    /// A message was sent; with the text of its echo when one came.
    case message(drop: DropReason?, reply: [UInt8]?)
    /// A tunnel was attacked; with why its end refused the last datagram of the attack.
    case attack(drop: DropReason?)
    /// A command that should have been refused was accepted.
    case accepted
    /// A packet was found that should not exist, or it is not known whether there is one.
    case search(SearchAnswer)
    /// A packet was found that gets there, or it is not known whether there is one.
    case reach(ReachAnswer)
    /// Two lists were compared.
    case difference(ListComparison)

    /// What was found.
    package var parts: Row {
        switch self {
        case .packet(let verdicts, let drop): ["verdicts": verdicts, "drop": drop]
        case .departed(let verdicts): ["verdicts": verdicts]
        case .test(let verdict): ["verdict": verdict]
        case .message(let drop, let reply): ["drop": drop, "reply": reply]
        case .attack(let drop): ["drop": drop]
        case .accepted: [:]
        case .search(let search): ["search": search]
        case .reach(let answer): ["reach": answer]
        case .difference(let comparison): ["difference": comparison]
        }
    }
}
