import Testing

@testable import Wire

/// ESP packets of which everything is known: every part is named, and what protects it.
@Suite struct ESPDissectionTests {
    private static let lengths = Array(0...40)

    private func suite(_ name: String) throws -> ESPSuite {
        try #require(ESPSuite.all.first { $0.name == name })
    }

    private func value(_ layer: DissectedLayer?, _ name: FieldName) -> String? {
        layer?.field(name)?.value.description
    }

    /// What the RFCs say of each byte, worked out from lengths alone.
    ///
    /// RFC 4303 section 2: SPI to next header are authenticated, payload to next header encrypted. RFC 4106
    /// section 5: the IV is no part of the AAD. RFC 4543 section 3.2: it is, and nothing is encrypted.
    private func expected(_ known: KnownESP) -> [Protection] {
        let encrypts = known.content.suite.encrypts
        let icv = known.content.suite.icvLength
        let text = known.bytes.count - KnownESP.start - 16 - icv
        return [Protection](repeating: .none, count: KnownESP.start)
            + [Protection](repeating: .authenticated, count: 8)
            + [Protection](repeating: encrypts ? .nonce : .authenticated, count: 8)
            + [Protection](repeating: encrypts ? .encrypted : .authenticated, count: text)
            + [Protection](repeating: .none, count: icv)
    }

    @Test(arguments: ESPSuite.all, ESPMode.allCases)
    func spansAreRightAtEveryLength(suite: ESPSuite, mode: ESPMode) throws {
        for length in Self.lengths {
            for trafficPadding in [0, 1, 4, 257] {
                let known = try KnownESP(
                    ESPContent(
                        suite: suite, mode: mode, packet: KnownESP.udp(length),
                        trafficPadding: trafficPadding))
                let layers = known.layers
                expectCover(layers, known.bytes.count)
                #expect(known.protections == expected(known), "\(length), \(trafficPadding)")
                var kinds: [LayerKind] = [.ipv4, .udp, .espHeader, .initializationVector]
                if mode == .tunnel { kinds.append(.ipv4) }
                kinds.append(.udp)
                if length > 0 { kinds.append(.data) }
                if trafficPadding > 0 { kinds.append(.trafficPadding) }
                kinds += [.espTrailer, .integrityCheck]
                #expect(layers.map(\.kind) == kinds, "\(length), \(trafficPadding)")
                #expect(layers.last?.range.count == suite.icvLength)
                let trailer = layers[layers.count - 2]
                let padding = trailer.range.count - 2
                #expect(trailer.field(.padding)?.range.count ?? 0 == padding)
                #expect(trailer.field(.padLength)?.range.count == 1)
                #expect(trailer.field(.nextHeader)?.range.upperBound == trailer.range.upperBound)
            }
        }
    }

    @Test(arguments: ESPSuite.all)
    func whatIsEncryptedSaysNothing(suite: ESPSuite) throws {
        let known = try KnownESP(
            ESPContent(suite: suite, mode: .tunnel, packet: KnownESP.udp(9), trafficPadding: 3))
        let inside = known.layers.dropFirst(4).dropLast()
        if suite.encrypts {
            for layer in inside {
                #expect(layer.fields.allSatisfy { $0.value == .bytes })
                let isWhole = layer.fields.map(\.name) == [.ciphertext]
                #expect(isWhole == (layer.kind != .espTrailer))
            }
        } else {
            let udp = inside.first { $0.kind == .udp }
            #expect(value(udp, .destinationPort) == "7")
            #expect(value(inside.first, .sourceAddress) == "10.8.0.1")
            guard case .checksum(_, true) = udp?.field(.checksum)?.value else {
                Issue.record("the inner checksum is not right")
                return
            }
            #expect(value(inside.last, .nextHeader) == "ipv4")
        }
    }

    @Test func readsGMACInTransportModeUnderItsOwnHeader() throws {
        for family in IPFamily.allCases {
            let known = try KnownESP(
                ESPContent(
                    suite: suite("aes-128-gmac"), mode: .transport,
                    packet: KnownESP.udp(5, family)))
            let udp = known.layers[4]
            #expect(value(udp, .sourcePort) == "49152")
            guard case .checksum(_, true) = udp.field(.checksum)?.value else {
                Issue.record("the checksum is not right under the packet's own addresses")
                return
            }
            #expect(value(known.layers.dropLast().last, .nextHeader) == "udp")
        }
    }

    @Test func theHighHalfIsInNoByte() throws {
        let packet = try KnownESP.udp(4)
        for high in [nil, 0, 1, UInt32.max] {
            let known = try KnownESP(
                ESPContent(
                    suite: .usual, mode: .tunnel, highSequence: high, packet: packet))
            let header = known.layers[2]
            #expect(header.field(.sequenceNumberHigh)?.range.isEmpty == (high == nil ? nil : true))
            #expect(value(header, .sequenceNumberHigh) == high.map(String.init))
            #expect(value(header, .sequenceNumber) == "3")
            #expect(header.range.count == 8)
            // It stands where it is authenticated: between the SPI and the low half.
            #expect(header.fields.map(\.name).firstIndex(of: .sequenceNumberHigh) ?? 1 == 1)
        }
    }

    @Test(arguments: ESPSuite.all)
    func whatDoesNotFitIsReadAsAStranger(suite: ESPSuite) throws {
        let content = try ESPContent(
            suite: suite, mode: .tunnel, packet: KnownESP.udp(10), trafficPadding: 8)
        let known = try KnownESP(content)
        for padding in [0, 4, 12] {
            let wrong = ESPContent(
                suite: suite, mode: .tunnel, packet: content.packet, trafficPadding: padding)
            let layers = Dissection.layers(of: known.bytes.span, knowing: wrong)
            #expect(layers.map(\.kind) == [.ipv4, .udp, .esp])
            #expect(layers.allSatisfy { $0.protection == .none })
            #expect(layers == Dissection.layers(of: known.bytes.span))
        }
    }

    @Test func aPacketThatIsTooShortIsUnreadable() throws {
        let content = try ESPContent(suite: .usual, mode: .tunnel, packet: KnownESP.udp(10))
        for length in 4..<32 {
            let bytes = try PacketDraft(
                source: #require(IPAddress("::1")), destination: #require(IPAddress("::2")),
                transport: .other(.esp), data: [UInt8](repeating: 1, count: length)
            ).build().bytes
            let layers = Dissection.layers(of: bytes.span, knowing: content)
            #expect(layers.map(\.fault) == [nil, .truncated])
        }
    }

    @Test func onlyTheOutermostIsKnown() throws {
        let inner = try KnownESP(
            ESPContent(suite: .usual, mode: .tunnel, packet: KnownESP.udp(10)))
        let outer = try KnownESP(
            ESPContent(
                suite: suite("aes-256-gmac"), mode: .tunnel, packet: Packet.parse(inner.bytes)))
        #expect(
            outer.layers.map(\.kind) == [
                .ipv4, .udp, .espHeader, .initializationVector, .ipv4, .udp, .esp, .espTrailer,
                .integrityCheck,
            ])
        expectCover(outer.layers, outer.bytes.count)
    }

    @Test(arguments: ESPMode.allCases)
    func namesThePartsOfWhatIsDecrypted(mode: ESPMode) throws {
        for trafficPadding in [0, 30] {
            let content = try ESPContent(
                suite: .usual, mode: mode, packet: KnownESP.udp(6), trafficPadding: trafficPadding)
            let text = content.text
            let layers = Dissection.layers(ofPlaintext: text.span, knowing: content)
            expectCover(layers, text.count)
            #expect(
                layers.map(\.kind) == (mode == .tunnel ? [.ipv4] : []) + [.udp, .data]
                    + (trafficPadding > 0 ? [.trafficPadding] : []) + [.espTrailer])
            #expect(layers.allSatisfy { $0.protection == .none })
            // Whoever knows nothing still reads a tunnel's packet, and takes the rest for data.
            let stranger = Dissection.layers(ofPlaintext: text.span)
            #expect(mode == .tunnel ? stranger == layers : stranger[0].kind == .data)
        }
    }

    @Test func aPlaintextOfAnotherPacketIsReadForItself() throws {
        let content = try ESPContent(suite: .usual, mode: .transport, packet: KnownESP.udp(60))
        let other = try ESPContent(suite: .usual, mode: .transport, packet: KnownESP.udp(6))
        let text = other.text
        #expect(
            Dissection.layers(ofPlaintext: text.span, knowing: content).map(\.kind)
                == [.data, .espTrailer])
        let nothing: [UInt8] = []
        #expect(
            Dissection.layers(ofPlaintext: nothing.span, knowing: content).map(\.fault)
                == [.truncated])
    }
}
