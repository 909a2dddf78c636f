extension PacketBox {
    /// Whether no packet lies in it.
    @inlinable
    package var isEmpty: Bool { flags.isEmpty || context == 0 }

    /// Whether a packet lies in both.
    @inlinable @inline(__always)
    package func intersects(_ other: Self) -> Bool {
        source.intersects(other.source) && destination.intersects(other.destination)
            && Swift.all((lows .<= other.highs) .& (other.lows .<= highs))
            && context & other.context != 0 && flags.intersects(other.flags)
    }

    /// Whether each packet of the other lies in it.
    @inlinable @inline(__always)
    package func contains(_ other: Self) -> Bool {
        source.contains(other.source) && destination.contains(other.destination)
            && Swift.all((lows .<= other.lows) .& (other.highs .<= highs))
            && other.context & ~context == 0 && flags.contains(other.flags)
    }

    /// The packets in both, or nil when there is none.
    @inlinable
    package func intersection(_ other: Self) -> Self? {
        guard intersects(other) else { return nil }
        return Self(
            lows: pointwiseMax(lows, other.lows), highs: pointwiseMin(highs, other.highs),
            source: source.intersection(other.source),
            destination: destination.intersection(other.destination),
            context: context & other.context,
            flags: FlagSets(words: flags.words & other.flags.words))
    }

    /// The least box around both.
    package func hull(_ other: Self) -> Self {
        Self(
            lows: pointwiseMin(lows, other.lows), highs: pointwiseMax(highs, other.highs),
            source: source.hull(other.source), destination: destination.hull(other.destination),
            context: context | other.context,
            flags: FlagSets(words: flags.words | other.flags.words))
    }

    /// About which part of it lies in the other, from 0 to 1; the two must intersect.
    func share(in other: Self) -> Double {
        var share = source.share(in: other.source) * destination.share(in: other.destination)
        if Swift.any((lows .< other.lows) .| (highs .> other.highs)) {
            share *=
                self[.sourcePort].share(in: other[.sourcePort])
                * self[.destinationPort].share(in: other[.destinationPort])
            for lane in PacketNumber.proto.lane..<lows.scalarCount {
                share *= Interval(lows[lane], highs[lane]).share(
                    in: Interval(other.lows[lane], other.highs[lane]))
            }
        }
        if !other.flags.contains(flags) {
            let both = FlagSets(words: flags.words & other.flags.words)
            share *= Double(both.count) / Double(flags.count)
        }
        if context & ~other.context != 0 {
            let both = (context & other.context).nonzeroBitCount
            share *= Double(both) / Double(context.nonzeroBitCount)
        }
        return share
    }

    /// Takes off the packets that lie outside the other on one side of it; nil when there are none.
    ///
    /// After all sides have been taken off, what is left lies in the other.
    @inline(__always)
    mutating func takeOff(_ side: BoxSide, outside other: Self) -> Self? {
        var part = self
        switch side {
        case .below(.source):
            guard let below = source.takeBelow(other.source) else { return nil }
            part.source = below
        case .above(.source):
            guard let above = source.takeAbove(other.source) else { return nil }
            part.source = above
        case .below(.destination):
            guard let below = destination.takeBelow(other.destination) else { return nil }
            part.destination = below
        case .above(.destination):
            guard let above = destination.takeAbove(other.destination) else { return nil }
            part.destination = above
        case .below(.number(let number)):
            guard let below = self[number].takeBelow(other[number]) else { return nil }
            part[number] = below
        case .above(.number(let number)):
            guard let above = self[number].takeAbove(other[number]) else { return nil }
            part[number] = above
        case .below(.flags), .above(.flags):
            part.flags.words = flags.words & ~other.flags.words
            guard !part.flags.isEmpty else { return nil }
            flags.words &= other.flags.words
        case .below(.context), .above(.context):
            part.context = context & ~other.context
            guard part.context != 0 else { return nil }
            context &= other.context
        }
        return part
    }

    // MARK: - Field by field

    /// Whether both have the same numbers in a field.
    func isEqual(_ other: Self, in field: PacketField) -> Bool {
        switch field {
        case .source: source == other.source
        case .destination: destination == other.destination
        case .number(let number): self[number] == other[number]
        case .flags: flags == other.flags
        case .context: context == other.context
        }
    }

    /// Whether the numbers of both in a field together leave out none between them.
    func touches(_ other: Self, in field: PacketField) -> Bool {
        switch field {
        case .source: source.touches(other.source)
        case .destination: destination.touches(other.destination)
        case .number(let number): self[number].touches(other[number])
        case .flags, .context: true
        }
    }

    /// The box with the numbers of another in one field.
    func replacing(_ field: PacketField, by other: Self) -> Self {
        var box = self
        switch field {
        case .source: box.source = other.source
        case .destination: box.destination = other.destination
        case .number(let number): box[number] = other[number]
        case .flags: box.flags = other.flags
        case .context: box.context = other.context
        }
        return box
    }
}

/// Where a box can stick out of another.
enum BoxSide {
    /// Below its numbers in a field, or anywhere outside where the field has no order.
    case below(PacketField)
    /// Above its numbers in a field.
    case above(PacketField)

    /// All of them, in the order in which they are taken off.
    ///
    /// The protocol is first: what is cut afterwards then lies in protocols for which a number means the same.
    static let all: [BoxSide] = {
        let first: [PacketField] = [.number(.proto), .flags, .context]
        let last: [PacketField] = [
            .number(.destinationPort), .number(.sourcePort), .destination, .source,
        ]
        let others = PacketField.allCases.filter { !first.contains($0) && !last.contains($0) }
        return (first + others + last).flatMap { field -> [BoxSide] in
            switch field {
            case .flags, .context: [.below(field)]
            case .source, .destination, .number: [.below(field), .above(field)]
            }
        }
    }()
}
