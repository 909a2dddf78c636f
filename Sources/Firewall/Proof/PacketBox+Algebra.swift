extension PacketBox {
    /// Whether no packet lies in it.
    package var isEmpty: Bool { flags.isEmpty || context == 0 }

    /// Whether a packet lies in both.
    @inline(__always)
    package func intersects(_ other: Self) -> Bool {
        source.intersects(other.source) && destination.intersects(other.destination)
            && destinationPort.intersects(other.destinationPort)
            && sourcePort.intersects(other.sourcePort)
            && proto.intersects(other.proto) && context & other.context != 0
            && flags.intersects(other.flags)
    }

    /// Whether each packet of the other lies in it.
    @inline(__always)
    package func contains(_ other: Self) -> Bool {
        source.contains(other.source) && destination.contains(other.destination)
            && destinationPort.contains(other.destinationPort)
            && sourcePort.contains(other.sourcePort)
            && proto.contains(other.proto) && other.context & ~context == 0
            && flags.contains(other.flags)
    }

    /// The packets in both, or nil when there is none.
    package func intersection(_ other: Self) -> Self? {
        guard intersects(other) else { return nil }
        return Self(
            source: source.intersection(other.source),
            destination: destination.intersection(other.destination),
            sourcePort: sourcePort.intersection(other.sourcePort),
            destinationPort: destinationPort.intersection(other.destinationPort),
            proto: proto.intersection(other.proto),
            flags: FlagSets(words: flags.words & other.flags.words),
            context: context & other.context)
    }

    /// The least box around both.
    package func hull(_ other: Self) -> Self {
        Self(
            source: source.hull(other.source), destination: destination.hull(other.destination),
            sourcePort: sourcePort.hull(other.sourcePort),
            destinationPort: destinationPort.hull(other.destinationPort),
            proto: proto.hull(other.proto),
            flags: FlagSets(words: flags.words | other.flags.words),
            context: context | other.context)
    }

    /// About which part of it lies in the other, from 0 to 1; the two must intersect.
    func share(in other: Self) -> Double {
        var share = source.share(in: other.source) * destination.share(in: other.destination)
        share *=
            sourcePort.share(in: other.sourcePort)
            * destinationPort.share(in: other.destinationPort)
        share *= proto.share(in: other.proto)
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
    mutating func takeOff(_ side: BoxSide, outside other: Self) -> Self? {
        var part = self
        switch side {
        case .sourceBelow:
            guard let below = source.takeBelow(other.source) else { return nil }
            part.source = below
        case .sourceAbove:
            guard let above = source.takeAbove(other.source) else { return nil }
            part.source = above
        case .destinationBelow:
            guard let below = destination.takeBelow(other.destination) else { return nil }
            part.destination = below
        case .destinationAbove:
            guard let above = destination.takeAbove(other.destination) else { return nil }
            part.destination = above
        case .sourcePortBelow:
            guard let below = sourcePort.takeBelow(other.sourcePort) else { return nil }
            part.sourcePort = below
        case .sourcePortAbove:
            guard let above = sourcePort.takeAbove(other.sourcePort) else { return nil }
            part.sourcePort = above
        case .destinationPortBelow:
            guard let below = destinationPort.takeBelow(other.destinationPort) else { return nil }
            part.destinationPort = below
        case .destinationPortAbove:
            guard let above = destinationPort.takeAbove(other.destinationPort) else { return nil }
            part.destinationPort = above
        case .protoBelow:
            guard let below = proto.takeBelow(other.proto) else { return nil }
            part.proto = below
        case .protoAbove:
            guard let above = proto.takeAbove(other.proto) else { return nil }
            part.proto = above
        case .flags:
            part.flags.words = flags.words & ~other.flags.words
            guard !part.flags.isEmpty else { return nil }
            flags.words &= other.flags.words
        case .context:
            part.context = context & ~other.context
            guard part.context != 0 else { return nil }
            context &= other.context
        }
        return part
    }
}

/// Where a box can stick out of another.
enum BoxSide: CaseIterable {
    case protoBelow, protoAbove, flags, context
    case destinationPortBelow, destinationPortAbove, sourcePortBelow, sourcePortAbove
    case destinationBelow, destinationAbove, sourceBelow, sourceAbove
}
