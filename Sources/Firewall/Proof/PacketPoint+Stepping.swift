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
        for offset in 0..<7 {
            let field = (turn + offset) % 7
            let isOut =
                switch field {
                case 0:
                    Self.step(
                        &destinationPort, out: obstacle.destinationPort, within: box.destinationPort
                    )
                case 1: Self.step(&source, out: obstacle.source, within: box.source)
                case 2: stepProto(out: obstacle.proto, within: box.proto)
                case 3: Self.step(&destination, out: obstacle.destination, within: box.destination)
                case 4: Self.step(&sourcePort, out: obstacle.sourcePort, within: box.sourcePort)
                case 5: stepFlags(out: obstacle.flags, within: box.flags)
                default: stepContext(out: obstacle.context, within: box.context)
                }
            if isOut {
                turn = field + 1
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
    private mutating func stepProto(out obstacle: Interval<UInt8>, within interval: Interval<UInt8>)
        -> Bool
    {
        let known: [UInt8] = [6, 17]
        if let other = known.first(where: { interval.contains($0) && !obstacle.contains($0) }) {
            proto = other
            return true
        }
        return Self.step(&proto, out: obstacle, within: interval)
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
