package import Wire

/// A domain name: labels of 1 to 63 bytes, 255 bytes in all as they are written in a message (RFC 1035 section 2.3.4).
///
/// Names that differ in the case of letters are one name (RFC 4343).
package struct DNSName: Sendable {
    /// The labels, the host's first; none are the root's.
    package let labels: [[UInt8]]

    /// The most bytes of a name in a message, the lengths of labels included.
    package static let mostBytes = 255
    /// The most bytes of a label.
    package static let mostLabelBytes = 63
    /// The name of the root.
    package static let root = DNSName(unchecked: [])

    /// The name of these labels; nil where one is empty or something is too long.
    package init?(labels: [[UInt8]]) {
        guard labels.allSatisfy({ 1...Self.mostLabelBytes ~= $0.count }),
            labels.reduce(1, { $0 + 1 + $1.count }) <= Self.mostBytes
        else { return nil }
        self.init(unchecked: labels)
    }

    private init(unchecked labels: [[UInt8]]) {
        self.labels = labels
    }

    /// Reads `www.example.com`, with or without a last dot; `.` is the root.
    ///
    /// Labels are letters, digits, hyphens inside, and underscores (RFC 952, RFC 1123 section 2.1, RFC 8552); nil for
    /// all else, an address with dots included.
    package init?(_ text: String) {
        if text == "." {
            self = .root
            return
        }
        var labels = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        if labels.count > 1, labels.last?.isEmpty == true { labels.removeLast() }
        guard
            labels.allSatisfy({ label in
                label.allSatisfy(Self.isLetterDigitHyphen)
                    && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
            }), let last = labels.last, !last.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        self.init(labels: labels.map(Array.init))
    }

    /// The name under which an address is found backwards: in `in-addr.arpa` (RFC 1035 section 3.5) or `ip6.arpa` (RFC
    /// 3596 section 2.5).
    package init(reverse address: IPAddress) {
        var labels: [String]
        switch address {
        case .v4(let address):
            labels = (0..<4).map { "\(address.rawValue >> (8 * UInt32($0)) & 0xFF)" }
            labels.append("in-addr")
        case .v6(let address):
            labels = (0..<32).map {
                String(address.rawValue >> (4 * UInt128($0)) & 0xF, radix: 16)
            }
            labels.append("ip6")
        }
        self.init(unchecked: (labels + ["arpa"]).map { Array($0.utf8) })
    }

    private static func isLetterDigitHyphen(_ byte: UInt8) -> Bool {
        switch lowercase(byte) {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    static func lowercase(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte + 32 : byte
    }

    /// The labels in small letters.
    var folded: [[UInt8]] { labels.map { $0.map(Self.lowercase) } }
}

extension DNSName: Hashable {
    package static func == (left: DNSName, right: DNSName) -> Bool {
        left.labels.count == right.labels.count && left.folded == right.folded
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(folded) }
}

extension DNSName: TextWritable {
    /// Appends the labels with dots between them; the root is `.`.
    ///
    /// A byte that no host name has is written as `\DDD`, and a dot or backslash in a label with a backslash in front
    /// (RFC 1035 section 5.1).
    package func write(to text: inout [UInt8]) {
        let (dot, backslash) = (UInt8(ascii: "."), UInt8(ascii: "\\"))
        if labels.isEmpty { text.append(dot) }
        for (index, label) in labels.enumerated() {
            if index > 0 { text.append(dot) }
            for byte in label {
                if byte == dot || byte == backslash {
                    text += [backslash, byte]
                } else if (0x21...0x7E).contains(byte) {
                    text.append(byte)
                } else {
                    let digits = [byte / 100, byte / 10 % 10, byte % 10]
                    text.append(backslash)
                    text += digits.map { 0x30 + $0 }
                }
            }
        }
    }
}
