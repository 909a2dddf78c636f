import Wire

extension PacketPoint {
    /// Moves one number of a point so that it leaves `obstacle` and stays within `box`.
    ///
    /// - Parameters:
    ///   - obstacle: What to leave.
    ///   - box: Where to stay.
    ///   - turn: Which number is tried first; it moves on, so that the next step goes elsewhere.
    /// - Returns: False when the obstacle covers the box.
    mutating func stepOut(
        of obstacle: PacketBox<Address>, within box: PacketBox<Address>, turn: inout Int
    ) -> Bool {
        let fields = PacketField.allCases
        for offset in fields.indices {
            let place = (turn + offset) % fields.count
            let isOut =
                switch fields[place] {
                case .source: Self.step(&source, out: obstacle.source, within: box.source)
                case .destination:
                    Self.step(&destination, out: obstacle.destination, within: box.destination)
                case .number(.proto): stepProto(out: obstacle[.proto], within: box[.proto])
                case .number(let number):
                    Self.step(&self[number], out: obstacle[number], within: box[number])
                case .flags: stepFlags(out: obstacle.flags, within: box.flags)
                case .context: stepContext(out: obstacle.context, within: box.context)
                }
            if isOut {
                turn = place + 1
                return true
            }
        }
        return false
    }

    @inline(__always)
    private static func step<Number>(
        _ number: inout Number, out obstacle: Interval<Number>, within interval: Interval<Number>
    ) -> Bool {
        if interval.high > obstacle.high {
            number = obstacle.high + 1
            return true
        }
        guard interval.low < obstacle.low else { return false }
        number = obstacle.low - 1
        return true
    }

    /// A protocol that a person knows is better than a neighbouring number.
    private mutating func stepProto(
        out obstacle: Interval<UInt16>, within interval: Interval<UInt16>
    ) -> Bool {
        let known = [IPProtocol.tcp, .udp].map { UInt16($0.rawValue) }
        if let other = known.first(where: { interval.contains($0) && !obstacle.contains($0) }) {
            self[.proto] = other
            return true
        }
        return Self.step(&self[.proto], out: obstacle, within: interval)
    }

    private mutating func stepFlags(out obstacle: FlagSets, within sets: FlagSets) -> Bool {
        guard let byte = FlagSets(words: sets.words & ~obstacle.words).first else { return false }
        flags = byte
        return true
    }

    private mutating func stepContext(out obstacle: UInt64, within bits: UInt64) -> Bool {
        guard bits & ~obstacle != 0 else { return false }
        context = UInt8((bits & ~obstacle).trailingZeroBitCount)
        return true
    }
}
