import Cipher
import Wire

/// Makes hostile datagrams, one after the other.
struct FloodMaker {
    /// The datagram that is being made.
    private var datagram: [UInt8] = []
    private var original: FrameImage?
    private let random: SeededRandom
    private let recorded: [FrameImage]
    private let spi: SPI
    private let kinds: [FloodKind]

    /// The longest datagram that is made, in bytes: what a link of the usual MTU takes.
    static let longest = 1_472

    /// A maker that draws from `random`, and that knows what an eavesdropper has recorded.
    init(
        _ random: SeededRandom, recorded: [FrameImage], spi: SPI
    ) {
        self.random = random
        self.recorded = recorded
        self.spi = spi
        kinds = FloodKind.allCases.filter { !$0.needsRecord || !recorded.isEmpty }
        datagram.reserveCapacity(Self.longest)
    }

    /// Makes the next datagram, says of which kind it is, and from which frame it was made.
    mutating func next() -> (kind: FloodKind, datagram: [UInt8], original: FrameImage?) {
        let kind = make()
        return (kind, datagram, original)
    }

    private mutating func make() -> FloodKind {
        let kind = kinds[draw(kinds.count)]
        original = nil
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
        case .replayed: record()
        }
        return kind
    }

    /// Takes one of the recorded datagrams.
    private mutating func record() {
        let image = recorded[draw(recorded.count)]
        datagram.append(contentsOf: image.datagram)
        original = image
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
