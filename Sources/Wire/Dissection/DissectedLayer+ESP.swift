extension DissectedLayer {
    /// The fields of a sealed ESP packet that starts at `start` (RFC 4303 section 2, RFC 4106).
    ///
    /// - Throws: `truncated` where it is too short for header, IV and ICV.
    static func esp(_ packet: Span<UInt8>, at start: Int) throws(WireFault) -> DissectedLayer {
        guard packet.count >= ESPLayout.full.minimumLength else { throw .truncated }
        let header = try ESPHeader.parse(packet)
        var layer = DissectedLayer(.esp, start..<(start + packet.count))
        layer.add(
            .securityParametersIndex, at: ESPHeader.Offset.spi, length: 4, .spi(header.spi))
        layer.add(
            .sequenceNumber, at: ESPHeader.Offset.sequence, length: 4,
            .number(header.sequence.rawValue))
        layer.add(
            .initializationVector, at: ESPLayout.ivOffset, length: ESPLayout.ivLength,
            .hex(packet.uint64(at: ESPLayout.ivOffset), digits: 16))
        let icv = packet.count - ESPLayout.full.icvLength
        layer.add(
            .ciphertext, at: ESPLayout.ciphertextOffset, length: icv - ESPLayout.ciphertextOffset,
            .bytes)
        layer.add(.integrityCheckValue, at: icv, length: ESPLayout.full.icvLength, .bytes)
        return layer
    }
}

extension Dissection {
    /// The trailer at the end of a decrypted payload, and the next header that it names (RFC 4303
    /// sections 2.4 to 2.6).
    ///
    /// - Throws: `truncated`, or `badPadLength` where the padding would start before the payload.
    static func espTrailer(
        of plaintext: Span<UInt8>
    ) throws(WireFault) -> (layer: DissectedLayer, nextHeader: IPProtocol) {
        let fixed = plaintext.count - ESPLayout.trailerLength
        guard fixed >= 0 else { throw .truncated }
        let padLength = Int(plaintext[fixed])
        guard padLength <= fixed else { throw .badPadLength }
        let nextHeader = IPProtocol(rawValue: plaintext[fixed + 1])
        var layer = DissectedLayer(.espTrailer, (fixed - padLength)..<plaintext.count)
        if padLength > 0 { layer.add(.padding, at: 0, length: padLength, .bytes) }
        layer.add(.padLength, at: padLength, length: 1, .number(UInt64(padLength)))
        layer.add(.nextHeader, at: padLength + 1, length: 1, .proto(nextHeader))
        return (layer, nextHeader)
    }
}
