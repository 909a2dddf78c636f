package import Fabric
package import Firewall
package import Wire

/// What can come of a claim.
package enum ExpectationEvent: Sendable {
    /// It is true.
    case met
    /// It is not.
    case failed(expected: Claim, got: Outcome?)

    /// The event's name and cells.
    var answer: Answer {
        switch self {
        case .met: Answer("expect-met")
        case .failed(let claim, let outcome):
            Answer("expect-failed", Field("expected", claim), Field("got", outcome))
        }
    }
}

/// What somebody claims about the last packet or message.
package enum Claim: Sendable {
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
    /// A file's rules decide the same.
    case sameAs(String)
}

/// How the last packet, test or message ended.
package enum Outcome: Sendable {
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
    /// Two lists were compared.
    case difference(ListComparison)
}

extension Claim: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("claim") { $0.parts.word }, Column("action") { $0.parts.action },
            Column("decided") { $0.parts.isDecided }, Column("decider") { $0.parts.decider },
            Column("reason") { $0.parts.reason }, Column("text") { $0.parts.text },
            Column("file") { $0.parts.file },
        ]
    }

    private enum Word: String, CaseIterable, CellValue {
        case delivered, verdict, refused, reply, error, none
        case sameAs = "same-as"
    }

    private struct Parts {
        var word: Word
        var action: Action?
        var decider: Decider?
        var reason: DropReason?
        var text: [UInt8]?
        var file: String?

        /// Whether it says what decided: the default is no number.
        var isDecided: Bool { decider != nil }
    }

    private var parts: Parts {
        switch self {
        case .delivered: Parts(word: .delivered)
        case .verdict(let action, let decider):
            Parts(word: .verdict, action: action, decider: decider)
        case .refused(let reason): Parts(word: .refused, reason: reason)
        case .reply(let text): Parts(word: .reply, text: text)
        case .error: Parts(word: .error)
        case .none(let action): Parts(word: .none, action: action)
        case .sameAs(let file): Parts(word: .sameAs, file: file)
        }
    }
}

extension Outcome: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("outcome") { $0.parts.word }, Column("verdicts") { $0.parts.verdicts },
            Column("drop") { $0.parts.drop }, Column("reply") { $0.parts.reply },
            Column("search") { $0.parts.search }, Column("difference") { $0.parts.difference },
        ]
    }

    private enum Word: String, CaseIterable, CellValue {
        case packet, departed, test, message, attack, accepted, search, difference
    }

    private struct Parts {
        var word: Word
        var verdicts: [VerdictRecord] = []
        var drop: DropReason?
        var reply: [UInt8]?
        var search: SearchAnswer?
        var difference: ListComparison?
    }

    private var parts: Parts {
        switch self {
        case .packet(let verdicts, let drop):
            Parts(word: .packet, verdicts: verdicts, drop: drop)
        case .departed(let verdicts): Parts(word: .departed, verdicts: verdicts)
        case .test(let verdict): Parts(word: .test, verdicts: [verdict])
        case .message(let drop, let reply): Parts(word: .message, drop: drop, reply: reply)
        case .attack(let drop): Parts(word: .attack, drop: drop)
        case .accepted: Parts(word: .accepted)
        case .search(let search): Parts(word: .search, search: search)
        case .difference(let comparison): Parts(word: .difference, difference: comparison)
        }
    }
}
