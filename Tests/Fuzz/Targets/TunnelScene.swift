import Cipher
import Timeline
import Tunnel
import Wire

/// Two ends of a tunnel, what one of them has sealed, and what the other one ought to make of it.
struct TunnelScene {
    /// A datagram that the client sealed.
    struct Sent {
        let datagram: [UInt8]
        let sequence: SequenceNumber
        let payload: [UInt8]
        let nextHeader: IPProtocol
    }

    private(set) var sent: [Sent] = []
    private let parameters: SAParameters
    private let client: TunnelEnd
    private let server: TunnelEnd
    private var model: WindowModel
    private var arrived: UInt64 = 0
    private var delivered: UInt64 = 0
    private var plaintext: [UInt8] = []

    /// A tunnel whose client has sealed `lastSequence` packets that never came.
    init(_ parameters: SAParameters, lastSequence: SequenceNumber) throws(CipherFault) {
        let ledger = IVLedger()
        self.parameters = parameters
        model = WindowModel(size: parameters.windowSize, isExtended: parameters.isExtended)
        client = try TunnelEnd(
            role: .client,
            outbound: try Self.direction(Self.serverSPI, parameters, lastSequence),
            inbound: try Self.direction(Self.clientSPI, parameters), ledger: ledger)
        server = try TunnelEnd(
            role: .server, outbound: try Self.direction(Self.clientSPI, parameters),
            inbound: try Self.direction(Self.serverSPI, parameters), ledger: ledger)
    }

    private static let clientSPI = SPI(rawValue: 0x1001)
    private static let serverSPI = SPI(rawValue: 0x1002)

    /// The SPI by which the server receives, as a datagram begins with it.
    var header: [UInt8] { [0, 0, 0x10, 0x02] }

    /// The place of one of the sealed datagrams that a number stands for, counted from the newest.
    func index(_ number: Int) -> Int? {
        sent.isEmpty ? nil : sent.count - 1 - number % sent.count
    }

    /// Seals a payload at the client, and returns its place.
    mutating func seal(
        _ payload: [UInt8], _ nextHeader: IPProtocol
    ) throws(BrokenPromise) -> Int {
        var datagram: [UInt8] = []
        let outcome = client.seal(
            payload: payload.span, nextHeader: nextHeader, into: &datagram)
        guard case .sealed(let sequence) = outcome else {
            throw BrokenPromise("a payload is sealed, and not: \(outcome)")
        }
        sent.append(
            Sent(
                datagram: datagram, sequence: sequence, payload: payload, nextHeader: nextHeader))
        return sent.count - 1
    }

    /// Gives the server what somebody made who has no key: it opens nothing of that.
    mutating func attack(with datagram: [UInt8]) throws(BrokenPromise) {
        guard !sent.contains(where: { $0.datagram == datagram }) else { return }
        guard case .refused(let reason) = receive(datagram) else {
            throw BrokenPromise("nothing is opened that the client has not sealed")
        }
        try promise(plaintext.isEmpty, "nothing is shown of what is refused: \(reason)")
        try promise(
            [
                .keepalive, .nonESPMarker, .malformed, .unknownSPI, .replayed, .tooOld, .badICV,
            ].contains(reason), "\(reason) is no reason before the ICV")
        if reason == .badICV { model.fail() }
        try promise(model.agrees(with: server.inbound.window), "a forger can't move the window")
    }

    /// Gives the server what the client has sealed, be it late or again.
    mutating func deliver(_ index: Int) throws(BrokenPromise) {
        guard sent.indices.contains(index) else { return }
        let one = sent[index]
        let reason =
            model.refusal(of: one.sequence) ?? judge(one.nextHeader, around: one.payload[...])
        let outcome = receive(one.datagram)
        switch outcome {
        case .opened(let opened):
            let payload = Array(plaintext[opened.payload])
            try promise(
                reason == nil && opened.nextHeader == one.nextHeader
                    && opened.sequence == one.sequence && payload.starts(with: one.payload)
                    && payload.dropFirst(one.payload.count).allSatisfy { $0 == 0 },
                "what is opened is what was sealed, once")
            let isPadded = parameters.paddingMultiple > 1
            try promise(isPadded || payload.count == one.payload.count, "nothing is added")
        case .refused(let other):
            try promise(other == reason, "\(other) is \(String(describing: reason))")
        }
        try note(one.sequence, after: outcome)
    }

    /// Gives the server a plaintext of somebody who has the key, with whatever trailer.
    mutating func deliver(
        text: [UInt8], _ sequence: SequenceNumber
    ) throws(BrokenPromise) {
        guard text.count.isMultiple(of: ESPLayout.alignment), !text.isEmpty else { return }
        // The client's own numbers are its own: the model knows what they carry.
        guard sequence > client.outbound.lastSequence else { return }
        guard parameters.isExtended || sequence.high == 0 else { return }
        guard let datagram = try? sealed(text, sequence) else {
            throw BrokenPromise("a text can be sealed")
        }
        let reason = model.refusal(of: sequence) ?? judge(text)
        let outcome = receive(datagram)
        switch outcome {
        case .opened(let opened):
            try promise(reason == nil, "an ESP trailer is believed that is \(text.suffix(8))")
            let padding = Int(text[text.count - 2])
            try promise(
                opened.payload == 0..<(text.count - 2 - padding), "the payload ends at its padding")
        case .refused(let other):
            try promise(other == reason, "\(other) is \(String(describing: reason))")
        }
        try note(sequence, after: outcome)
    }

    /// Gives the client its own datagram back.
    mutating func reflect(_ index: Int) throws(BrokenPromise) {
        var text: [UInt8] = []
        let datagram = sent[index].datagram
        let outcome = client.receive(datagram: datagram.span, at: .start, into: &text)
        try promise(outcome == .refused(.unknownSPI), "an end does not know its own datagrams")
    }

    /// Nothing is lost between the numbers.
    func checkCounters() throws(BrokenPromise) {
        let counters = server.counters
        let refused = DropReason.allCases.reduce(0) { $0 + counters.refusedOnArrival($1) }
        try promise(
            counters.arrived == arrived && counters.delivered == delivered
                && arrived == delivered + refused,
            "\(counters.arrived) arrived, \(counters.delivered) of them delivered")
        let authentic = DropReason.allCases.filter(\.isBehindICV)
            .reduce(delivered) { $0 + counters.refusedOnArrival($1) }
        try promise(server.opened.packets == authentic, "an end counts what it opened")
        try promise(client.sealed.packets == UInt64(sent.count), "an end counts what it sealed")
    }

    private mutating func receive(_ datagram: [UInt8]) -> OpenOutcome {
        arrived += 1
        plaintext = [0xEE]
        let outcome = server.receive(datagram: datagram.span, at: .start, into: &plaintext)
        if case .opened = outcome { delivered += 1 }
        return outcome
    }

    /// An authentic packet moves the window, whatever is in it.
    private mutating func note(
        _ sequence: SequenceNumber, after outcome: OpenOutcome
    ) throws(BrokenPromise) {
        switch outcome {
        case .refused(.replayed), .refused(.tooOld): break
        case .refused(.badICV): model.fail()
        default: model.accept(sequence)
        }
        try promise(model.agrees(with: server.inbound.window), "the window is that of the model")
    }

    /// Why an authentic packet with this next header is refused, or nil (RFC 4303 section 2.6).
    private func judge(_ nextHeader: IPProtocol, around payload: ArraySlice<UInt8>) -> DropReason? {
        if nextHeader == .noNextHeader { return .dummy }
        let version = payload.first.map { $0 >> 4 }
        let isRight =
            switch nextHeader {
            case .ipv4: version != 6
            case .ipv6: version != 4
            default: parameters.mode == .transport
            }
        return isRight ? nil : .unexpectedNextHeader
    }

    /// Why a text that only a holder of the key makes is refused, or nil (RFC 4303 section 2.4).
    private func judge(_ text: [UInt8]) -> DropReason? {
        let end = text.count - 2
        let padding = Int(text[end])
        guard padding <= end,
            text[(end - padding)..<end].elementsEqual((0..<padding).map { UInt8($0 + 1) })
        else { return .badPadding }
        return judge(IPProtocol(rawValue: text[end + 1]), around: text[..<(end - padding)])
    }
}

extension TunnelScene {
    private static func direction(
        _ spi: SPI, _ parameters: SAParameters,
        _ lastSequence: SequenceNumber = SequenceNumber(rawValue: 0)
    ) throws(CipherFault) -> TunnelEnd.Direction {
        TunnelEnd.Direction(
            spi: spi, material: try material(of: spi, parameters), parameters: parameters,
            lastSequence: lastSequence)
    }

    private static func material(
        of spi: SPI, _ parameters: SAParameters
    ) throws(CipherFault) -> KeyMaterial {
        try KeyMaterial(
            seed: 1, label: spi.description, keyLength: parameters.suite.keyLength)
    }

    /// A text that is sealed as it is, without a trailer of the sender's own.
    private func sealed(
        _ text: [UInt8], _ sequence: SequenceNumber
    ) throws(CipherFault) -> [UInt8] {
        let material = try Self.material(of: Self.serverSPI, parameters)
        let iv = 1 << 63 | sequence.rawValue
        var datagram: [UInt8] = []
        ESPHeader(spi: Self.serverSPI, sequence: sequence).write(to: &datagram)
        datagram.append(bigEndian: iv)
        datagram += text
        let (start, end) = (ESPLayout.ciphertextOffset, datagram.count)
        datagram += [UInt8](repeating: 0, count: parameters.suite.icvLength)
        let encrypts = parameters.suite.encrypts
        let sealer = try AEADSealer(
            parameters.suite.transform == .chaCha20Poly1305 ? .chaCha20Poly1305 : .aesGCM,
            key: material.key, tagLength: parameters.suite.icvLength)
        var span = datagram.mutableSpan
        sealer.seal(
            &span, text: (encrypts ? start : end)..<end,
            additional: AdditionalData(
                0..<(encrypts ? ESPLayout.headerLength : end),
                inserting: parameters.isExtended ? sequence.high : nil),
            nonce: AEADNonce(salt: material.salt.rawValue, iv: iv))
        return datagram
    }
}
