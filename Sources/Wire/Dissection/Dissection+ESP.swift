/// ESP packets, and the text inside them.
extension Dissection {
    /// The layers of what a receiver decrypts from an ESP packet: those of the payload, padding for traffic
    /// flow confidentiality, and the ESP trailer (RFC 4303 section 2).
    ///
    /// Without `content` the payload is data where the next header is no IP; with that of a packet in
    /// transport mode it is read as what follows the packet's IP header.
    package static func layers(
        ofPlaintext plaintext: Span<UInt8>, knowing content: ESPContent? = nil
    ) -> [DissectedLayer] {
        var dissection = Dissection()
        let trailer: ESPTrailer
        do throws(WireFault) {
            trailer = try .parse(endOf: plaintext)
        } catch {
            return [DissectedLayer(unreadable: error, 0..<plaintext.count)]
        }
        let payload = 0..<plaintext.count - trailer.length
        if let content, content.mode == .transport, content.payload.count <= payload.count,
            content.nextHeader == trailer.nextHeader
        {
            dissection.readPayload(
                of: content, plaintext, 0..<content.payload.count,
                paddedTo: payload.upperBound)
        } else if [.ipv4, .ipv6].contains(trailer.nextHeader) {
            dissection.readPaddedIP(plaintext, payload)
        } else {
            dissection.readData(payload)
        }
        dissection.layers.append(
            .espTrailer(plaintext, at: payload.upperBound..<plaintext.count))
        return dissection.layers
    }

    /// Reads an ESP packet: part by part where what is known fits its length, and otherwise as a stranger.
    ///
    /// - Throws: `truncated` where it is too short for header, IV and ICV.
    mutating func readESP(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(WireFault) {
        // What is known is known of the outermost one.
        let known = content.take()
        let packet = bytes.extracting(range)
        guard let known, known.packetLength == range.count else {
            return layers.append(try .esp(packet, at: range.lowerBound))
        }
        layers.append(
            try .espHeader(packet, at: range.lowerBound, high: known.highSequence))
        layers.append(.espVector(packet, at: range.lowerBound, known.suite))
        let icv = range.upperBound - known.suite.icvLength
        let text = (range.lowerBound + ESPLayout.ciphertextOffset)..<icv
        let first = layers.count
        if known.suite.encrypts {
            // The parts lie in the ciphertext where they lie in the text.
            let image = [UInt8](repeating: 0, count: text.lowerBound) + known.text
            readText(of: known, image.span, text)
            for place in first..<layers.count { layers[place] = layers[place].sealed }
        } else {
            readText(of: known, bytes, text)
            for place in first..<layers.count { layers[place].protection = .authenticated }
        }
        layers.append(.espICV(icv..<range.upperBound))
    }

    /// Reads the text of an ESP packet, all lengths of which are known.
    private mutating func readText(
        of content: ESPContent, _ bytes: Span<UInt8>, _ text: Range<Int>
    ) {
        let payload = text.lowerBound..<(text.lowerBound + content.payload.count)
        let trailer = payload.upperBound + content.trafficPadding
        readPayload(of: content, bytes, payload, paddedTo: trailer)
        layers.append(.espTrailer(bytes, at: trailer..<text.upperBound))
    }

    /// Reads a payload whose length is known, and padding behind it up to `end`.
    private mutating func readPayload(
        of content: ESPContent, _ bytes: Span<UInt8>, _ payload: Range<Int>, paddedTo end: Int
    ) {
        switch (content.mode, try? IPHeader.parse(content.packet.bytes.span)) {
        case (.tunnel, _): readIP(bytes, payload, nesting: 1)
        case (.transport, .v4(let header)?):
            readBehind(.v4(header), bytes, payload, nesting: 1)
        case (.transport, .v6(var header)?):
            header.nextHeader = content.nextHeader
            readBehind(.v6(header), bytes, payload, nesting: 1)
        case (.transport, nil): readData(payload)
        }
        readTrafficPadding(payload.upperBound..<end)
    }

    /// Reads an IP packet; what stands behind its total length hides how long it is.
    private mutating func readPaddedIP(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        guard let header = try? IPHeader.parse(bytes.extracting(range)) else {
            return readIP(bytes, range, nesting: 1)
        }
        let end = range.lowerBound + header.totalLength
        readIP(bytes, range.lowerBound..<end, nesting: 1)
        readTrafficPadding(end..<range.upperBound)
    }

    private mutating func readTrafficPadding(_ range: Range<Int>) {
        if !range.isEmpty { layers.append(.trafficPadding(range)) }
    }
}
