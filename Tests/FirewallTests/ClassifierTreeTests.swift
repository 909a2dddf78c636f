import Chance
import Firewall
import Testing

/// The classifier gives the answers of a reading from the top, over many awkward boxes and edits.
@Suite struct ClassifierTreeTests {
    /// What was asked of the two ways, so that no test passes because nothing happened.
    private struct Tally {
        var hits = 0
        var misses = 0
        var lateHits = 0
        var refusals = 0
        var crossings = 0
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func readsIPv4LikeAList(_ seed: UInt64) {
        read(
            seed,
            alphabet: [0, 1, 2, 3, 0x0A00_0000, 0x0A00_00FF, 0x7FFF_FFFF, .max - 1, .max]
                as [UInt32])
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func readsIPv6LikeAList(_ seed: UInt64) {
        let site = 0x2001_0DB8 << 96 as UInt128
        read(
            seed,
            alphabet: [
                0, 1, 2, site, site + 1, site + 1 << 64, site + 1 << 64 - 1, 1 << 127, .max - 1,
                .max,
            ])
    }

    /// Compares over lists of several lengths, with edits in between.
    private func read<Address: FixedWidthInteger & UnsignedInteger & Sendable>(
        _ seed: UInt64, alphabet: [Address]
    ) {
        var tally = Tally()
        for (round, count) in [seed == 1 ? 3_000 : 300, 150, 33, 32, 9, 1, 0].enumerated() {
            var maker = BoxMaker(
                seed: seed * 100 + UInt64(round), alphabet: alphabet,
                isNarrow: (round + Int(seed)).isMultiple(of: 2))
            var hulls = (0..<count).map { _ in maker.hull() }
            var classifier = Classifier(hulls)
            compare(hulls, classifier, &maker, &tally, points: 30)
            for step in 0..<(count > 1_000 ? 50 : 120) {
                maker.edit(&hulls, &classifier)
                if maker.chance(80) { classifier.compile() }
                compare(hulls, classifier, &maker, &tally, points: 6)
                if step.isMultiple(of: 10) { compareCrossings(hulls, classifier, &maker, &tally) }
            }
        }
        #expect(tally.hits > 1_000)
        #expect(tally.misses > 1_000)
        #expect(tally.lateHits > 100)
        #expect(tally.refusals > 100)
        #expect(tally.crossings > 30)
    }

    private func compare<Address>(
        _ hulls: [RuleHull<Address>?], _ classifier: Classifier<Address>,
        _ maker: inout BoxMaker<Address>, _ tally: inout Tally, points: Int
    ) {
        #expect(classifier.count == hulls.count)
        for _ in 0..<points {
            let point = maker.point(near: hulls)
            // Half of the inexact hulls don't match, in a way that only the point tells.
            let salt = point.hashed
            let refuses = { (position: Int) in (salt &+ position) % 2 == 0 }
            let expected = hulls.indices.first {
                guard let hull = hulls[$0], hull.box.contains(point) else { return false }
                return hull.isExact || !refuses($0)
            }
            var isAskedRightly = true
            let found = classifier.firstMatch(point) { position in
                if let hull = hulls[position], !hull.isExact, hull.box.contains(point) {
                    if refuses(position) { tally.refusals += 1 }
                } else {
                    isAskedRightly = false
                }
                return !refuses(position)
            }
            #expect(found == expected, "\(point)")
            #expect(isAskedRightly)
            if expected == nil { tally.misses += 1 } else { tally.hits += 1 }
            if let expected, expected > 20 { tally.lateHits += 1 }
        }
    }

    private func compareCrossings<Address>(
        _ hulls: [RuleHull<Address>?], _ classifier: Classifier<Address>,
        _ maker: inout BoxMaker<Address>, _ tally: inout Tally
    ) {
        let box = maker.box()
        let limit = maker.number(below: hulls.count + 2)
        let expected = hulls.indices.filter { $0 < limit && hulls[$0]?.box.meets(box) == true }
        var found: [Int] = []
        classifier.forEachPosition(intersecting: box, below: limit) {
            found.append($0)
            return true
        }
        #expect(found == expected)
        tally.crossings += expected.count
        var first: Int?
        classifier.forEachPosition(intersecting: box, below: limit) {
            #expect(first == nil)
            first = $0
            return false
        }
        #expect(first == expected.first)
    }

    @Test func readsManyEqualBoxes() {
        // More than a leaf can have, and nothing tells them apart.
        let box = PacketBox<UInt32>.all
        let hulls: [RuleHull<UInt32>?] = Array(
            repeating: RuleHull(box: box, isExact: false), count: 70_000)
        var classifier = Classifier(hulls)
        classifier.compile()
        let point = PacketPoint<UInt32>(
            source: 1, destination: 2, sourcePort: 3, destinationPort: 4, proto: 6)
        #expect(classifier.firstMatch(point) { $0 == 69_999 } == 69_999)
        #expect(classifier.firstMatch(point) { $0 >= 41 } == 41)
        #expect(classifier.firstMatch(point) { _ in false } == nil)
    }

    @Test func shrinksToNothingAndGrowsAgain() {
        var maker = BoxMaker<UInt32>(seed: 9, alphabet: [0, 5, .max], isNarrow: false)
        var hulls: [RuleHull<UInt32>?] = (0..<500).map { _ in maker.hull() }
        var classifier = Classifier(hulls)
        var tally = Tally()
        classifier.compile()
        let full = classifier.memoryFootprint
        while !hulls.isEmpty {
            let position = maker.number(below: hulls.count)
            hulls.remove(at: position)
            classifier.remove(at: position)
            classifier.compile()
            compare(hulls, classifier, &maker, &tally, points: 2)
        }
        #expect(classifier.memoryFootprint * 4 < full)
        for _ in 0..<200 {
            let hull = maker.hull()
            hulls.append(hull)
            classifier.insert(hull, at: classifier.count)
            classifier.compile()
            compare(hulls, classifier, &maker, &tally, points: 2)
        }
        #expect(tally.hits > 100)
        #expect(tally.misses > 10)
    }
}

/// Makes boxes that nest, cross and repeat each other, and points at their edges.
private struct BoxMaker<Address: FixedWidthInteger & UnsignedInteger & Sendable> {
    private var source: SplitMix
    /// Addresses from which most are taken.
    private let alphabet: [Address]
    /// Whether most boxes are points or nearly, so that trees grow deep.
    private let isNarrow: Bool
    private var made: [PacketBox<Address>] = []

    init(seed: UInt64, alphabet: [Address], isNarrow: Bool) {
        source = SplitMix(seed: seed)
        self.alphabet = alphabet
        self.isNarrow = isNarrow
    }

    mutating func chance(_ percent: Int) -> Bool { number(below: 100) < percent }

    mutating func number(below limit: Int) -> Int { Int.random(in: 0..<limit, using: &source) }

    private mutating func interval<Number>(_ one: Number, _ other: Number) -> Interval<Number> {
        Interval(min(one, other), max(one, other))
    }

    private mutating func address() -> Address {
        let base = alphabet.randomElement(using: &source) ?? 0
        return chance(50) ? base : base &+ (Address(number(below: 64)) << number(below: 24))
    }

    private mutating func addresses() -> Interval<Address> {
        let first = address()
        switch number(below: isNarrow ? 12 : 6) {
        case 0: return .all
        case 1: return interval(first, address())
        case 2:
            let bits = number(below: Address.bitWidth)
            let low = first & (.max << bits)
            return Interval(low, low | ~(.max << bits))
        case 3:
            let bits = [1, 3, 8, 16].randomElement(using: &source) ?? 0
            let low = first & (.max << bits)
            return Interval(low, low | ~(.max << bits))
        default: return Interval(first, first)
        }
    }

    private mutating func port() -> UInt16 {
        let edges: [UInt16] = [0, 1, 22, 80, 443, 2_048, 2_303, 65_534, 65_535]
        return chance(70) ? edges.randomElement(using: &source) ?? 0 : UInt16(number(below: 65_536))
    }

    private mutating func ports() -> Interval<UInt16> {
        switch number(below: 4) {
        case 0: return .all
        case 1: return interval(port(), port())
        default:
            let port = port()
            return Interval(port, port)
        }
    }

    private mutating func proto() -> UInt16 {
        ([0, 1, 6, 17, 58, 255] as [UInt16]).randomElement(using: &source) ?? 0
    }

    mutating func box() -> PacketBox<Address> {
        if chance(10), let earlier = made.randomElement(using: &source) { return vary(earlier) }
        var box = PacketBox<Address>.all
        box.source = addresses()
        box.destination = addresses()
        box[.sourcePort] = ports()
        box[.destinationPort] = ports()
        if chance(60) {
            let one = proto()
            box[.proto] = chance(80) ? Interval(one, one) : interval(one, proto())
        }
        if made.count < 500 { made.append(box) }
        return box
    }

    /// A box with another one's numbers, all or all but some.
    private mutating func vary(_ box: PacketBox<Address>) -> PacketBox<Address> {
        var box = box
        switch number(below: 5) {
        case 0: box.source = .all
        case 1: box.destination = addresses()
        case 2: box[.destinationPort] = ports()
        case 3: box[.proto] = PacketNumber.proto.whole
        default: break
        }
        return box
    }

    mutating func hull() -> RuleHull<Address>? {
        chance(4) ? nil : RuleHull(box: box(), isExact: chance(75))
    }

    /// Changes the list and the classifier in one of the ways there are.
    mutating func edit(
        _ hulls: inout [RuleHull<Address>?], _ classifier: inout Classifier<Address>
    ) {
        let kind = number(below: 8)
        guard !hulls.isEmpty, kind > 1 else {
            let hull = hull()
            let position = chance(30) ? hulls.count : number(below: hulls.count + 1)
            hulls.insert(hull, at: position)
            return classifier.insert(hull, at: position)
        }
        let position = chance(10) ? hulls.count - 1 : number(below: hulls.count)
        switch kind {
        case 2, 3:
            hulls.remove(at: position)
            classifier.remove(at: position)
        case 4, 5:
            let hull = chance(30) ? nil : hull()
            hulls[position] = hull
            classifier.replace(at: position, with: hull)
        default:
            let target = number(below: hulls.count)
            hulls.insert(hulls.remove(at: position), at: target)
            classifier.move(from: position, to: target)
        }
    }

    private mutating func edge<Number>(_ interval: Interval<Number>) -> Number {
        let edge = chance(50) ? interval.low : interval.high
        guard chance(12) else { return edge }
        return chance(50) ? edge &+ 1 : edge &- 1
    }

    /// A point at the edges of one of the boxes, now and then with numbers of its own.
    mutating func point(near hulls: [RuleHull<Address>?]) -> PacketPoint<Address> {
        let one = hulls.randomElement(using: &source)??.box ?? box()
        let other = chance(30) ? hulls.randomElement(using: &source)??.box ?? one : one
        return PacketPoint(
            source: chance(8) ? address() : edge(one.source),
            destination: chance(8) ? address() : edge(other.destination),
            sourcePort: chance(8) ? port() : edge(one[.sourcePort]),
            destinationPort: edge(other[.destinationPort]),
            proto: UInt8(truncatingIfNeeded: chance(8) ? proto() : edge(one[.proto])))
    }
}

extension PacketPoint {
    /// A number that is the same in every run.
    fileprivate var hashed: Int {
        Int(truncatingIfNeeded: source ^ destination) & 0xFFFF &+ Int(self[.sourcePort])
            &+ Int(self[.destinationPort])
    }
}

extension PacketBox {
    fileprivate func contains(_ point: PacketPoint<Address>) -> Bool {
        source.contains(point.source) && destination.contains(point.destination)
            && self[.sourcePort].contains(point[.sourcePort])
            && self[.destinationPort].contains(point[.destinationPort])
            && self[.proto].contains(point[.proto])
    }

    fileprivate func meets(_ other: PacketBox) -> Bool {
        Self.meet(source, other.source) && Self.meet(destination, other.destination)
            && Self.meet(self[.sourcePort], other[.sourcePort])
            && Self.meet(self[.destinationPort], other[.destinationPort])
            && Self.meet(self[.proto], other[.proto])
    }

    private static func meet<Number>(_ one: Interval<Number>, _ other: Interval<Number>) -> Bool {
        max(one.low, other.low) <= min(one.high, other.high)
    }
}
