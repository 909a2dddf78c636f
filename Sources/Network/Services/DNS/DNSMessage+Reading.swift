import Wire

extension DNSMessage {
    /// Reads a message; what follows the last record is ignored.
    ///
    /// Classes other than the Internet's are refused in the question, and their records left out, as is the
    /// pseudo-record of EDNS (RFC 6891).
    ///
    /// - Throws: A fault that says what is wrong, in the order of reading.
    package static func parse(_ bytes: Span<UInt8>) throws(DNSFault) -> DNSMessage {
        var reader = DNSReader(place: 0)
        let identifier = try reader.uint16(bytes)
        let flags = try reader.uint16(bytes)
        let questions = try reader.uint16(bytes)
        var counts: [Int] = []
        for _ in 0..<3 { counts.append(Int(try reader.uint16(bytes))) }
        guard let code = DNSResponseCode(rawValue: UInt8(flags & 0xF)) else { throw .unknownCode }
        var message = DNSMessage(identifier: identifier, question: nil)
        message.header = Header(bits: flags, code: code)
        guard questions == 1 || (questions == 0 && message.header.isResponse) else {
            throw .badQuestion
        }
        if questions == 1 { message.question = try reader.question(bytes) }
        guard counts.reduce(0, +) <= mostRecords else { throw .tooManyRecords }
        for _ in 0..<counts[0] {
            if let record = try reader.record(bytes) { message.answers.append(record) }
        }
        for _ in 0..<(counts[1] + counts[2]) {
            if let record = try reader.record(bytes) { message.others.append(record) }
        }
        return message
    }

    /// The identifier of bytes that are no message, to answer them; nil where not even a header is there, or it is an
    /// answer.
    static func identifier(ofBroken bytes: [UInt8]) -> UInt16? {
        guard bytes.count >= headerLength, bytes[2] & 0x80 == 0 else { return nil }
        return bytes.span.uint16(at: 0)
    }
}

extension DNSMessage.Header {
    fileprivate init(bits: UInt16, code: DNSResponseCode) {
        isResponse = bits & 0x8000 != 0
        operation = UInt8(bits >> 11 & 0xF)
        isAuthoritative = bits & 0x0400 != 0
        isTruncated = bits & 0x0200 != 0
        wantsRecursion = bits & 0x0100 != 0
        offersRecursion = bits & 0x0080 != 0
        self.code = code
    }
}

/// Where a message is read next.
private struct DNSReader {
    var place: Int

    mutating func uint16(_ bytes: Span<UInt8>) throws(DNSFault) -> UInt16 {
        guard place + 2 <= bytes.count else { throw .truncated }
        defer { place += 2 }
        return bytes.uint16(at: place)
    }

    mutating func uint32(_ bytes: Span<UInt8>) throws(DNSFault) -> UInt32 {
        UInt32(try uint16(bytes)) << 16 | UInt32(try uint16(bytes))
    }

    mutating func question(_ bytes: Span<UInt8>) throws(DNSFault) -> DNSQuestion {
        let name = try name(bytes)
        let type = DNSType(rawValue: try uint16(bytes))
        guard try uint16(bytes) == internet else { throw .badQuestion }
        return DNSQuestion(name: name, type: type)
    }

    /// The next record; nil for one of another class.
    mutating func record(_ bytes: Span<UInt8>) throws(DNSFault) -> DNSRecord? {
        let name = try name(bytes)
        let type = DNSType(rawValue: try uint16(bytes))
        let isInternet = try uint16(bytes) == internet
        let timeToLive = try uint32(bytes)
        let end = Int(try uint16(bytes)) + place
        guard end <= bytes.count else { throw .truncated }
        guard isInternet else {
            place = end
            return nil
        }
        let data = try value(of: type, upTo: end, bytes.extracting(..<end))
        guard place == end else { throw .badData }
        return DNSRecord(name: name, timeToLive: timeToLive, data: data)
    }

    private mutating func value(
        of type: DNSType, upTo end: Int, _ bytes: Span<UInt8>
    ) throws(DNSFault) -> DNSRecord.Value {
        switch type {
        case .a where end - place == 4: return .a(IPv4Address(rawValue: try uint32(bytes)))
        case .aaaa where end - place == 16:
            defer { place += 16 }
            return .aaaa(IPv6Address(rawValue: bytes.uint128(at: place)))
        case .a, .aaaa: throw .badData
        case .cname: return .cname(try name(bytes))
        case .ptr: return .ptr(try name(bytes))
        case .mx: return .mx(preference: try uint16(bytes), try name(bytes))
        default:
            var data: [UInt8] = []
            data.append(bytes.extracting(place..<end))
            place = end
            return .other(type, data)
        }
    }

    /// A name, with what its pointers point to (RFC 1035 section 4.1.4).
    ///
    /// Each pointer has to point before the one that led to it and before the name's own beginning, so that there is no
    /// loop, however the message was made.
    mutating func name(_ bytes: Span<UInt8>) throws(DNSFault) -> DNSName {
        var labels: [[UInt8]] = []
        var length = 1
        var index = place
        var end: Int?
        var least = place
        while true {
            guard index < bytes.count else { throw .truncated }
            let count = Int(bytes[index])
            switch count >> 6 {
            case 0b00 where count == 0:
                place = end ?? index + 1
                guard let name = DNSName(labels: labels) else { throw .nameTooLong }
                return name
            case 0b00:
                guard index + 1 + count <= bytes.count else { throw .truncated }
                length += 1 + count
                guard length <= DNSName.mostBytes else { throw .nameTooLong }
                var label: [UInt8] = []
                label.append(bytes.extracting((index + 1)..<(index + 1 + count)))
                labels.append(label)
                index += 1 + count
            case 0b11:
                guard index + 2 <= bytes.count else { throw .truncated }
                let target = Int(bytes.uint16(at: index) & 0x3FFF)
                guard target < least, target >= DNSMessage.headerLength else { throw .badPointer }
                if end == nil { end = index + 2 }
                (index, least) = (target, target)
            default: throw .badLabel
            }
        }
    }
}

/// The class of the Internet (RFC 1035 section 3.2.4).
let internet: UInt16 = 1
