import Firewall
import Wire

extension NftReader {
    /// What stands behind the field of a match.
    struct Operand {
        enum Shape {
            case one
            /// `a,b`: any of these bits.
            case bits
            /// `{ a, b }` or `@set`.
            case list
        }

        var isNegated = false
        /// Whether `==` or `!=` was written.
        var isExplicit = false
        var shape = Shape.one
        var words: [Word] = []
    }

    /// Reads a match whose first word was taken.
    mutating func readMatch(_ word: Word, _ rule: inout NftRule) throws(ForeignFault) {
        switch word.bare {
        case "ip", "ip6": try readHeader(word, &rule)
        case "tcp", "udp", "th": try readTransport(word, &rule)
        case "icmp", "icmpv6": try readMessage(word, &rule)
        case "meta":
            let field = try self.word()
            if let number = HeaderNumber.nft(word, field, rule.draft.family ?? .v4) {
                return try readNumber(number, field, &rule)
            }
            guard ["nfproto", "l4proto", "iifname", "iif"].contains(field.bare) else {
                throw field.fault(.unsupportedMatch)
            }
            try readMeta(field, &rule)
        case "nfproto", "l4proto", "iifname", "iif": try readMeta(word, &rule)
        case "ct":
            let field = try self.word()
            guard field.bare == "state" else { throw field.fault(.unsupportedMatch) }
            try readStates(&rule)
        case "oifname", "oif", "ether", "vlan", "arp", "rt", "fib", "socket", "osf", "ipsec",
            "mark", "skuid", "skgid", "pkttype", "sctp", "dccp", "udplite", "esp", "ah", "comp",
            "frag", "exthdr", "hbh", "dst", "mh", "hour", "day", "time", "numgen", "jhash", "cpu":
            throw word.fault(.unsupportedMatch)
        default: throw word.fault(.unknownWord)
        }
    }

    /// Reads the operator, where there is one, and the values behind it.
    private mutating func operand() throws(ForeignFault) -> Operand {
        var operand = Operand()
        if try take(sign: "!=") {
            (operand.isNegated, operand.isExplicit) = (true, true)
        } else if try take(sign: "==") {
            operand.isExplicit = true
        } else if try take(sign: "!") {
            operand.isNegated = true
        }
        if try take(sign: "{") {
            operand.shape = .list
            operand.words = try expand(try members())
            return operand
        }
        let isGrouped = try take(sign: "(")
        let first = try word()
        if first.bare == "vmap" { throw first.fault(.unsupportedTarget) }
        operand.words = [first]
        while true {
            let isMore: Bool
            if try take(sign: ",") { isMore = true } else { isMore = try take(sign: "|") }
            guard isMore else { break }
            operand.shape = .bits
            operand.words.append(try word())
        }
        if isGrouped { try expect(sign: ")") }
        let count = operand.words.count
        operand.words = try expand(operand.words)
        if first.bare.hasPrefix("@") || (count == 1 && operand.words.count > 1) {
            operand.shape = .list
        }
        return operand
    }

    // MARK: - Addresses and protocols

    private mutating func readHeader(_ word: Word, _ rule: inout NftRule) throws(ForeignFault) {
        let family: IPFamily = word.bare == "ip" ? .v4 : .v6
        let field = try self.word()
        try word.blamed { () throws(ForeignProblem) in try rule.draft.narrow(family: family) }
        switch field.bare {
        case "saddr", "daddr":
            let operand = try operand()
            guard let match = try addressMatch(operand, family) else { return }
            try field.blamed { () throws(ForeignProblem) in
                try rule.draft.narrow(field.bare == "saddr" ? .source : .destination, to: match)
            }
        case "protocol", "nexthdr":
            guard (field.bare == "protocol") == (family == .v4) else {
                throw field.fault(.unknownWord)
            }
            try readProtocols(field, &rule)
        default:
            guard let number = HeaderNumber.nft(word, field, family) else {
                throw field.fault(.unsupportedMatch)
            }
            try readNumber(number, field, &rule)
        }
    }

    /// Reads the values of a number of the IP header: a list, or a comparison with one.
    private mutating func readNumber(
        _ number: HeaderNumber, _ field: Word, _ rule: inout NftRule
    ) throws(ForeignFault) {
        var values: [Interval<UInt16>] = []
        for (sign, comparison) in [("<=", "le"), (">=", "ge"), ("<", "lt"), (">", "gt")] {
            guard try take(sign: sign) else { continue }
            let word = try word()
            values = try word.blamed { () throws(ForeignProblem) in
                try number.values(comparison, try number.value(word.text))
            }
            return try field.blamed { () throws(ForeignProblem) in
                try rule.draft.narrow(.number(number), to: values)
            }
        }
        let operand = try operand()
        for word in operand.words {
            values.append(
                try word.blamed { () throws(ForeignProblem) in
                    try number.values(word.text, between: "-")
                })
        }
        if operand.isNegated { values = IntervalList.outside(values, of: number.row.whole) }
        try field.blamed { () throws(ForeignProblem) in
            try rule.draft.narrow(.number(number), to: values)
        }
    }

    /// The match of addresses or a set; nil where everything is taken.
    private func addressMatch(
        _ operand: Operand, _ family: IPFamily
    ) throws(ForeignFault) -> AddressMatch? {
        guard let first = operand.words.first else { return nil }
        guard first.bare.hasPrefix("@") else {
            let ranges = try addresses(operand.words, family)
            return AddressMatch(ranges.map { .range($0) }, isNegated: operand.isNegated)
        }
        guard let set = addressSets[String(first.text.dropFirst())] else {
            throw first.fault(.undefined)
        }
        guard set.match.families.isEmpty || set.match.families == [family] else {
            throw first.fault(.badValue(.mixedFamilies))
        }
        guard operand.isNegated else { return set.match }
        // Nothing is in an empty set.
        if set.match.families.isEmpty { return nil }
        var match = AddressMatch([.set(set.name)], isNegated: true)
        let ranges = set.match.ranges(family)
        match.resolve { AddressSet($0, ranges) }
        return match
    }

    /// Reads addresses, prefixes and ranges of one family.
    func addresses(_ words: [Word], _ family: IPFamily) throws(ForeignFault) -> [AddressRange] {
        var ranges: [AddressRange] = []
        for word in words {
            ranges.append(
                try word.blamed { () throws(ForeignProblem) in
                    let range = try ForeignValues.range(word.text)
                    if range.family != family { throw .badValue(.mixedFamilies) }
                    return range
                })
        }
        return ranges
    }

    private mutating func readMeta(_ field: Word, _ rule: inout NftRule) throws(ForeignFault) {
        switch field.bare {
        case "nfproto":
            let operand = try operand()
            guard operand.words.count == 1, let word = operand.words.first else {
                throw field.fault(.unsupportedMatch)
            }
            let isFour = word.bare == "ipv4"
            guard isFour || word.bare == "ipv6" else { throw word.fault(.unknownWord) }
            try word.blamed { () throws(ForeignProblem) in
                try rule.draft.narrow(family: isFour != operand.isNegated ? .v4 : .v6)
            }
        case "l4proto": try readProtocols(field, &rule)
        default:
            let operand = try operand()
            if operand.isNegated { throw field.fault(.unsupportedMatch) }
            var links: [LinkName] = []
            for word in operand.words {
                links.append(
                    try word.blamed { () throws(ForeignProblem) in
                        try ForeignValues.link(word.text)
                    })
            }
            try field.blamed { () throws(ForeignProblem) in try rule.draft.narrow(links: links) }
        }
    }

    private mutating func readProtocols(
        _ field: Word, _ rule: inout NftRule
    ) throws(ForeignFault) {
        let operand = try operand()
        var numbers: [IPProtocol] = []
        for word in operand.words {
            numbers.append(
                try word.blamed { () throws(ForeignProblem) in
                    try ServiceTable.proto(word.text)
                })
        }
        try field.blamed { () throws(ForeignProblem) in
            try rule.draft.narrow(protocols: numbers, isNegated: operand.isNegated)
        }
    }

    // MARK: - Transport

    private mutating func readTransport(_ word: Word, _ rule: inout NftRule) throws(ForeignFault) {
        let field = try self.word()
        try word.blamed { () throws(ForeignProblem) in
            switch word.bare {
            case "tcp": try rule.draft.narrow(protocols: [.tcp])
            case "udp": try rule.draft.narrow(protocols: [.udp])
            default:
                // Other protocols have something else where ports would be.
                guard let protocols = rule.draft.protocols,
                    protocols.allSatisfy(\.hasPorts)
                else { throw .unsupportedMatch }
            }
        }
        switch field.bare {
        case "dport", "sport":
            let operand = try operand()
            var spans = try ports(operand.words)
            if operand.isNegated { spans = IntervalList.outside(spans) }
            try field.blamed { () throws(ForeignProblem) in
                try rule.draft.narrow(
                    field.bare == "sport" ? .sourcePort : .destinationPort, to: spans)
            }
        case "flags" where word.bare == "tcp":
            let flags = try readFlags()
            try field.blamed { () throws(ForeignProblem) in try rule.draft.narrow(flags: flags) }
        default: throw field.fault(.unsupportedMatch)
        }
    }

    /// Reads ports, ranges and names of sets of ports.
    func ports(_ words: [Word]) throws(ForeignFault) -> [Interval<UInt16>] {
        var spans: [Interval<UInt16>] = []
        for word in words {
            if word.bare.hasPrefix("@") {
                guard let set = portSets[String(word.text.dropFirst())] else {
                    throw word.fault(.undefined)
                }
                spans += set
            } else {
                spans.append(
                    try word.blamed { () throws(ForeignProblem) in
                        try ServiceTable.ports(word.text, between: "-")
                    })
            }
        }
        return spans
    }

    private mutating func readMessage(_ word: Word, _ rule: inout NftRule) throws(ForeignFault) {
        let family: IPFamily = word.bare == "icmp" ? .v4 : .v6
        let field = try self.word()
        let isType = field.bare == "type"
        guard isType || field.bare == "code" else { throw field.fault(.unsupportedMatch) }
        let operand = try operand()
        var numbers: [UInt8] = []
        for word in operand.words {
            numbers += try word.blamed { () throws(ForeignProblem) in
                if !isType { return try Self.codes(word.text, family) }
                let parts = word.text.split(separator: "-")
                if parts.count == 2, let low = UInt8(parts[0]), let high = UInt8(parts[1]),
                    low <= high
                {
                    return Array(low...high)
                }
                return [try ServiceTable.message(word.text, family).type]
            }
        }
        try field.blamed { () throws(ForeignProblem) in
            try rule.draft.narrow(family: family)
            try rule.draft.narrow(protocols: [.ownICMP(of: family)])
            try rule.draft.narrow(
                isType ? .icmpType : .icmpCode, to: numbers, isNegated: operand.isNegated)
        }
    }

    private static func codes(
        _ text: String, _ family: IPFamily
    ) throws(ForeignProblem) -> [UInt8] {
        let names: [(String, UInt8)] =
            family == .v4
            ? [
                ("net-unreachable", 0), ("host-unreachable", 1), ("prot-unreachable", 2),
                ("port-unreachable", 3), ("frag-needed", 4), ("net-prohibited", 9),
                ("host-prohibited", 10), ("admin-prohibited", 13),
            ]
            : [
                ("no-route", 0), ("admin-prohibited", 1), ("addr-unreachable", 3),
                ("port-unreachable", 4), ("policy-fail", 5), ("reject-route", 6),
            ]
        if let row = names.first(where: { $0.0 == text }) { return [row.1] }
        let parts = text.split(separator: "-")
        if parts.count == 2, let low = UInt8(parts[0]), let high = UInt8(parts[1]), low <= high {
            return Array(low...high)
        }
        return [try ServiceTable.byte(text)]
    }

    // MARK: - Bits

    private mutating func readStates(_ rule: inout NftRule) throws(ForeignFault) {
        let operand = try operand()
        guard let first = operand.words.first else { return }
        var states: [ConnectionState] = []
        for word in operand.words {
            states.append(
                try word.blamed { () throws(ForeignProblem) in
                    try ForeignValues.state(word.text)
                })
        }
        // A packet has one state: as a number it is never the sum of two.
        if operand.isExplicit, operand.shape == .bits {
            guard operand.isNegated else { throw first.fault(.neverMatches) }
            return
        }
        let taken = ConnectionState.allCases.filter { states.contains($0) != operand.isNegated }
        try first.blamed { () throws(ForeignProblem) in try rule.draft.narrow(states: taken) }
    }

    /// Reads what follows `tcp flags`.
    ///
    /// Without an operator any of the bits is enough, with one the whole byte is compared, and behind `&` or
    /// before `/ MASK` only the bits of the mask are.
    private mutating func readFlags() throws(ForeignFault) -> [FlagMatch] {
        if try take(sign: "&") {
            let mask = try bits(of: try operand())
            let isNegated = try take(sign: "!=")
            if !isNegated { try expect(sign: "==") }
            return Self.comparing(try bits(of: try operand()), among: mask, isNegated)
        }
        let operand = try operand()
        if operand.shape == .list {
            if operand.isNegated {
                // Different from each of them is more than one match can say.
                guard operand.words.count == 1 else {
                    throw operand.words[0].fault(.unsupportedMatch)
                }
            }
            var flags: [FlagMatch] = []
            for word in operand.words {
                let bits = try bits(of: Operand(words: [word]))
                flags += Self.comparing(bits, among: Self.allBits, operand.isNegated)
            }
            return flags
        }
        let bits = try bits(of: operand)
        if try lexer.peek().word.bare == "/" {
            _ = try lexer.next()
            let mask = try self.bits(of: try self.operand())
            return Self.comparing(bits, among: mask, operand.isNegated)
        }
        if operand.isExplicit {
            return Self.comparing(bits, among: Self.allBits, operand.isNegated)
        }
        if operand.isNegated { return [FlagMatch(set: [], among: bits)] }
        return FlagMatch.any(of: bits)
    }

    private static func comparing(
        _ bits: TCPFlags, among mask: TCPFlags, _ isNegated: Bool
    ) -> [FlagMatch] {
        // A bit that is masked out is never set.
        guard mask.isSuperset(of: bits) else {
            return isNegated ? [FlagMatch(set: [], among: [])] : []
        }
        let match = FlagMatch(set: bits, among: mask)
        return isNegated ? FlagMatch.differing(from: match) : [match]
    }

    private func bits(of operand: Operand) throws(ForeignFault) -> TCPFlags {
        var bits: TCPFlags = []
        for word in operand.words {
            let name = word.bare == "ecn" ? "ece" : word.bare
            if let number = Self.number(name) {
                bits.insert(TCPFlags(rawValue: number))
            } else {
                bits.insert(
                    try word.blamed { () throws(ForeignProblem) in try ForeignValues.flags(name) })
            }
        }
        return bits
    }

    private static func number(_ text: String) -> UInt8? {
        text.hasPrefix("0x") ? UInt8(text.dropFirst(2), radix: 16) : UInt8(text)
    }

    private static let allBits = TCPFlags(rawValue: .max)
}
