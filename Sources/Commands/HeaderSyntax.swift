import Firewall
import Grammar
import Tunnel
import Wire

/// Numbers of the IP header as text, in rules and in packets: the pattern, the readers and the writers.
enum HeaderSyntax {
    /// The clause of a packet: `ttl 5`.
    static func packetPattern(_ number: HeaderNumber) -> Pattern<Placed<UInt16>> {
        .clause(
            StaticWord(number.row.word), .header,
            Argument.texts(number.row.value, .header) { text throws(TextFault) in
                try read(text, number)
            })
    }

    /// The values in a rule: `1-5,64`.
    static func list(of number: HeaderNumber) -> Argument<[Interval<UInt16>]> {
        Argument.texts(number.row.value + "S", .header) { text throws(TextFault) in
            try readList(text, number)
        }
    }

    // MARK: - Rules

    private static func readList(
        _ text: Span<UInt8>, _ number: HeaderNumber
    ) throws(TextFault) -> [Interval<UInt16>] {
        try FieldSyntax.list(text, limit: NumberMatch.limit) { member throws(TextFault) in
            let hyphen = member.indices.first { member[$0] == UInt8(ascii: "-") }
            let first = try read(member.extracting(0..<(hyphen ?? member.count)), number)
            guard let hyphen else { return Interval(first, first) }
            let last = try read(member.extracting(hyphen + 1..<member.count), number)
            guard first <= last else { throw .invertedRange }
            return Interval(first, last)
        }
    }

    /// Reads a value by its number or its name.
    private static func read(
        _ text: Span<UInt8>, _ number: HeaderNumber
    ) throws(TextFault) -> UInt16 {
        for (name, value) in number.row.names where text.spells(name) { return value }
        switch Numerals.read(text) {
        case .number(let value):
            guard value <= number.row.whole.high else { throw .numberOutOfRange }
            return UInt16(value)
        case .tooLarge: throw .numberOutOfRange
        case .notANumber: throw .notANumber
        }
    }

    static func write(_ match: NumberMatch, of number: HeaderNumber, to text: inout [UInt8]) {
        if match.isNegated { text.append(contentsOf: "not ".utf8) }
        FieldSyntax.write(match.listed, to: &text) { values, text in
            if values.low == values.high { return number.write(values.low, to: &text) }
            text.append(contentsOf: "\(values.low)-\(values.high)".utf8)
        }
    }

    // MARK: - Packets

    /// What a line says about the header of a packet.
    ///
    /// - Throws: `UsageFault` when no such packet can have a value.
    static func values(
        _ words: [HeaderNumber: Placed<UInt16>], of request: PacketRequest
    ) throws(UsageFault) -> [HeaderNumber: UInt16] {
        let family = request.source.address.family
        var values: [HeaderNumber: UInt16] = [:]
        for number in HeaderNumber.allCases {
            guard let word = words[number] else { continue }
            let followsData = number.row.usual == nil
            // How much is quoted is for the lab to say.
            if followsData, request.about != nil {
                throw word.conflict(ValueFault.dataAndAbout.complaint)
            }
            // A later fragment has no header but that of IP, as a packet without a next header.
            let isLater = if case .later = request.transport { true } else { false }
            let proto = isLater ? .noNextHeader : request.transport.proto(family)
            let least = Int(number.least(proto, family))
            guard Int(word.value) >= least + (followsData ? request.data.count : 0) else {
                throw word.conflict(ValueFault.valueTooSmall.complaint)
            }
            values[number] = word.value
        }
        return values
    }

    /// Writes what is said about a packet's header, each part behind a blank.
    static func write(_ header: PacketRequest.Header, to text: inout [UInt8]) {
        for number in HeaderNumber.allCases where !header.numbers.isEmpty {
            guard let value = header[number], value != number.row.usual else { continue }
            text.append(contentsOf: " \(number.row.word) ".utf8)
            number.write(value, to: &text)
        }
        let marks = header.marks
        if marks.ecn != .notCapable { text.append(contentsOf: " ecn \(marks.ecn.name)".utf8) }
        if !marks.dontFragment { text.append(contentsOf: " df clear".utf8) }
    }

    // MARK: - ECN and DF

    /// What a line says of ECN and DF.
    struct Marks: Sendable {
        var ecn: Placed<ECN>?
        var dontFragment: Placed<Bool>?
        /// That it is a later fragment.
        var later: Placed<Bool>?

        /// The marks of a packet.
        ///
        /// - Throws: `UsageFault` where DF is said of IPv6, which has none (RFC 8200 section 5).
        func marks(_ family: IPFamily) throws(UsageFault) -> IPMarks {
            if let dontFragment, family == .v6 {
                throw dontFragment.conflict(ValueFault.dfWithoutIPv4.complaint)
            }
            var marks = IPMarks()
            if let ecn { marks.ecn = ecn.value }
            if let dontFragment { marks.dontFragment = dontFragment.value }
            return marks
        }
    }

    /// The clause of a packet: `ecn ect0`.
    static let ecnPattern: Pattern<Placed<ECN>> = .clause(
        "ecn", .packetECN,
        .choice(
            [
                .keyword("not-ect", .ecnNotCapable, as: .notCapable),
                .keyword("ect0", .ecnCapable0, as: .capable0),
                .keyword("ect1", .ecnCapable1, as: .capable1),
                .keyword("ce", .ecnCongested, as: .congested),
            ]))

    /// The clause of a packet: `df clear`.
    static let dfPattern: Pattern<Placed<Bool>> = .clause(
        "df", .packetDF,
        .choice([.keyword("set", .dfSet, as: true), .keyword("clear", .dfClear, as: false)]))

    /// The clause of a tunnel: `df copy`.
    static let outerDFPattern: Pattern<Placed<OuterDF>> = .clause(
        "df", .tunnelDF,
        .choice([
            .keyword("copy", .dfCopy, as: .copy), .keyword("set", .dfSet, as: .set),
            .keyword("clear", .dfClear, as: .clear),
        ]))
}

extension HeaderNumber {
    /// Writes a value by its name, or as a number.
    package func write(_ value: UInt16, to text: inout [UInt8]) {
        let name = row.names.first { $0.value == value }?.name
        text.append(contentsOf: (name ?? "\(value)").utf8)
    }
}
