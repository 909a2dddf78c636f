import Firewall
import Wire

extension NftRuleReader {
    /// Reads a match whose first word was taken.
    mutating func readMatch(_ word: Word) throws(ForeignFault) {
        switch word.bare {
        case "ip", "ip6": try readHeader(word)
        case "tcp", "udp", "th": try readTransport(word)
        case "icmp", "icmpv6": try readMessage(word)
        case "meta":
            let field = try lexer.word()
            if let number = HeaderNumber.nft(word, field, draft.family ?? .v4) {
                return try readNumber(number, field)
            }
            if field.bare == "pkttype" { return try readFrameKind(field) }
            if field.bare == "mark" { return try readMark(field, isOfConnection: false) }
            if ["skuid", "skgid"].contains(field.bare) { return try readOwner(field) }
            guard
                ["nfproto", "l4proto", "iifname", "iif", "oifname", "oif"].contains(field.bare)
            else {
                throw field.fault(try meaning(of: field))
            }
            try readMeta(field)
        case "nfproto", "l4proto", "iifname", "iif", "oifname", "oif": try readMeta(word)
        case "ct":
            let field = try lexer.word()
            switch field.bare {
            case "state": try readStates()
            case "status": try readStatus(field)
            case "mark": try readMark(field, isOfConnection: true)
            default: throw field.fault(try meaning(of: field))
            }
        case "fib": try readKind(word)
        case "pkttype": try readFrameKind(word)
        case "skuid", "skgid": try readOwner(word)
        case "mark": try readMark(word, isOfConnection: false)
        case "cpu", "meter": throw word.fault(.unsupportedMatch)
        default:
            guard let meaning = ForeignWord.nft(word.bare) else { throw word.fault(.unknownWord) }
            throw word.fault(.unsupported(meaning))
        }
    }

    /// What a field of the packet's circumstances would have meant, to ask for it or to set it.
    private func meaning(of field: Word) throws(ForeignFault) -> ForeignProblem {
        if try lexer.peek().word.bare == "set" { return .unsupported(.marking) }
        return ForeignWord.problem(.nft(field.bare))
    }

    /// Reads the operator, where there is one, and the values behind it.
    private mutating func operand() throws(ForeignFault) -> NftOperand {
        try NftOperandReader(lexer, names).operand(&map)
    }

    // MARK: - Addresses and protocols

    private mutating func readHeader(_ word: Word) throws(ForeignFault) {
        let family: IPFamily = word.bare == "ip" ? .v4 : .v6
        let field = try lexer.word()
        try word.answers(for: try draft.narrow(family: family))
        switch field.bare {
        case "saddr", "daddr":
            let operand = try operand()
            guard let match = try names.addressMatch(operand, family) else { return }
            try field.answers(
                for: try draft.narrow(field.bare == "saddr" ? .source : .destination, to: match))
        case "protocol", "nexthdr":
            guard (field.bare == "protocol") == (family == .v4) else {
                throw field.fault(.unknownWord)
            }
            try readProtocols(field)
        default:
            guard let number = HeaderNumber.nft(word, field, family) else {
                throw field.fault(.unsupportedMatch)
            }
            try readNumber(number, field)
        }
    }

    /// Reads the values of a number of the IP header: a list, or a comparison with one.
    private mutating func readNumber(_ number: HeaderNumber, _ field: Word) throws(ForeignFault) {
        var values: [Interval<UInt16>] = []
        for (sign, comparison) in [("<=", "le"), (">=", "ge"), ("<", "lt"), (">", "gt")] {
            guard try lexer.take(sign: sign) else { continue }
            let word = try lexer.word()
            values = try word.answers(
                for: try number.values(comparison, try number.value(word.text)))
            return try field.answers(for: try draft.narrow(.number(number), to: values))
        }
        let operand = try operand()
        values = try operand.words.read { (text) throws(ForeignProblem) in
            try number.values(text, between: "-")
        }
        if operand.isNegated { values = IntervalList.outside(values, of: number.row.whole) }
        try field.answers(for: try draft.narrow(.number(number), to: values))
    }

    private mutating func readMeta(_ field: Word) throws(ForeignFault) {
        switch field.bare {
        case "nfproto":
            let operand = try operand()
            if Set(operand.words.map(\.bare)) == ["ipv4", "ipv6"], !operand.isNegated { return }
            guard operand.words.count == 1, let word = operand.words.first else {
                throw field.fault(.unsupportedMatch)
            }
            let isFour = word.bare == "ipv4"
            guard isFour || word.bare == "ipv6" else { throw word.fault(.unknownWord) }
            try word.answers(for: try draft.narrow(family: isFour != operand.isNegated ? .v4 : .v6))
        case "l4proto": try readProtocols(field)
        default:
            let operand = try operand()
            let words = try names.links(operand.words)
            // Nothing is in an empty set.
            if words.isEmpty, operand.isNegated { return }
            if words.isEmpty { throw field.fault(.neverMatches) }
            let patterns = try words.read { (text) throws(ForeignProblem) in
                guard let pattern = try ForeignValues.link(text, wildcard: "*") else {
                    throw .badName
                }
                return pattern
            }
            let test = LinkTest(patterns: patterns, isNegated: operand.isNegated)
            let isOut = field.bare.hasPrefix("o")
            try field.answers(for: try draft.narrow(isOut ? .outLink : .link, to: test))
        }
    }

    /// Reads `pkttype host`: whether the frame was sent to one, to several or to all.
    private mutating func readFrameKind(_ word: Word) throws(ForeignFault) {
        let operand = try operand()
        guard operand.words.count == 1, let value = operand.words.first,
            let kind = FrameKind(value.bare)
        else { throw word.fault(.unsupported(.frameKind)) }
        try word.blamed { () throws(ForeignProblem) in
            try kind.narrow(&draft, isNegated: operand.isNegated, local, filtered)
        }
    }

    /// Reads `skuid 118`: whose process has sent the packet.
    ///
    /// What is forwarded was sent by none here, so that it is neither one's nor another's (`nft_meta_get_eval_skugid`).
    private mutating func readOwner(_ word: Word) throws(ForeignFault) {
        guard filtered == .forward else { throw word.fault(.unsupported(.owner)) }
        _ = try operand()
        throw word.fault(.matchesNothing(.owner))
    }

    /// Reads `meta mark 1`, `mark != { 1, 2 }` and `ct mark 1`.
    private mutating func readMark(
        _ word: Word, isOfConnection: Bool
    ) throws(ForeignFault) {
        let next = try lexer.peek().word.bare
        if next == "set" || marks.areSet || ["&", "and", "or", "xor", "|", "^"].contains(next) {
            throw word.fault(try meaning(of: word))
        }
        let operand = try operand()
        if operand.shape == .bits { throw word.fault(.unsupported(.mark)) }
        try word.blamed { () throws(ForeignProblem) in
            try marks.judge(
                operand.words.map(\.bare), isNegated: operand.isNegated,
                isOfConnection: isOfConnection, in: subject)
        }
    }

    /// Reads `fib daddr type local`: of which kind an address is to the gateway.
    private mutating func readKind(_ word: Word) throws(ForeignFault) {
        let field = try lexer.word()
        let fault = word.fault(.unsupported(.addressKind))
        guard ["saddr", "daddr"].contains(field.bare), try lexer.take("type") else {
            throw fault
        }
        let operand = try operand()
        let kinds = operand.words.compactMap { LocalAddresses.Kind(rawValue: $0.bare) }
        // A kind is a number, and no bits.
        guard kinds.count == operand.words.count, operand.shape != .bits else { throw fault }
        try word.answers(
            for: try draft.narrow(
                field.bare == "saddr" ? .source : .destination,
                to: try local.match(kinds, draft.family, isNegated: operand.isNegated)))
    }

    private mutating func readProtocols(_ field: Word) throws(ForeignFault) {
        let operand = try operand()
        let numbers = try operand.words.read(ServiceTable.proto)
        try field.answers(for: try draft.narrow(protocols: numbers, isNegated: operand.isNegated))
    }

    // MARK: - Transport

    private mutating func readTransport(_ word: Word) throws(ForeignFault) {
        let field = try lexer.word()
        try word.blamed { () throws(ForeignProblem) in
            switch word.bare {
            case "tcp": try draft.narrow(protocols: [.tcp])
            case "udp": try draft.narrow(protocols: [.udp])
            default:
                // Other protocols have something else where ports would be.
                guard let protocols = draft.protocols,
                    protocols.allSatisfy(\.hasPorts)
                else { throw .unsupportedMatch }
            }
        }
        switch field.bare {
        case "dport", "sport":
            let operand = try operand()
            var spans = try names.ports(operand.words)
            if operand.isNegated { spans = IntervalList.outside(spans) }
            try field.answers(
                for: try draft.narrow(
                    field.bare == "sport" ? .sourcePort : .destinationPort, to: spans))
        case "flags" where word.bare == "tcp":
            let flags = try NftFlags.read(lexer) { () throws(ForeignFault) in try operand() }
            try field.answers(for: try draft.narrow(flags: flags))
        default: throw field.fault(.unsupportedMatch)
        }
    }

    private mutating func readMessage(_ word: Word) throws(ForeignFault) {
        let family: IPFamily = word.bare == "icmp" ? .v4 : .v6
        let field = try lexer.word()
        let isType = field.bare == "type"
        guard isType || field.bare == "code" else { throw field.fault(.unsupportedMatch) }
        let operand = try operand()
        var numbers: [UInt8] = []
        for word in operand.words {
            numbers += try word.answers(
                for: try isType
                    ? NftMessages.types(word.text, family) : NftMessages.codes(word.text, family))
        }
        try field.blamed { () throws(ForeignProblem) in
            try draft.narrow(family: family)
            try draft.narrow(protocols: [.ownICMP(of: family)])
            try draft.narrow(
                isType ? .icmpType : .icmpCode, to: numbers, isNegated: operand.isNegated)
        }
    }

    // MARK: - Bits

    private mutating func readStates() throws(ForeignFault) {
        let operand = try operand()
        guard let first = operand.words.first else { return }
        var reader = NftStateReader(subject)
        let states: [ConnectionState]?
        do throws(ForeignFault) { states = try reader.states(operand, first) } catch {
            remarks.notes += reader.notes
            throw error
        }
        remarks.notes += reader.notes
        guard let states else { return }
        try first.answers(for: try draft.narrow(states: states))
    }

    private mutating func readStatus(_ field: Word) throws(ForeignFault) {
        remarks.notes.append(try NftStateReader(subject).status(try operand(), field))
    }
}
