import Cipher
import Testing
import Timeline
import Tunnel
import Wire

/// Every suite keeps every promise of an SA.
@Suite struct SuiteTests {
    private func payload(_ length: Int) -> [UInt8] {
        (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    }

    @Test func thereAreThirteenWithNamesOfTheirOwn() {
        #expect(ESPSuite.all.count == 13)
        #expect(Set(ESPSuite.all.map(\.name)).count == 13)
        for suite in ESPSuite.all {
            #expect(ESPSuite.named(Array(suite.name.utf8).span) == suite)
        }
        for text in ["", "aes-256-gcm-16", "AES-256-GCM", "aes-256-gcm ", "aes-512-gcm"] {
            #expect(ESPSuite.named(Array(text.utf8).span) == nil, "\(text)")
        }
    }

    @Test(arguments: ESPSuite.all, [false, true])
    func roundTripsAtEveryLength(suite: ESPSuite, isExtended: Bool) throws {
        let pair = try SAPair(parameters: SAParameters(suite: suite, isExtended: isExtended))
        for length in [0, 1, 2, 3, 4, 5, 20, 61, 255, 256, 1_400] {
            let sent = payload(length)
            let datagram = pair.seal(sent)
            #expect(datagram.count == suite.layout.packetLength(forPayload: length))
            let isReadable = length > 16 && datagram[16..<16 + length].elementsEqual(sent)
            #expect(isReadable == (length > 16 && !suite.encrypts))
            let (outcome, plaintext) = pair.open(datagram)
            let opened = try #require(outcome.payload)
            #expect(Array(plaintext[opened.payload]) == sent)
            #expect(pair.open(datagram).0.reason == .replayed)
        }
    }

    @Test(arguments: ESPSuite.all)
    func everyTruncationAndEveryFlippedBitIsRefused(suite: ESPSuite) throws {
        let pair = try SAPair(lastSequence: 4, parameters: SAParameters(suite: suite))
        let datagram = pair.seal(payload(30))
        for length in 0..<datagram.count {
            let (outcome, plaintext) = pair.open(Array(datagram[..<length]))
            let reason = try #require(outcome.reason, "length \(length)")
            #expect(reason == .badICV || reason == .malformed, "length \(length)")
            #expect(plaintext.isEmpty)
        }
        for bit in 4 * 8..<datagram.count * 8 {
            var changed = datagram
            changed[bit / 8] ^= 1 << UInt8(7 - bit % 8)
            let (outcome, plaintext) = pair.open(changed)
            #expect(outcome.reason == .badICV, "bit \(bit)")
            #expect(plaintext.isEmpty)
        }
        #expect(pair.open(datagram).0.payload != nil)
    }

    @Test(arguments: ESPSuite.all)
    func aKeyOfAnotherLengthIsRefused(suite: ESPSuite) throws {
        for length in [0, 15, 16, 24, 31, 32, 33] where length != suite.keyLength {
            let material = KeyMaterial(
                key: SecretBytes(count: length) { _ in }, salt: Salt(rawValue: 1))
            #expect(throws: CipherFault.keyLength) {
                _ = try InboundSA(
                    spi: testSPI, material: material, parameters: SAParameters(suite: suite))
            }
            #expect(throws: CipherFault.keyLength) {
                _ = try OutboundSA(
                    spi: testSPI, material: material, ledger: IVLedger(),
                    parameters: SAParameters(suite: suite))
            }
        }
    }

    @Test func oneSuiteDoesNotOpenAnother() throws {
        let sender = try SAPair(
            parameters: SAParameters(suite: try #require(Self.suite("aes-256-gcm"))))
        for name in ["aes-256-gcm-12", "chacha20-poly1305", "aes-256-gmac"] {
            let receiver = try SAPair(
                parameters: SAParameters(suite: try #require(Self.suite(name))))
            #expect(receiver.open(sender.seal(payload(20))).0.reason == .badICV, "\(name)")
        }
    }

    private static func suite(_ name: String) -> ESPSuite? {
        ESPSuite.named(Array(name.utf8).span)
    }

    @Test func paddingForTrafficFlowHidesTheLength() throws {
        let pair = try SAPair(parameters: SAParameters(paddingMultiple: 512))
        var lengths: Set<Int> = []
        for length in [0, 1, 40, 511, 512] {
            let datagram = pair.seal(payload(length))
            lengths.insert(datagram.count)
            let (outcome, plaintext) = pair.open(datagram)
            let opened = try #require(outcome.payload)
            #expect(opened.payload.count == (length == 0 ? 0 : 512))
            #expect(Array(plaintext[..<length]) == payload(length))
            #expect(plaintext[length..<opened.payload.count].allSatisfy { $0 == 0 })
        }
        #expect(lengths.count == 2)
        // Near the limit the padding gives way, so that whatever fits without it fits with it.
        let longest = payload(OutboundSA.maximumPayload)
        #expect(pair.open(pair.seal(longest)).0.payload?.payload.count == longest.count)
    }

    @Test func transportModeCarriesWhateverFollowsAnIPHeader() throws {
        let pair = try SAPair(parameters: SAParameters(mode: .transport))
        for proto in [IPProtocol.udp, .tcp, .icmp, .ipv4] {
            let opened = pair.open(pair.seal(payload(24), as: proto)).0.payload
            #expect(opened?.nextHeader == proto)
        }
        #expect(pair.open(pair.seal(payload(24), as: .noNextHeader)).0.reason == .dummy)
    }
}
