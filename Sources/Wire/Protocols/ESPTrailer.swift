/// The end of an ESP plaintext: padding, pad length, next header (RFC 4303 sections 2.4 to 2.6).
package struct ESPTrailer: Hashable, Sendable {
    /// How many bytes of padding precede the pad length; 0...255.
    package let paddingLength: Int
    /// What the payload before the padding is.
    package let nextHeader: IPProtocol

    /// The trailer that aligns a payload of `length` bytes.
    package init(forPayload length: Int, nextHeader: IPProtocol) {
        paddingLength = ESPLayout.paddingLength(forPayload: length)
        self.nextHeader = nextHeader
    }

    private init(paddingLength: Int, nextHeader: IPProtocol) {
        self.paddingLength = paddingLength
        self.nextHeader = nextHeader
    }

    /// Reads the trailer at the end of a decrypted `text`, whatever the bytes of its padding are.
    ///
    /// - Throws: `truncated`, or `badPadLength` where the padding would begin before the text.
    package static func parse(endOf text: Span<UInt8>) throws(WireFault) -> ESPTrailer {
        let end = text.count - ESPLayout.trailerLength
        guard end >= 0 else { throw .truncated }
        let trailer = ESPTrailer(
            paddingLength: Int(text[end]), nextHeader: IPProtocol(rawValue: text[end + 1]))
        guard trailer.paddingLength <= end else { throw .badPadLength }
        return trailer
    }

    /// Length in bytes, padding included.
    package var length: Int { paddingLength + ESPLayout.trailerLength }

    /// Whether the padding at the end of `text` is 1, 2, 3 and so on (RFC 4303 section 2.4).
    package func paddingIsRight(in text: Span<UInt8>) -> Bool {
        let start = text.count - length
        for index in 0..<paddingLength where text[start + index] != index + 1 { return false }
        return true
    }

    /// Appends the trailer.
    package func write(to output: inout OutputSpan<UInt8>) {
        for index in 0..<paddingLength { output.append(UInt8(truncatingIfNeeded: index + 1)) }
        output.append(UInt8(truncatingIfNeeded: paddingLength))
        output.append(nextHeader.rawValue)
    }
}
