import Wire

/// The end of an ESP plaintext: padding, pad length, next header (RFC 4303 sections 2.4 to 2.6).
struct ESPTrailer: Sendable {
    /// How many bytes of padding precede the pad length; 0...255.
    let paddingLength: Int
    /// What the payload before the padding is.
    let nextHeader: IPProtocol

    /// The trailer that aligns a payload of `length` bytes.
    init(forPayload length: Int, nextHeader: IPProtocol) {
        paddingLength = ESPLayout.paddingLength(forPayload: length)
        self.nextHeader = nextHeader
    }

    /// The trailer at the end of a decrypted `text`, or nil where its padding isn't 1, 2, 3 and so on
    /// or would begin before the text.
    init?(endOf text: Span<UInt8>) {
        let end = text.count - ESPLayout.trailerLength
        guard end >= 0 else { return nil }
        paddingLength = Int(text[end])
        nextHeader = IPProtocol(rawValue: text[end + 1])
        guard paddingLength <= end else { return nil }
        let start = end - paddingLength
        for index in 0..<paddingLength where text[start + index] != index + 1 { return nil }
    }

    /// Length in bytes, padding included.
    var length: Int { paddingLength + ESPLayout.trailerLength }

    /// Appends the trailer.
    func write(to output: inout OutputSpan<UInt8>) {
        for index in 0..<paddingLength { output.append(UInt8(truncatingIfNeeded: index + 1)) }
        output.append(UInt8(truncatingIfNeeded: paddingLength))
        output.append(nextHeader.rawValue)
    }
}
