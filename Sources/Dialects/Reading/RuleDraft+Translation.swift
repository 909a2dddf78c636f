import Firewall
import Wire

extension RuleDraft {
    /// The same for the packet that begins a flow of IPv4, in what a rule about translation can say; sets are written out.
    ///
    /// - Throws: `notInTranslation` with the field that such a rule has no word for; `neverMatches`.
    func aboutTranslation() throws(ForeignProblem) -> RuleDraft {
        if family == .v6 { throw .unsupported(.translationOfIPv6) }
        if limit != nil { throw .notInTranslation(.limit) }
        var draft = RuleDraft()
        for (field, values) in conditions {
            switch values {
            // Only the first packet of a flow is asked about.
            case .states(let states): if !states.contains(.new) { throw .neverMatches }
            case .addresses(let match):
                if match.spans4.isEmpty { throw .unsupported(.translationOfIPv6) }
                try draft.narrow(field, to: Self.ofIPv4(match))
            case .numbers:
                guard [.proto, .sourcePort, .destinationPort].contains(field) else {
                    throw .notInTranslation(field)
                }
                try draft.narrow(field, to: values)
            // A flow of TCP begins with a SYN alone; of other bits nothing is known.
            case .flags(let flags):
                let known: TCPFlags = [.fin, .syn, .rst, .ack]
                guard flags.allSatisfy({ known.isSuperset(of: $0.among) }) else {
                    throw .notInTranslation(field)
                }
                guard flags.contains(where: { $0.set == $0.among.intersection(.syn) }) else {
                    throw .neverMatches
                }
                try draft.narrow(protocols: [.tcp])
            case .links: try draft.narrow(field, to: values)
            }
        }
        return draft
    }

    /// What a rule takes without looking at a set.
    private static func ofIPv4(_ match: AddressMatch) -> AddressMatch {
        if match.setNames.isEmpty, match.families == [.v4] { return match }
        return AddressMatch(match.ranges(.v4).map { .range($0) })
    }

    /// What it takes and another does not, in parts that share no packet; both about IPv4 and of what
    /// `aboutTranslation` leaves.
    func without(_ other: RuleDraft) throws(ForeignProblem) -> [RuleDraft] {
        var parts: [RuleDraft] = []
        // What agrees with the conditions before.
        var rest = self
        for (field, values) in other.conditions {
            for (taken, left) in Self.sides(field, values) {
                if let part = try? rest.narrowed(field, to: left) { parts.append(part) }
                guard let next = try? rest.narrowed(field, to: taken) else { return parts }
                rest = next
            }
        }
        return parts
    }

    private func narrowed(_ field: RuleField, to values: Values) throws(ForeignProblem) -> RuleDraft
    {
        var draft = self
        try draft.narrow(field, to: values)
        return draft
    }

    /// What conditions on a field take, and what they leave, one by one.
    private static func sides(
        _ field: RuleField, _ values: Values
    ) -> [(taken: Values, left: Values)] {
        switch values {
        case .numbers(let numbers):
            let whole =
                field == .proto ? PacketNumber.proto.whole : Interval(UInt16.min, UInt16.max)
            return [(values, .numbers(IntervalList.outside(numbers, of: whole)))]
        case .addresses(let match):
            let left =
                match.isNegated
                ? AddressMatch(match.members)
                : AddressMatch(match.ranges(.v4).map { .range($0) }, isNegated: true)
            return [(values, .addresses(left))]
        case .links(let tests):
            return tests.map { test in
                let other = LinkTest(patterns: test.patterns, isNegated: !test.isNegated)
                return (.links([test]), .links([other]))
            }
        case .flags, .states: return []
        }
    }
}
