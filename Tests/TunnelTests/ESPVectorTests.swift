import Cipher
import TestSupport
import Testing
import Timeline
import Tunnel
import Wire

/// One AES-GCM-ESP test vector; `pt` is the plaintext with its trailer, `inner` the one without.
struct ESPVector: Decodable, Sendable {
    let id: String
    let key: String
    let salt: String
    let iv: String
    let spi: String
    let seq: String
    let esn: Bool
    let aad: String
    let pt: String?
    let inner: String?
    let ct: String
    let packet: String

    /// Two cases of draft-mcgrew-gcm-test-01 sections 2 and following, kept here so that they always run.
    static let inline = [
        ESPVector(
            id: "IPv4, AES-256",
            key: """
                abbccddef00112233445566778899aababbccddef00112233445566778899aab
                """, salt: "11223344", iv: "0102030405060708", spi: "4a2cbfe3", seq: "00000002",
            esn: false, aad: "4a2cbfe300000002",
            pt: """
                4500003069a6400080062690c0a80102 9389155e0a9e008b2dc57ee000000000
                7002400020bf0000020405b401010402 01020201
                """, inner: nil,
            ct: """
                ff425c9b724599df7a3bcd510194e00d 6a78107f1b0b1cbf06efae9d65a5d763
                748a637985771d347f0545659f14e99d ef842d8eb335f4eecfdbf831824b4c49
                15956c96
                """,
            packet: """
                4a2cbfe3000000020102030405060708 ff425c9b724599df7a3bcd510194e00d
                6a78107f1b0b1cbf06efae9d65a5d763 748a637985771d347f0545659f14e99d
                ef842d8eb335f4eecfdbf831824b4c49 15956c96
                """),
        ESPVector(
            id: "empty payload, last sequence number", key: "7d773d00c144c525ac619d18c84a3f47",
            salt: "d9664267", iv: "43457e9182443bc6", spi: "335467ae", seq: "ffffffff",
            esn: false, aad: "335467aeffffffff", pt: "01020201", inner: nil,
            ct: "437f866bcb3f699fe9b0822bac961c4504bef270",
            packet: "335467aeffffffff43457e9182443bc6437f866bcb3f699fe9b0822bac961c4504bef270"),
    ]

    /// The vectors of both shared files.
    static func shared() throws -> [ESPVector] {
        try files.flatMap { try Vectors.read($0, as: ESPVector.self) }
    }

    static let files = ["esp_mcgrew.jsonl", "esp_dpdk.jsonl"]
}

@Suite struct ESPVectorTests {
    private static let areShared = ESPVector.files.allSatisfy(Vectors.has)

    @Test(arguments: ESPVector.inline)
    func inlineVectors(vector: ESPVector) throws {
        try checkAsSA(vector)
        try checkAsCipher(vector)
    }

    @Test(.enabled(if: areShared, "the shared vectors are not here"))
    func sharedVectors() throws {
        let vectors = try ESPVector.shared()
        #expect(vectors.count >= 20)
        for vector in vectors {
            try checkAsSA(vector)
            try checkAsCipher(vector)
        }
        #expect(vectors.contains { $0.esn })
        #expect(vectors.contains { !$0.esn })
    }

    /// The whole packet, both ways, through an SA whose next number and IV are the vector's.
    private func checkAsSA(_ vector: ESPVector) throws {
        let packet = bytes(vector.packet)
        let text = try plaintext(of: vector)
        let trailerStart = text.count - 2 - Int(text[text.count - 2])
        let spi = SPI(rawValue: try number(vector.spi))
        let sequence = SequenceNumber(rawValue: try number(vector.seq))
        let before = SequenceNumber(rawValue: sequence.rawValue - 1)
        let parameters = try parameters(of: vector)

        let sender = try OutboundSA(
            spi: spi, material: material(of: vector), ledger: IVLedger(first: number(vector.iv)),
            parameters: parameters, lastSequence: before)
        let payload = Array(text[..<trailerStart])
        let nextHeader = IPProtocol(rawValue: text[text.count - 1])
        var datagram: [UInt8] = []
        let sealed = sender.seal(
            payload: payload.span, nextHeader: nextHeader, at: .start, into: &datagram)
        #expect(sealed == .sealed(sequence), "\(vector.id)")
        #expect(datagram == packet, "\(vector.id)")

        // A receiver of extended numbers has to have followed so far.
        let receiver = try InboundSA(
            spi: spi, material: material(of: vector), parameters: parameters,
            window: SAPair.window(after: vector.esn ? before.rawValue : 0))
        var opened: [UInt8] = []
        let outcome = receiver.open(datagram: packet.span, at: .start, into: &opened)
        #expect(opened == text, "\(vector.id)")
        if nextHeader == .ipv4 || nextHeader == .ipv6 {
            #expect(outcome.payload?.payload == 0..<trailerStart, "\(vector.id)")
        } else {
            #expect(outcome.reason == .unexpectedNextHeader, "\(vector.id)")
        }
    }

    /// The suite that the key's length means, with extended sequence numbers where the vector has them.
    private func parameters(of vector: ESPVector) throws -> SAParameters {
        let length = vector.key.filter { !$0.isWhitespace }.count / 2
        let suite = ESPSuite.all.first {
            $0.transform == .aesGCM && $0.keyLength == length && $0.icvLength == 16
        }
        return SAParameters(suite: try #require(suite), isExtended: vector.esn)
    }

    /// Ciphertext and ICV alone, with the AAD as the vector has it.
    private func checkAsCipher(_ vector: ESPVector) throws {
        let material = try material(of: vector)
        let sealer = try AEADSealer(key: material.key)
        let additional = bytes(vector.aad)
        let text = try plaintext(of: vector)
        var buffer = additional + text + [UInt8](repeating: 0, count: AEADAlgorithm.tagLength)
        var span = buffer.mutableSpan
        sealer.seal(
            &span, text: additional.count..<additional.count + text.count,
            additional: AdditionalData(0..<additional.count),
            nonce: AEADNonce(salt: material.salt.rawValue, iv: try number(vector.iv)))
        #expect(Array(buffer[additional.count...]) == bytes(vector.ct), "\(vector.id)")
    }

    /// The text with its trailer; a vector with the inner packet alone gets the trailer it implies.
    private func plaintext(of vector: ESPVector) throws -> [UInt8] {
        if let text = vector.pt { return bytes(text) }
        var text = bytes(try #require(vector.inner))
        let version = text[0] >> 4
        let padding = ESPLayout.paddingLength(forPayload: text.count)
        text += (0..<padding).map { UInt8($0 + 1) }
        return text + [UInt8(padding), version == 6 ? 41 : 4]
    }

    private func material(of vector: ESPVector) throws -> KeyMaterial {
        let key = bytes(vector.key)
        return try KeyMaterial(
            key: SecretBytes(copying: key.span), salt: Salt(rawValue: number(vector.salt)))
    }

    private func number<Number: FixedWidthInteger>(_ hex: String) throws -> Number {
        try #require(Number(hex, radix: 16))
    }
}
