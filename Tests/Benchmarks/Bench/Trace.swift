import Firewall

/// Points to look up.
enum Trace: String, CaseIterable {
    /// Anywhere in a rule.
    case derived
    /// Each number anywhere in a rule of its own: near misses.
    case crossed
    /// Anywhere.
    case uniform

    /// Points for a list.
    func points<Address>(_ hulls: [RuleHull<Address>?], count: Int) -> [PacketPoint<Address>] {
        var dice = Dice(state: 0x5EED)
        let boxes = hulls.compactMap { $0?.box }
        guard !boxes.isEmpty else { return [] }
        return (0..<count).map { _ in
            let box = boxes[dice.roll(below: boxes.count)]
            func pick() -> PacketBox<Address> {
                switch self {
                case .derived: box
                case .crossed: boxes[dice.roll(below: boxes.count)]
                case .uniform: .all
                }
            }
            return PacketPoint(
                source: dice.number(in: pick().source),
                destination: dice.number(in: pick().destination),
                sourcePort: dice.number(in: pick()[.sourcePort]),
                destinationPort: dice.number(in: pick()[.destinationPort]),
                proto: UInt8(dice.number(in: pick()[.proto])))
        }
    }
}

/// SplitMix64 (Steele, Lea and Flood, 2014).
struct Dice {
    var state: UInt64

    mutating func roll() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    mutating func roll(below limit: Int) -> Int { Int(roll() % UInt64(limit)) }

    mutating func number<Number: FixedWidthInteger & UnsignedInteger>(
        in interval: Interval<Number>
    ) -> Number {
        let word = UInt128(roll()) << 64 | UInt128(roll())
        let width = interval.high - interval.low
        return width == .max
            ? Number(truncatingIfNeeded: word)
            : interval.low + Number(truncatingIfNeeded: word % (UInt128(width) + 1))
    }
}
