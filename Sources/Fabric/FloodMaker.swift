import Cipher
import Wire

/// Makes hostile datagrams, a batch at a time, each batch in the same room.
struct FloodMaker {
    /// The datagrams of the batch, one behind the other.
    private(set) var bytes: [UInt8] = []
    /// How long each of them is, in bytes.
    private(set) var lengths: [UInt32] = []
    /// The packets that they are whole copies of, where they are.
    private(set) var copies: [Int?] = []
    /// What kind of datagram each of them is.
    private(set) var batchKinds: [FloodKind] = []
    /// The datagram that is being made.
    private var datagram: [UInt8] = []
    private var copied: Int?
    private let random: SeededRandom
    private let recorded: [(number: Int, datagram: [UInt8])]
    private let spi: SPI
    private let kinds: [FloodKind]

    /// The longest datagram that is made, in bytes: what a link of the usual MTU takes.
    static let longest = 1_472

    /// A maker that draws from `random`, and that knows what an eavesdropper has recorded.
    init(
        _ random: SeededRandom, recorded: [(number: Int, datagram: [UInt8])], spi: SPI
    ) {
        self.random = random
        self.recorded = recorded
        self.spi = spi
        kinds = FloodKind.allCases.filter { !$0.needsRecord || !recorded.isEmpty }
        datagram.reserveCapacity(Self.longest)
    }

    /// Makes so many datagrams.
    mutating func makeBatch(of size: Int) {
        bytes.removeAll(keepingCapacity: true)
        lengths.removeAll(keepingCapacity: true)
        copies.removeAll(keepingCapacity: true)
        batchKinds.removeAll(keepingCapacity: true)
        for _ in 0..<size {
            batchKinds.append(next())
            bytes.append(contentsOf: datagram)
            lengths.append(UInt32(datagram.count))
            copies.append(copied)
        }
    }

    /// Makes the next datagram, and says of which kind it is.
    private mutating func next() -> FloodKind {
        let kind = kinds[draw(kinds.count)]
        copied = nil
        datagram.removeAll(keepingCapacity: true)
        switch kind {
        case .random: fill(1 + draw(Self.longest))
        case .control where draw(2) == 0: datagram.append(0xFF)
        case .control: fill(4 + draw(400), beginning: 0)
        case .rightSPI:
            // Mostly aligned: the other lengths are refused before anything else is looked at.
            let isAligned = draw(4) > 0
            fill(
                isAligned ? 4 * (1 + draw(Self.longest / 4)) : 4 + draw(Self.longest - 4),
                beginning: spi.rawValue)
        case .truncated:
            record()
            datagram.removeLast(1 + draw(datagram.count))
        case .flipped:
            record()
            let bit = draw(datagram.count * 8)
            datagram[bit / 8] ^= 0x80 >> UInt8(bit % 8)
        case .replayed: copied = record()
        }
        return kind
    }

    /// Takes one of the recorded datagrams.
    @discardableResult
    private mutating func record() -> Int {
        let (number, bytes) = recorded[draw(recorded.count)]
        datagram.append(contentsOf: bytes)
        return number
    }

    /// Makes a datagram of a length from random bytes, in front of which a number may stand.
    private mutating func fill(_ length: Int, beginning start: UInt32? = nil) {
        datagram.append(contentsOf: repeatElement(0, count: length))
        let random = random
        var bytes = datagram.mutableSpan
        random.fill(&bytes)
        guard let start else { return }
        for index in 0..<4 { bytes[index] = UInt8(truncatingIfNeeded: start >> (24 - 8 * index)) }
    }

    private func draw(_ bound: Int) -> Int {
        Int(random.next(below: UInt64(bound)))
    }
}
