extension DissectedLayer {
    /// The fields of a sealed ESP packet that starts at `start` (RFC 4303 section 2, RFC 4106), of which
    /// nothing more is known: it is taken to have a whole ICV.
    ///
    /// - Throws: `truncated` where it is too short for header, IV and ICV.
    static func esp(_ packet: Span<UInt8>, at start: Int) throws(WireFault) -> DissectedLayer {
        guard packet.count >= ESPLayout.full.minimumLength else { throw .truncated }
        let header = try ESPHeader.parse(packet)
        var layer = DissectedLayer(.esp, start..<(start + packet.count))
        layer.addHeader(header)
        layer.addVector(of: packet, at: ESPLayout.ivOffset)
        let icv = packet.count - ESPLayout.full.icvLength
        layer.add(
            .ciphertext, at: ESPLayout.ciphertextOffset, length: icv - ESPLayout.ciphertextOffset,
            .bytes)
        layer.add(.integrityCheckValue, at: icv, length: ESPLayout.full.icvLength, .bytes)
        return layer
    }

    /// SPI and sequence number of an ESP packet that starts at `start`, with the high half of the number,
    /// which no byte carries.
    ///
    /// - Throws: `truncated`.
    static func espHeader(
        _ packet: Span<UInt8>, at start: Int, high: UInt32?
    ) throws(WireFault) -> DissectedLayer {
        let header = try ESPHeader.parse(packet)
        var layer = DissectedLayer(.espHeader, start..<(start + ESPHeader.length))
        layer.addHeader(header, high: high)
        layer.protection = .authenticated
        return layer
    }

    /// The explicit IV of an ESP packet that starts at `start` and is long enough.
    ///
    /// AES-GMAC authenticates it like the rest; the others only make the nonce from it.
    static func espVector(
        _ packet: Span<UInt8>, at start: Int, _ suite: ESPSuite
    ) -> DissectedLayer {
        let place = start + ESPLayout.ivOffset
        var layer = DissectedLayer(.initializationVector, place..<(place + ESPLayout.ivLength))
        layer.addVector(of: packet, at: 0)
        layer.protection = suite.encrypts ? .nonce : .authenticated
        return layer
    }

    /// The ICV at `range`.
    static func espICV(_ range: Range<Int>) -> DissectedLayer {
        var layer = DissectedLayer(.integrityCheck, range)
        layer.add(.integrityCheckValue, at: 0, length: range.count, .bytes)
        return layer
    }

    /// Padding for traffic flow confidentiality at `range` (RFC 4303 section 2.7).
    static func trafficPadding(_ range: Range<Int>) -> DissectedLayer {
        var layer = DissectedLayer(.trafficPadding, range)
        layer.add(.trafficPadding, at: 0, length: range.count, .bytes)
        return layer
    }

    /// The trailer at `range` of `bytes`, which has at least two bytes (RFC 4303 sections 2.4 to 2.6).
    static func espTrailer(_ bytes: Span<UInt8>, at range: Range<Int>) -> DissectedLayer {
        let fixed = range.upperBound - ESPLayout.trailerLength
        let padding = fixed - range.lowerBound
        var layer = DissectedLayer(.espTrailer, range)
        if padding > 0 { layer.add(.padding, at: 0, length: padding, .bytes) }
        layer.add(.padLength, at: padding, length: 1, .number(UInt64(bytes[fixed])))
        layer.add(
            .nextHeader, at: padding + 1, length: 1, .proto(IPProtocol(rawValue: bytes[fixed + 1])))
        return layer
    }

    /// The same stretch as it lies in the ciphertext: where it is, and nothing of what it says.
    ///
    /// The parts of a trailer keep their places; of another layer only the whole has one.
    var sealed: DissectedLayer {
        var layer = DissectedLayer(kind == .unreadable ? .data : kind, range)
        layer.protection = .encrypted
        if kind == .espTrailer {
            for field in fields {
                layer.add(
                    field.name, at: field.range.lowerBound - range.lowerBound,
                    length: field.range.count, .bytes)
            }
        } else {
            layer.add(.ciphertext, at: 0, length: range.count, .bytes)
        }
        return layer
    }

    private mutating func addHeader(_ header: ESPHeader, high: UInt32? = nil) {
        add(.securityParametersIndex, at: ESPHeader.Offset.spi, length: 4, .spi(header.spi))
        if let high {
            add(
                .sequenceNumberHigh, at: ESPHeader.Offset.sequence, length: 0, .number(UInt64(high))
            )
        }
        add(
            .sequenceNumber, at: ESPHeader.Offset.sequence, length: 4,
            .number(UInt64(header.sequence.low)))
    }

    private mutating func addVector(of packet: Span<UInt8>, at offset: Int) {
        add(
            .initializationVector, at: offset, length: ESPLayout.ivLength,
            .hex(packet.uint64(at: ESPLayout.ivOffset), digits: 16))
    }
}
