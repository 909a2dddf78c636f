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
    private let client: TunnelEnd
    private let server: TunnelEnd
    private var accepted: Set<UInt32> = []
    private var arrived: UInt64 = 0
    private var delivered: UInt64 = 0
    private var plaintext: [UInt8] = []

    init() throws(CipherFault) {
        let ledger = IVLedger()
        let there = try KeyMaterial(seed: 1, label: "there")
        let back = try KeyMaterial(seed: 1, label: "back")
        client = try TunnelEnd(
            role: .client, outboundSPI: Self.serverSPI, inboundSPI: Self.clientSPI,
            outbound: there.copy(), inbound: back.copy(), ledger: ledger)
        server = try TunnelEnd(
            role: .server, outboundSPI: Self.clientSPI, inboundSPI: Self.serverSPI,
            outbound: back, inbound: there, ledger: ledger)
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
    mutating func seal(_ payload: [UInt8], _ nextHeader: IPProtocol) -> Int {
        var datagram: [UInt8] = []
        guard
            case .sealed(let sequence) = client.seal(
                payload: payload.span, nextHeader: nextHeader, into: &datagram)
        else { return sent.count - 1 }
        sent.append(
            Sent(
                datagram: datagram, sequence: sequence, payload: payload, nextHeader: nextHeader))
        return sent.count - 1
    }

    /// Gives the server what somebody made who has no key: it opens nothing of that.
    mutating func attack(with datagram: [UInt8]) throws(BrokenPromise) {
        guard !sent.contains(where: { $0.datagram == datagram }) else { return }
        let before = server.inbound.window
        guard case .refused(let reason) = receive(datagram) else {
            throw BrokenPromise("nothing is opened that the client has not sealed")
        }
        try promise(plaintext.isEmpty, "nothing is shown of what is refused: \(reason)")
        try promise(
            [
                .keepalive, .nonESPMarker, .malformed, .unknownSPI, .replayed, .tooOld, .badICV,
            ].contains(reason), "\(reason) is no reason before the ICV")
        try promise(isSame(before, server.inbound.window), "a forger can't move the window")
    }

    /// Gives the server what the client has sealed, be it late or again.
    mutating func deliver(_ index: Int) throws(BrokenPromise) {
        guard sent.indices.contains(index) else { return }
        let one = sent[index]
        let expected = check(one.sequence)
        let outcome = receive(one.datagram)
        switch (expected, outcome) {
        case (nil, .opened(let opened)):
            try promise(
                opened.nextHeader == one.nextHeader && opened.sequence == one.sequence
                    && Array(plaintext[opened.payload]) == one.payload
                    && [.ipv4, .ipv6].contains(one.nextHeader),
                "what is opened is what was sealed")
            accept(one.sequence)
        case (nil, .refused(let reason)):
            let wanted: DropReason =
                one.nextHeader == .noNextHeader ? .dummy : .unexpectedNextHeader
            try promise(
                reason == wanted && ![.ipv4, .ipv6].contains(one.nextHeader),
                "what was sealed is opened, and not \(reason)")
            accept(one.sequence)
        case (let reason?, .refused(let other)):
            try promise(reason == other, "\(other) is \(reason)")
        case (_?, .opened): throw BrokenPromise("nothing is opened twice")
        }
    }

    /// Gives the server a plaintext of somebody who has the key, with whatever trailer.
    mutating func deliver(
        text: [UInt8], _ sequence: SequenceNumber
    ) throws(BrokenPromise) {
        guard text.count.isMultiple(of: ESPLayout.alignment), !text.isEmpty else { return }
        // The client's own numbers are its own: the model knows what they carry.
        guard sequence.rawValue > client.outbound.lastSequence.rawValue else { return }
        guard let datagram = try? Self.sealed(text, sequence) else {
            throw BrokenPromise("a text can be sealed")
        }
        let expected = check(sequence) ?? Self.judge(text)
        let outcome = receive(datagram)
        switch outcome {
        case .opened(let opened):
            try promise(expected == nil, "an ESP trailer is believed that is \(text.suffix(8))")
            let padding = Int(text[text.count - 2])
            try promise(
                opened.payload == 0..<(text.count - 2 - padding), "the payload ends at its padding")
            accept(sequence)
        case .refused(let reason):
            try promise(reason == expected, "\(reason) is \(String(describing: expected))")
            if reason != .replayed && reason != .tooOld { accept(sequence) }
        }
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
        try promise(server.inbound.traffic.packets == delivered, "an SA counts what it opened")
        try promise(
            client.outbound.traffic.packets == UInt64(sent.count), "an SA counts what it sealed")
    }

    // MARK: - The model

    private var highest: UInt32 { accepted.max() ?? 0 }

    /// Why a sequence number is not fresh, by the set of all that were accepted.
    private func check(_ sequence: SequenceNumber) -> DropReason? {
        let number = sequence.rawValue
        let size = UInt32(server.inbound.window.size)
        if number == 0 || (number <= highest && highest - number >= size) { return .tooOld }
        return accepted.contains(number) ? .replayed : nil
    }

    private mutating func accept(_ sequence: SequenceNumber) {
        accepted.insert(sequence.rawValue)
    }

    /// Why a text that only a holder of the key makes is refused, or nil (RFC 4303 section 2.4).
    private static func judge(_ text: [UInt8]) -> DropReason? {
        let padding = Int(text[text.count - 2])
        let end = text.count - 2
        guard padding <= end, Array(text[(end - padding)..<end]) == (0..<padding).map({ UInt8($0 + 1) })
        else { return .badPadding }
        switch text[text.count - 1] {
        case 59: return .dummy
        case 4, 41: return nil
        default: return .unexpectedNextHeader
        }
    }

    private mutating func receive(_ datagram: [UInt8]) -> OpenOutcome {
        arrived += 1
        plaintext = [0xEE]
        let outcome = server.receive(datagram: datagram.span, at: .start, into: &plaintext)
        if case .opened = outcome { delivered += 1 }
        return outcome
    }

    private func isSame(_ one: ReplayWindow, _ other: ReplayWindow) -> Bool {
        guard one.highest == other.highest else { return false }
        let newest = one.highest.rawValue
        let oldest = newest - min(newest, UInt32(one.size))
        return (oldest...newest).allSatisfy { number in
            let sequence = SequenceNumber(rawValue: number)
            return one.check(sequence) == other.check(sequence)
        }
    }

    /// A text that is sealed as it is, without a trailer of the sender's own.
    private static func sealed(
        _ text: [UInt8], _ sequence: SequenceNumber
    ) throws(CipherFault) -> [UInt8] {
        let material = try KeyMaterial(seed: 1, label: "there")
        let iv = 1 << 63 | UInt64(sequence.rawValue)
        var datagram: [UInt8] = []
        ESPHeader(spi: serverSPI, sequence: sequence).write(to: &datagram)
        datagram.append(bigEndian: iv)
        datagram += text + [UInt8](repeating: 0, count: ESPLayout.icvLength)
        let start = ESPLayout.ciphertextOffset
        var span = datagram.mutableSpan
        try GCMSealer(key: material.key).seal(
            &span, text: start..<start + text.count, additional: 0..<ESPLayout.headerLength,
            nonce: GCMNonce(salt: material.salt.rawValue, iv: iv))
        return datagram
    }
}
