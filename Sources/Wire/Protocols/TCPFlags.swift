/// The control bits of a TCP header (RFC 9293 section 3.1, RFC 3168 for ECE and CWR).
package struct TCPFlags: OptionSet, Hashable, Sendable {
    /// The byte on the wire.
    package let rawValue: UInt8

    /// The control bits of the byte `rawValue`.
    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// No more data from the sender.
    package static let fin = TCPFlags(rawValue: 0x01)
    /// Synchronize sequence numbers.
    package static let syn = TCPFlags(rawValue: 0x02)
    /// Reset the connection.
    package static let rst = TCPFlags(rawValue: 0x04)
    /// Push the data to the receiver.
    package static let psh = TCPFlags(rawValue: 0x08)
    /// The acknowledgment number is significant.
    package static let ack = TCPFlags(rawValue: 0x10)
    /// The urgent pointer is significant.
    package static let urg = TCPFlags(rawValue: 0x20)
    /// Congestion was experienced.
    package static let ece = TCPFlags(rawValue: 0x40)
    /// The congestion window was reduced.
    package static let cwr = TCPFlags(rawValue: 0x80)

    private static let names: [(flag: TCPFlags, name: String)] = [
        (.fin, "FIN"), (.syn, "SYN"), (.rst, "RST"), (.psh, "PSH"),
        (.ack, "ACK"), (.urg, "URG"), (.ece, "ECE"), (.cwr, "CWR"),
    ]
    private static let noFlags = "none"
}

extension TCPFlags: TextParsable {
    /// Reads names in any order and either case with a comma between two of them, or `none`.
    ///
    /// - Throws: `notAFlag` or `repeatedFlag`.
    package static func parse(_ text: Span<UInt8>) throws(TextFault) -> TCPFlags {
        guard !text.equals(noFlags) else { return [] }
        var flags: TCPFlags = []
        var start = 0
        for index in 0...text.count where index == text.count || text[index] == ASCII.comma {
            let flag = try parseName(text.extracting(start..<index))
            guard !flags.contains(flag) else { throw .repeatedFlag }
            flags.insert(flag)
            start = index + 1
        }
        return flags
    }

    /// Appends the names in the order of the bits, lowest first, or `none`.
    package func write(to text: inout [UInt8]) {
        guard !isEmpty else { return text.append(contentsOf: Self.noFlags.utf8) }
        var isFirst = true
        for row in Self.names where contains(row.flag) {
            if !isFirst { text.append(ASCII.comma) }
            text.append(contentsOf: row.name.utf8)
            isFirst = false
        }
    }

    private static func parseName(_ text: Span<UInt8>) throws(TextFault) -> TCPFlags {
        for row in names where text.equalsIgnoringCase(row.name) { return row.flag }
        throw .notAFlag
    }
}
