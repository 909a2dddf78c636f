import Chance
import Firewall
import Timeline

/// A space of packets so small that each can be asked, at the edges of the numbers.
enum TinySpace {
    static let universe4 = universe(
        PacketBox<UInt32>.all, Interval(0, 5), Interval(.max - 1, .max), flags([0, 2]), 0b11
    ) { number in
        switch number {
        case .sourcePort: Interval(0, 1)
        case .destinationPort: Interval(65_533, 65_535)
        case .proto: Interval(6, 7)
        case .header(let number): isWide(number) ? Interval(0, 1) : number.row.whole.last
        case .outLink: Interval(0, 0)
        }
    }
    static let universe6 = universe(
        PacketBox<UInt128>.all, Interval(.max - 4, .max), Interval(0, 1), flags([0xFF]),
        1 << 63 | 1
    ) { number in
        switch number {
        case .sourcePort: Interval(9, 9)
        case .destinationPort: Interval(0, 2)
        case .proto: Interval(255, 255)
        case .header(let number):
            isWide(number)
                ? number.row.whole.last : Interval(number.row.whole.high - 1, number.row.whole.high)
        case .outLink: Interval(2, 3)
        }
    }

    /// Each header number has two values in one of the families.
    private static func isWide(_ number: HeaderNumber) -> Bool { number == .hopLimit }

    private static func universe<Address>(
        _ all: PacketBox<Address>, _ source: Interval<Address>, _ destination: Interval<Address>,
        _ flags: FlagSets, _ context: UInt64,
        _ values: (PacketNumber) -> Interval<UInt16>
    ) -> PacketBox<Address> {
        var box = all
        (box.source, box.destination) = (source, destination)
        (box.flags, box.context) = (flags, context)
        for number in PacketNumber.allCases { box[number] = values(number) }
        return box
    }

    static let points4: [PacketPoint<UInt32>] = points(of: universe4)
    static let points6: [PacketPoint<UInt128>] = points(of: universe6)
    static let points: [ProofPoint] =
        points4.map { ProofPoint.v4($0) } + points6.map { ProofPoint.v6($0) }

    static func flags(_ bytes: [UInt8]) -> FlagSets {
        var sets = FlagSets.none
        for byte in bytes { sets.words |= FlagSets(byte).words }
        return sets
    }

    private static func points<Address: ProofAddress>(
        of box: PacketBox<Address>
    ) -> [PacketPoint<Address>] {
        var points: [PacketPoint<Address>] = []
        for source in box.source.low...box.source.high {
            for destination in box.destination.low...box.destination.high {
                for flags in UInt8.min...UInt8.max where box.flags.contains(flags) {
                    for context in UInt8(0)..<64 where box.context >> UInt64(context) & 1 == 1 {
                        points.append(
                            PacketPoint(
                                source: source, destination: destination, sourcePort: 0,
                                destinationPort: 0, proto: 0, flags: flags, context: context))
                    }
                }
            }
        }
        for number in PacketNumber.allCases {
            points = points.flatMap { point in
                (box[number].low...box[number].high).map { value in
                    var point = point
                    point[number] = value
                    return point
                }
            }
        }
        return points
    }

    /// The list of some rules in this space.
    static func list(
        _ rules: [ProvenRule], defaultOutcome: Int = 0, for purpose: ProofList.Purpose,
        _ budget: Budget = Budget()
    ) -> ProofList {
        ProofList(
            rules, defaultOutcome: defaultOutcome, universe4: universe4, universe6: universe6,
            for: purpose, budget)
    }
}

extension Interval {
    /// Its highest number alone.
    fileprivate var last: Self { Self(high, high) }
}

/// Makes rules in the tiny space.
struct RuleMaker {
    var source: SplitMix

    init(seed: UInt64) {
        source = SplitMix(seed: seed)
    }

    /// A number from 0 up to, but not including, the count.
    mutating func pick(_ count: Int) -> Int { Int(source.next() % UInt64(count)) }

    mutating func rules(_ count: Int, limited: Bool) -> [ProvenRule] {
        (0..<count).map { _ in rule(limited: limited) }
    }

    mutating func rule(limited: Bool) -> ProvenRule {
        let widths = pick(3)
        return ProvenRule(
            boxes4: pick(5) == 0 ? [] : (0...pick(3)).map { _ in box(TinySpace.universe4, widths) },
            boxes6: pick(3) == 0 ? [] : (0...pick(2)).map { _ in box(TinySpace.universe6, widths) },
            outcome: pick(3), limit: limited && pick(5) == 0 ? pick(2) : nil)
    }

    /// A box that is wide in most numbers, or in few when `widths` is 0.
    private mutating func box<Address: ProofAddress>(
        _ universe: PacketBox<Address>, _ widths: Int
    ) -> PacketBox<Address> {
        var box = PacketBox<Address>.all
        let isWide = { (maker: inout RuleMaker) in maker.pick(3) < widths + 1 }
        if !isWide(&self) { box.source = interval(universe.source) }
        if !isWide(&self) { box.destination = interval(universe.destination) }
        for number in PacketNumber.allCases {
            let isNarrow =
                switch number {
                case .destinationPort: !isWide(&self)
                case .sourcePort: pick(4) == 0
                case .proto: pick(3) == 0
                case .header, .outLink: pick(16) == 0
                }
            if isNarrow { box[number] = interval(universe[number]) }
        }
        if pick(4) == 0 { box.flags = FlagSets(mask: 2, value: pick(2) == 0 ? 2 : 0) }
        if pick(4) == 0 { box.context = pick(2) == 0 ? 1 : ~1 }
        return box
    }

    private mutating func interval<Number>(_ universe: Interval<Number>) -> Interval<Number> {
        let width = Int(universe.high - universe.low) + 1
        let one = pick(width)
        let other = pick(width)
        return Interval(
            universe.low + Number(min(one, other)), universe.low + Number(max(one, other)))
    }
}

/// Answers of the plainest kind, by asking each packet of the tiny space.
struct Oracle {
    let rules: [ProvenRule]
    let defaultOutcome: Int
    /// For each rule and packet, whether the rule asks for it.
    let matches: [[Bool]]
    /// For each packet, the first certain rule around it.
    private let first: [Int?]

    init(_ rules: [ProvenRule], defaultOutcome: Int = 0) {
        self.rules = rules
        self.defaultOutcome = defaultOutcome
        let matches = rules.map { rule in TinySpace.points.map { Self.matches(rule, $0) } }
        self.matches = matches
        first = TinySpace.points.indices.map { point in
            rules.indices.first { rules[$0].limit == nil && matches[$0][point] }
        }
    }

    static func matches(_ rule: ProvenRule, _ point: ProofPoint) -> Bool {
        switch point {
        case .v4(let point): rule.boxes4.contains { $0.contains(point) }
        case .v6(let point): rule.boxes6.contains { $0.contains(point) }
        }
    }

    /// The first certain rule around a packet; nil for the default.
    func decider(_ point: Int) -> Int? { first[point] }

    /// Whether a packet reaches a rule that asks for it.
    func reaches(_ rule: Int, _ point: Int) -> Bool {
        matches[rule][point] && (decider(point) ?? .max) >= rule
    }

    /// The first rule after a position that asks for a packet; nil for the default.
    func next(after rule: Int, _ point: Int) -> Int? {
        rules.indices.first { $0 > rule && matches[$0][point] }
    }

    /// Whether rules together take each packet of another.
    func covers(_ cover: [Int], _ rule: Int) -> Bool {
        TinySpace.points.indices.allSatisfy { point in
            !matches[rule][point] || cover.contains { matches[$0][point] }
        }
    }

    /// The rules that may decide a packet, with nil for the default.
    func deciders(_ point: Int) -> [Int?] {
        let last = decider(point)
        let limited = rules.indices.filter {
            $0 < last ?? .max && rules[$0].limit != nil && matches[$0][point]
        }
        return limited + [last]
    }

    func outcome(_ rule: Int?) -> Int { rule.map { rules[$0].outcome } ?? defaultOutcome }

    /// The number of a packet in the tiny space.
    static func index(_ point: ProofPoint) -> Int? { indices[point] }

    private static let indices = Dictionary(
        uniqueKeysWithValues: zip(TinySpace.points, TinySpace.points.indices))
}
