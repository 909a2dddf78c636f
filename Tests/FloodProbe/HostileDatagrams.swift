import Chance
import Cipher
import Timeline
import Tunnel
import Wire

/// Makes datagrams that an end of a tunnel must refuse, one kind after the other.
struct HostileDatagrams {
    /// Where a datagram comes from.
    enum Kind: String, CaseIterable {
        /// Bytes of chance, of any length.
        case random
        /// The end's SPI, and then bytes of chance.
        case spi
        /// The end's SPI, a number that is new, and a ciphertext of chance.
        case header
        /// The beginning of a datagram that would have been accepted, of every length.
        case truncated
        /// One bit of a datagram that would have been accepted is turned over: each of them in turn.
        case flipped
        /// More bytes behind a datagram that would have been accepted.
        case extended
        /// What was accepted before.
        case replayed
        /// The end's SPI, sealed under another key.
        case otherKey = "other-key"
        /// A datagram of the end itself.
        case reflected
        /// Keepalives, and what begins with the marker of IKE.
        case notESP = "not-esp"
    }

    /// The newest datagrams that the end has accepted.
    private var accepted: [[UInt8]] = []
    /// The newest that it has sent itself.
    private var own: [[UInt8]] = []
    private let spi: SPI
    /// One that would be accepted if it came as it is, which it never does.
    private let whole: [UInt8]
    private let forger: OutboundSA
    private var random: SplitMix
    private var made = 0

    /// Datagrams for the end that receives by `spi` under `material`, which the attacker has only
    /// so far as to know one more datagram.
    init(
        spi: SPI, material: borrowing KeyMaterial, parameters: SAParameters, payload: [UInt8],
        seed: UInt64
    ) throws(CipherFault) {
        self.spi = spi
        random = SplitMix(seed: seed)
        let sender = try OutboundSA(
            spi: spi, material: material, ledger: IVLedger(first: 1 << 62),
            parameters: parameters, lastSequence: Self.future)
        var datagram: [UInt8] = []
        _ = sender.seal(payload: payload.span, nextHeader: .ipv4, at: .start, into: &datagram)
        whole = datagram
        forger = try OutboundSA(
            spi: spi,
            material: try KeyMaterial(
                seed: seed, label: "forger", keyLength: parameters.suite.keyLength),
            ledger: IVLedger(), parameters: parameters, lastSequence: Self.future)
    }

    /// A sequence number that the tunnel does not come to.
    private static let future = SequenceNumber(rawValue: 1_000_000)

    /// Notes what passed on the wire: a datagram that the end has accepted, and one of its own.
    mutating func hear(accepted datagram: [UInt8], own answer: [UInt8]) {
        accepted.append(datagram)
        own.append(answer)
        // The oldest stays: it is the first to leave the replay window.
        if accepted.count > 100 { accepted.remove(at: 1) }
        if own.count > 100 { own.removeFirst() }
    }

    /// The next datagram, and its kind.
    mutating func next() -> (kind: Kind, datagram: [UInt8]) {
        let kind = Kind.allCases[made % Kind.allCases.count]
        let turn = made / Kind.allCases.count
        made += 1
        return (kind, datagram(kind, turn))
    }

    private mutating func datagram(_ kind: Kind, _ turn: Int) -> [UInt8] {
        switch kind {
        case .random: return noise(number(below: 1_401))
        case .spi: return whole[..<4] + noise(number(below: 200))
        case .header:
            let length = 28 + 4 * number(below: 100)
            return whole[..<4] + [0, 0x20, UInt8(number(below: 256)), 7] + noise(length)
        case .truncated: return Array(whole.prefix(turn % whole.count))
        case .flipped:
            var bytes = whole
            let bit = turn % (8 * whole.count)
            bytes[bit / 8] ^= 1 << UInt8(bit % 8)
            return bytes
        case .extended: return whole + noise(1 + turn % 64)
        case .replayed: return accepted.isEmpty ? [] : accepted[turn % accepted.count]
        case .otherKey:
            var bytes: [UInt8] = []
            _ = forger.seal(
                payload: noise(number(below: 100)).span, nextHeader: .ipv4, at: .start,
                into: &bytes)
            return bytes
        case .reflected: return own.isEmpty ? [] : own[turn % own.count]
        case .notESP: return turn.isMultiple(of: 2) ? [0xFF] : [0, 0, 0, 0] + noise(turn % 80)
        }
    }

    private mutating func number(below limit: Int) -> Int {
        Int(random.next() % UInt64(limit))
    }

    private mutating func noise(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 8)
        while bytes.count < count {
            // Eight bytes a draw: a debug build would spend its time here.
            bytes.append(bigEndian: random.next())
        }
        bytes.removeLast(bytes.count - count)
        return bytes
    }
}
