import Firewall

/// A set of boxes in the order of the rules of a ClassBench filter set.
struct FilterSet {
    let name: String
    let hulls: [RuleHull<UInt32>?]

    /// Reads a set: `@source/length`, `destination/length`, `low : high` twice, `proto/mask` a line.
    init(name: String, text: [UInt8]) throws {
        self.name = name
        var hulls: [RuleHull<UInt32>?] = []
        for line in text.split(separator: UInt8(ascii: "\n")) {
            // Every number of the line; those of the protocol are hexadecimal.
            var numbers: [UInt32] = []
            for word in line.split(whereSeparator: { !Self.isInNumber($0) }) {
                let text = String(decoding: word, as: UTF8.self)
                let number =
                    text.hasPrefix("0x")
                    ? UInt32(text.dropFirst(2), radix: 16) : UInt32(text)
                guard let number else { throw Failure.unreadable(name) }
                numbers.append(number)
            }
            guard numbers.count >= 16 else { throw Failure.unreadable(name) }
            var box = PacketBox<UInt32>.all
            box.source = Self.prefix(numbers[0..<5])
            box.destination = Self.prefix(numbers[5..<10])
            box[.sourcePort] = Interval(UInt16(numbers[10]), UInt16(numbers[11]))
            box[.destinationPort] = Interval(UInt16(numbers[12]), UInt16(numbers[13]))
            let proto = UInt16(numbers[14]) & 0xFF
            if numbers[15] != 0 { box[.proto] = Interval(proto, proto) }
            hulls.append(RuleHull(box: box, isExact: true))
        }
        self.hulls = hulls
    }

    private init(name: String, hulls: [RuleHull<UInt32>?]) {
        self.name = name
        self.hulls = hulls
    }

    private static func isInNumber(_ byte: UInt8) -> Bool {
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
            || UInt8(ascii: "a")...UInt8(ascii: "f") ~= byte | 0x20 || byte == UInt8(ascii: "x")
    }

    private static func prefix(_ numbers: ArraySlice<UInt32>) -> Interval<UInt32> {
        let address = numbers.prefix(4).reduce(0) { $0 << 8 | $1 }
        let free = UInt32.max >> (numbers.last ?? 0)
        return Interval(address & ~free, address | free)
    }

    /// The first rules of the set.
    func prefix(_ count: Int) -> FilterSet {
        FilterSet(name: "\(name)/\(count)", hulls: Array(hulls.prefix(count)))
    }

    /// Each rule several times over, with its addresses moved to another place each time.
    ///
    /// Addresses of more than a /8 stay where they are, and a rule that doesn't change is there once.
    func multiplied(by copies: Int) -> FilterSet {
        var hulls: [RuleHull<UInt32>?] = []
        for case let hull? in self.hulls {
            for copy in 0..<UInt32(copies) {
                // The bits that a prefix fixes move, and it stays a prefix.
                let change = copy &* 0x9E37_79B9
                var moved = hull
                moved.box.source = Self.move(hull.box.source, by: change)
                moved.box.destination = Self.move(
                    hull.box.destination, by: change << 16 | change >> 16)
                if copy == 0 || moved.box != hull.box { hulls.append(moved) }
            }
        }
        return FilterSet(name: "\(name) x \(copies)", hulls: hulls)
    }

    private static func move(_ interval: Interval<UInt32>, by change: UInt32) -> Interval<UInt32> {
        let free = interval.low ^ interval.high
        guard free < 1 << 24 else { return interval }
        return Interval(interval.low ^ (change & ~free), interval.high ^ (change & ~free))
    }

    /// The set with its addresses as the last 32 bits of 2001:db8::/32.
    var mapped: [RuleHull<UInt128>?] {
        let site: UInt128 = 0x2001_0DB8 << 96
        func map(_ interval: Interval<UInt32>) -> Interval<UInt128> {
            interval == .all
                ? .all : Interval(site | UInt128(interval.low), site | UInt128(interval.high))
        }
        return hulls.map { hull in
            hull.map {
                var box = PacketBox<UInt128>.all
                box.source = map($0.box.source)
                box.destination = map($0.box.destination)
                box[.sourcePort] = $0.box[.sourcePort]
                box[.destinationPort] = $0.box[.destinationPort]
                box[.proto] = $0.box[.proto]
                return RuleHull(box: box, isExact: true)
            }
        }
    }
}
