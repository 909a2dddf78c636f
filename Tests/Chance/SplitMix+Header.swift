package import Firewall
package import Wire

/// Numbers of the IP header, for the generators of random rules and packets.
extension SplitMix {
    /// Makes a match say something about some header numbers, each in so many of a hundred cases.
    package mutating func addHeader(to match: inout RuleMatch, percent: Int) {
        for number in HeaderNumber.allCases where Int.random(in: 0..<100, using: &self) < percent {
            let values = values(of: number)
            if values.intervals(of: number).isEmpty { continue }
            match.set(.number(number, values))
        }
    }

    /// One to three values and ranges, or every value but these.
    private mutating func values(of number: HeaderNumber) -> NumberMatch {
        let list = (0..<Int.random(in: 1...3, using: &self)).map { _ in
            let (one, other) = (value(of: number), value(of: number))
            return Bool.random(using: &self)
                ? Interval(one, one) : Interval(min(one, other), max(one, other))
        }
        return NumberMatch(list, isNegated: Int.random(in: 0..<5, using: &self) == 0)
    }

    /// A value close to others, at an end, or one that has a name.
    private mutating func value(of number: HeaderNumber) -> UInt16 {
        let whole = number.row.whole
        let least = UInt16(PacketDraft.leastLength(.tcp, .v4))
        let near =
            [number.row.usual ?? least, least, whole.low, whole.high]
            + number.row.names.map(\.value)
        let value = near.randomElement(using: &self) ?? whole.low
        let step = UInt16.random(in: 0...2, using: &self)
        return Bool.random(using: &self)
            ? min(value, whole.high - step) + step : max(value, whole.low + step) - step
    }

    /// Gives a packet header numbers that it can have, at the edges of what a match takes.
    package mutating func setHeader(of fields: inout PacketFields, near match: RuleMatch) {
        for number in HeaderNumber.allCases {
            var value = number.row.usual ?? 0
            for case .number(number, let values) in match.parts {
                let edges = values.intervals(of: number).flatMap { [$0.low, $0.high] }
                let edge = edges.randomElement(using: &self) ?? value
                value = edge &+ ([0, 0, 1, .max].randomElement(using: &self) ?? 0)
            }
            if Int.random(in: 0..<10, using: &self) == 0 { value = self.value(of: number) }
            let least = number.least(fields.proto, fields.source.family)
            value = min(max(value, least), number.row.whole.high)
            switch number {
            case .hopLimit: fields.hopLimit = UInt8(value)
            case .length: fields.totalLength = Int(value)
            case .dscp: fields.dscp = UInt8(value)
            }
        }
    }
}
