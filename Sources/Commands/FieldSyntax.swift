import Firewall
import Wire

/// The values of a rule's fields as text: each reader beside its writer.
enum FieldSyntax {
    static let comma = UInt8(ascii: ",")

    /// Reads members with a comma between two of them.
    ///
    /// - Throws: `tooManyMembers` for more than `limit`, or what `read` throws.
    static func list<Member>(
        _ text: Span<UInt8>, limit: Int, _ read: (Span<UInt8>) throws(TextFault) -> Member
    ) throws(TextFault) -> [Member] {
        var members: [Member] = []
        var start = 0
        for index in 0...text.count where index == text.count || text[index] == comma {
            guard members.count < limit else { throw .tooManyMembers }
            members.append(try read(text.extracting(start..<index)))
            start = index + 1
        }
        return members
    }

    /// Writes members with a comma between two of them.
    static func write<Member>(
        _ members: [Member], to text: inout [UInt8], _ write: (Member, inout [UInt8]) -> Void
    ) {
        for index in members.indices {
            if index > 0 { text.append(comma) }
            write(members[index], &text)
        }
    }

    // MARK: - Addresses

    static func readAddresses(_ text: Span<UInt8>) throws(TextFault) -> [AddressMatch.Member] {
        try list(text, limit: AddressMatch.limit) { member throws(TextFault) in
            guard member.count > 0, member[0] == UInt8(ascii: "@") else {
                if let name = try? NodeWord.read(member) { return .node(name) }
                return .range(try AddressRange.parse(member))
            }
            return .set(SetName(rawValue: try readName(member.extracting(1..<member.count))))
        }
    }

    static func write(_ match: AddressMatch, to text: inout [UInt8]) {
        if match.isNegated { text.append(contentsOf: "not ".utf8) }
        write(match.members, to: &text) { member, text in
            switch member {
            case .range(let range): range.write(to: &text)
            case .set(let name):
                text.append(UInt8(ascii: "@"))
                text.append(contentsOf: name.rawValue.utf8)
            case .node(let name): text.append(contentsOf: name.rawValue.utf8)
            }
        }
    }

    /// Reads the name of a set, a link or a tunnel: 1 to 32 letters, digits, `-` and `_`; a link's has dots that do
    /// not come first.
    static func readName(
        _ text: Span<UInt8>, orDots: Bool = false
    ) throws(TextFault) -> String {
        if text.isEmpty { throw .empty }
        for index in text.indices {
            switch text[index] {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"):
                continue
            case UInt8(ascii: ".") where orDots && index > 0: continue
            default: throw .badNameCharacter
            }
        }
        if text.count > 32 { throw .nameTooLong }
        return text.text
    }

    static func readLinks(_ text: Span<UInt8>) throws(TextFault) -> [LinkName] {
        try list(text, limit: 16) { member throws(TextFault) in
            LinkName(rawValue: try readName(member, orDots: true))
        }
    }

    /// Reads names in a file with the links that they stand for: `eth0=lan-a,eth1=internet`.
    static func readAliases(_ text: Span<UInt8>) throws(TextFault) -> [LinkAlias] {
        try list(text, limit: 16) { member throws(TextFault) in
            let sign = member.indices.first { member[$0] == UInt8(ascii: "=") }
            guard let sign else { throw .notAnAlias }
            return LinkAlias(
                name: try readName(member.extracting(0..<sign), orDots: true),
                link: LinkName(
                    rawValue: try readName(member.extracting(sign + 1..<member.count), orDots: true)
                ))
        }
    }

    // MARK: - Protocols and ports

    /// Reads names, numbers and ranges of numbers: `tcp,udp`, `47`, `60-255`.
    static func readProtocols(_ text: Span<UInt8>) throws(TextFault) -> [IPProtocol] {
        let ranges = try list(text, limit: ProtocolMatch.limit) { member throws(TextFault) in
            guard member.count > 0, (0x30...0x39).contains(member[0]) else {
                return [try IPProtocol.parse(member.lowered.span)]
            }
            return try readBytes(member, over: .protocolOutOfRange).map(IPProtocol.init(rawValue:))
        }
        return ranges.flatMap { $0 }
    }

    static func write(_ match: ProtocolMatch, to text: inout [UInt8]) {
        if match.isNegated { text.append(contentsOf: "not ".utf8) }
        write(runs(of: match.protocols.map(\.rawValue)), to: &text) { run, text in
            guard run.count > 1 else {
                return IPProtocol(rawValue: run.lowerBound).write(to: &text)
            }
            text.append(contentsOf: "\(run.lowerBound)-\(run.upperBound)".utf8)
        }
    }

    /// Rising numbers as runs; two neighbours stay two runs.
    private static func runs(of numbers: [UInt8]) -> [ClosedRange<UInt8>] {
        var runs: [ClosedRange<UInt8>] = []
        for number in numbers {
            if let last = runs.last, last.upperBound + 1 == number {
                runs[runs.count - 1] = last.lowerBound...number
            } else {
                runs.append(number...number)
            }
        }
        return runs.flatMap { run in
            run.count == 2
                ? [run.lowerBound...run.lowerBound, run.upperBound...run.upperBound] : [run]
        }
    }

    /// Reads ports, ranges and names of services: `22,80,8000-8099`, `ssh,https`.
    static func readPorts(_ text: Span<UInt8>) throws(TextFault) -> PortSet {
        let ranges = try list(text, limit: 256) { member throws(TextFault) in
            if let service = ServiceName.named(member) { return PortRange(service.port) }
            return try PortRange.parse(member)
        }
        return try PortSet(merging: ranges)
    }

    static func write(_ match: PortMatch, to text: inout [UInt8]) {
        if match.isNegated { text.append(contentsOf: "not ".utf8) }
        match.ports.write(to: &text)
    }

    // MARK: - ICMP, TCP and state

    static func readTypes(_ text: Span<UInt8>) throws(TextFault) -> [UInt8] {
        let ranges = try list(text, limit: ICMPMatch.limit) { member throws(TextFault) in
            try readBytes(member, over: .byteOutOfRange)
        }
        return ranges.flatMap { $0 }
    }

    /// Reads a number of one byte, or a range of them.
    private static func readBytes(
        _ text: Span<UInt8>, over fault: TextFault
    ) throws(TextFault) -> ClosedRange<UInt8> {
        let hyphen = text.indices.first { text[$0] == UInt8(ascii: "-") }
        guard let hyphen else {
            let number = try readByte(text, over: fault)
            return number...number
        }
        let first = try readByte(text.extracting(0..<hyphen), over: fault)
        let last = try readByte(text.extracting(hyphen + 1..<text.count), over: fault)
        guard first <= last else { throw .invertedRange }
        return first...last
    }

    static func readByte(
        _ text: Span<UInt8>, over fault: TextFault
    ) throws(TextFault) -> UInt8 {
        switch Numerals.read(text) {
        case .number(let number):
            guard number <= 255 else { throw fault }
            return UInt8(number)
        case .tooLarge: throw fault
        case .notANumber: throw .notANumber
        }
    }

    static func write(_ numbers: [UInt8], to text: inout [UInt8]) {
        write(runs(of: numbers), to: &text) { run, text in
            text.append(contentsOf: "\(run.lowerBound)".utf8)
            if run.count > 1 { text.append(contentsOf: "-\(run.upperBound)".utf8) }
        }
    }

    /// Reads `SYN`, `SYN,ACK` or `SYN/SYN,ACK`: the bits that are set, and those that are looked at.
    static func readFlags(_ text: Span<UInt8>) throws(TextFault) -> FlagMatch {
        let slash = text.indices.first { text[$0] == UInt8(ascii: "/") }
        guard let slash else {
            let set = try TCPFlags.parse(text)
            // `none` alone looks at every bit; a list looks at its own.
            return FlagMatch(set: set, among: set.isEmpty ? TCPFlags(rawValue: .max) : set)
        }
        let set = try TCPFlags.parse(text.extracting(0..<slash))
        let among = try TCPFlags.parse(text.extracting(slash + 1..<text.count))
        guard set.isSubset(of: among) else { throw .flagNotLookedAt }
        guard !among.isEmpty else { throw .notAFlag }
        return FlagMatch(set: set, among: among)
    }

    static func write(_ match: FlagMatch, to text: inout [UInt8]) {
        match.set.write(to: &text)
        let usual = match.set.isEmpty ? TCPFlags(rawValue: .max) : match.set
        guard match.among != usual else { return }
        text.append(UInt8(ascii: "/"))
        match.among.write(to: &text)
    }

    static func readStates(_ text: Span<UInt8>) throws(TextFault) -> StateMatch {
        StateMatch(
            try list(text, limit: ConnectionState.allCases.count) { member throws(TextFault) in
                for state in ConnectionState.allCases where member.spells(state.rawValue) {
                    return state
                }
                throw .notAState
            })
    }

    // MARK: - Limits and names

    /// Reads `5/s`, `100/m` or `20/h`; the burst stands by itself.
    static func readRate(_ text: Span<UInt8>) throws(TextFault) -> RateLimit {
        let slash = text.indices.first { text[$0] == UInt8(ascii: "/") }
        guard let slash else { throw .notARate }
        let rest = text.extracting(slash + 1..<text.count)
        for unit in RateLimit.Unit.allCases where rest.spells(unit.rawValue) {
            switch Numerals.read(text.extracting(0..<slash)) {
            case .number(let count) where count > 0 && count <= UInt64(RateLimit.limit):
                return RateLimit(packets: Int(count), unit: unit)
            case .number, .tooLarge: throw .rateOutOfRange
            case .notANumber: throw .notARate
            }
        }
        throw .notARate
    }

    static func write(_ limit: RateLimit, to text: inout [UInt8]) {
        if limit.isOver { text.append(contentsOf: "over ".utf8) }
        text.append(contentsOf: "\(limit.packets)/\(limit.unit.rawValue)".utf8)
        guard limit.burst != RateLimit.usualBurst else { return }
        text.append(contentsOf: " burst \(limit.burst)".utf8)
    }

    /// Reads what a person calls a rule; the scanner has refused control characters and wrong UTF-8.
    static func readRuleName(_ text: Span<UInt8>) throws(TextFault) -> RuleName {
        if text.isEmpty { throw .empty }
        if text.count > RuleName.limit { throw .nameTooLong }
        if (0x30...0x39).contains(text[0]) { throw .badNameCharacter }
        for index in text.indices
        where text[index] < 0x20 || text[index] == 0x7F || text[index] == UInt8(ascii: "\"")
            || text[index] == UInt8(ascii: "\\")
        {
            throw .badNameCharacter
        }
        // Escapes can spell what the scanner refuses in a line: C1 controls and line separators.
        guard let name = String(validating: text.bytes, as: UTF8.self),
            !name.unicodeScalars.contains(where: {
                (0x80..<0xA0).contains($0.value) || (0x2028...0x2029).contains($0.value)
            })
        else { throw .badNameCharacter }
        return RuleName(name)
    }

    static func write(_ name: RuleName, to text: inout [UInt8]) {
        text.append(UInt8(ascii: "\""))
        text.append(contentsOf: name.text.utf8)
        text.append(UInt8(ascii: "\""))
    }
}

extension Span<UInt8> {
    /// A copy of the bytes.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(addingCapacity: count) { copy in
            for index in indices { copy.append(self[index]) }
        }
        return bytes
    }

    /// The bytes as text; what is no UTF-8 (from `\xHH`) becomes U+FFFD.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Whether the first byte is a digit.
    var beginsWithDigit: Bool { !isEmpty && (0x30...0x39).contains(self[0]) }

    /// The bytes with ASCII letters in lower case.
    var lowered: [UInt8] { bytes.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 } }

    /// Whether the bytes are those of `text`, which is in lower case, in any letter case.
    func spells(_ text: String) -> Bool {
        guard text.utf8.count == count else { return false }
        var index = 0
        for byte in text.utf8 {
            let own = self[index]
            guard own == byte || (own | 0x20 == byte && (0x61...0x7A).contains(byte)) else {
                return false
            }
            index += 1
        }
        return true
    }
}

extension FieldSyntax {
    /// Reads one port, by its number or the name of its service.
    static func readPort(_ text: Span<UInt8>) throws(TextFault) -> Port {
        if let service = ServiceName.named(text) { return service.port }
        return try Port.parse(text)
    }
}
