import Wire

extension DNSMessage {
    /// The bytes of the message, its names compressed, at most `limit` of them.
    ///
    /// Records that do not fit are left out from the end. If answers are among them, the message says that it is
    /// truncated (RFC 1035 section 4.1.1). `limit` has to leave room for header and question.
    package func bytes(limit: Int) -> [UInt8] {
        var writer = DNSWriter()
        writer.write(header: self)
        if let question { writer.write(question) }
        precondition(writer.bytes.count <= limit, "a limit leaves room for the question")
        var counts: [UInt16] = [0, 0]
        var isFull = false
        for (section, records) in [answers, others].enumerated() where !isFull {
            for record in records {
                let before = writer
                writer.write(record)
                if writer.bytes.count > limit {
                    writer = before
                    isFull = true
                    if section == 0 { writer.bytes[2] |= 0x02 }
                    break
                }
                counts[section] += 1
            }
        }
        writer.bytes.put(bigEndian: counts[0], at: 6)
        writer.bytes.put(bigEndian: counts[1], at: 10)
        return writer.bytes
    }
}

/// A message that is being written, and where its names stand.
private struct DNSWriter {
    var bytes: [UInt8] = []
    private var places: [(name: [[UInt8]], place: Int)] = []

    /// The header; counts of records are filled in later.
    mutating func write(header message: DNSMessage) {
        let header = message.header
        var bits = UInt16(header.operation & 0xF) << 11 | UInt16(header.code.rawValue)
        if header.isResponse { bits |= 0x8000 }
        if header.isAuthoritative { bits |= 0x0400 }
        if header.isTruncated { bits |= 0x0200 }
        if header.wantsRecursion { bits |= 0x0100 }
        if header.offersRecursion { bits |= 0x0080 }
        bytes.append(bigEndian: message.identifier)
        bytes.append(bigEndian: bits)
        bytes.append(bigEndian: UInt16(message.question == nil ? 0 : 1))
        for _ in 0..<3 { bytes.append(bigEndian: UInt16(0)) }
    }

    mutating func write(_ question: DNSQuestion) {
        write(question.name)
        bytes.append(bigEndian: question.type.rawValue)
        bytes.append(bigEndian: internet)
    }

    mutating func write(_ record: DNSRecord) {
        write(record.name)
        bytes.append(bigEndian: record.data.type.rawValue)
        bytes.append(bigEndian: internet)
        bytes.append(bigEndian: record.timeToLive)
        let length = bytes.count
        bytes.append(bigEndian: UInt16(0))
        switch record.data {
        case .a(let address): bytes.append(bigEndian: address.rawValue)
        case .aaaa(let address): bytes.append(bigEndian: address.rawValue)
        case .cname(let name), .ptr(let name): write(name)
        case .mx(let preference, let name):
            bytes.append(bigEndian: preference)
            write(name)
        case .other(_, let data): bytes += data
        }
        bytes.put(bigEndian: UInt16(truncatingIfNeeded: bytes.count - length - 2), at: length)
    }

    /// A name; the longest end of it that stands somewhere already is pointed to.
    private mutating func write(_ name: DNSName) {
        let folded = name.folded
        for index in folded.indices {
            let rest = Array(folded[index...])
            if let known = places.first(where: { $0.name == rest }) {
                bytes.append(bigEndian: 0xC000 | UInt16(known.place))
                return
            }
            if bytes.count < 0x4000 { places.append((rest, bytes.count)) }
            bytes.append(UInt8(name.labels[index].count))
            bytes += name.labels[index]
        }
        bytes.append(0)
    }
}
