package import Wire

/// A number in the header of every IP packet that rules can ask about.
///
/// A new one is a case, and what `row` says about it. Rules, their syntax, the packets of commands, proofs and
/// random tests go through `allCases`; the compiler asks for its words in the dialects and on the screen.
@usableFromInline
package enum HeaderNumber: Int, CaseIterable, Hashable, Sendable {
    /// How many hops are left: the time to live of IPv4 (RFC 791), the hop limit of IPv6 (RFC 8200).
    case hopLimit
    /// The length of the whole packet in bytes, its header included.
    case length
    /// The differentiated services codepoint (RFC 2474).
    case dscp

    /// What is known about one of them.
    package struct Row: Sendable {
        /// What the language calls it, and one of its values.
        package let word, value: String
        /// The values that it can have, of any packet.
        package let whole: Interval<UInt16>
        /// What it is where nobody says anything; nil: it follows from the data.
        package let usual: UInt16?
        /// Names of values, the one that is printed first.
        package var names: [(name: String, value: UInt16)] = []
        /// The least value that a packet of a protocol can have; nil: `whole.low`.
        var least: (@Sendable (IPProtocol, IPFamily) -> UInt16)?
        /// Takes it out of a packet.
        package let read: @Sendable (PacketFields) -> UInt16
        /// Puts it into a packet.
        package let write: @Sendable (UInt16, inout PacketDraft) -> Void
    }

    /// What is known about it.
    package var row: Row {
        switch self {
        case .hopLimit: .hopLimit
        case .length: .length
        case .dscp: .dscp
        }
    }

    /// The least value that a packet of a protocol and family can have.
    package func least(_ proto: IPProtocol, _ family: IPFamily) -> UInt16 {
        row.least?(proto, family) ?? row.whole.low
    }
}

extension HeaderNumber.Row {
    fileprivate static let hopLimit = Self(
        word: "ttl", value: "HOP", whole: Interval(0, 255), usual: 64,
        read: { UInt16($0.hopLimit) },
        write: { $1.hopLimit = UInt8(truncatingIfNeeded: $0) })

    fileprivate static let length = Self(
        word: "length", value: "LENGTH", whole: .all, usual: nil,
        least: { UInt16(PacketDraft.leastLength($0, $1)) },
        read: { UInt16(clamping: $0.totalLength) },
        write: { length, draft in
            let missing = Int(length) - draft.fields.totalLength
            if missing > 0 { draft.data += [UInt8](repeating: 0, count: missing) }
        })

    fileprivate static let dscp = Self(
        word: "dscp", value: "CODEPOINT", whole: Interval(0, 63), usual: 0, names: codepoints,
        read: { UInt16($0.dscp) }, write: { $1.dscp = UInt8(truncatingIfNeeded: $0) })

    /// Class selectors (RFC 2474), assured forwarding (RFC 2597), expedited forwarding (RFC 3246),
    /// voice-admit (RFC 5865) and lower effort (RFC 8622).
    private static let codepoints: [(name: String, value: UInt16)] = [
        ("cs0", 0), ("cs1", 8), ("cs2", 16), ("cs3", 24), ("cs4", 32), ("cs5", 40), ("cs6", 48),
        ("cs7", 56), ("af11", 10), ("af12", 12), ("af13", 14), ("af21", 18), ("af22", 20),
        ("af23", 22), ("af31", 26), ("af32", 28), ("af33", 30), ("af41", 34), ("af42", 36),
        ("af43", 38), ("ef", 46), ("va", 44), ("le", 1), ("be", 0),
    ]
}

/// Which values of a header number a rule asks about: a list, or every value but its members.
package struct NumberMatch: Hashable, Sendable {
    /// Whether it takes what the list does not hold.
    package let isNegated: Bool
    /// The list: rising, its intervals apart from each other.
    package let listed: [Interval<UInt16>]

    /// How many intervals a list may have.
    package static let limit = 16

    /// The match of a list, in any order.
    package init(_ list: [Interval<UInt16>], isNegated: Bool = false) {
        listed = IntervalList.merged(list)
        self.isNegated = isNegated
    }

    /// Whether it takes a value.
    package func contains(_ value: UInt16) -> Bool {
        listed.contains { $0.contains(value) } != isNegated
    }

    /// The values that it takes of a number, rising.
    package func intervals(of number: HeaderNumber) -> [Interval<UInt16>] {
        let whole = number.row.whole
        return isNegated
            ? IntervalList.outside(listed, of: whole) : IntervalList.both(listed, [whole])
    }
}
