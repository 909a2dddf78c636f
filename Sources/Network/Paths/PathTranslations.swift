import Firewall
import Wire

/// The address translation rules of a node as paths meet them: about the first packet of a flow, where no other flow is known.
///
/// What depends on nothing but the packet's own fields is exact; which address of a pool a flow gets is not followed.
struct PathTranslations<Address: PathAddress> {
    private var rules: [Rule] = []
    /// The links of the node.
    private let links: [LinkName]
    /// Which packets begin flows; only they are translated.
    private let states: [(state: ConnectionState, box: PacketBox<Address>)]

    private struct Rule {
        let rule: NATRule
        /// The packets that it matches, but for one to one the prefix; nil where they are too many boxes.
        let boxes: [PacketBox<Address>]?
        var match: RuleMatch { rule.match }
        var end: NATEnd { rule.action.end }
    }

    /// The rules of a node with these links.
    init(_ rules: NATRules, links: [LinkName]) {
        self.links = links
        let isUsed = Address.family == .v4 && !rules.rules.isEmpty
        states = isUsed ? FirstPackets<Address>.boxes : []
        guard isUsed else { return }
        self.rules = rules.rules.map { rule in
            Rule(rule: rule, boxes: Address.boxes(of: rule.match, links: links))
        }
    }

    /// Whether nothing is ever translated.
    var isEmpty: Bool { rules.isEmpty }

    /// The parts of a part that is to be translated: what begins flows, and what does not.
    func told(_ part: PathPart<Address>) -> [PathPart<Address>] {
        isEmpty ? [part] : part.told(apart: states)
    }

    // MARK: - Destinations

    /// The parts of a part that has come in over a link, with the destinations that they have from here on.
    func translateIn(_ part: PathPart<Address>, on link: LinkName) -> [PathPart<Address>] {
        guard !isEmpty, part.trackedState == .new else { return [part] }
        return apply(part, where: { $0.end != .source }, over: link, out: nil) { rule, piece in
            destinations(of: piece, by: rule)
        }
    }

    private func destinations(of part: PathPart<Address>, by rule: NATRule) -> [PathPart<Address>] {
        switch rule.action {
        case .masquerade, .source: return [part]
        case .oneToOne(let inside, let outside):
            guard let step = Self.step(from: outside, to: inside) else { return [part] }
            var moved = part
            moved.change.destination = part.change.destination.shifted(by: step)
            return [moved]
        case .destination(let pool):
            guard let addresses = Self.interval(pool) else { return [part] }
            var moved = part
            moved.change.destination = Self.change(to: addresses, &moved.isCertain)
            guard let ports = pool.ports.map(Self.interval) else { return [moved] }
            if ports.low == ports.high {
                moved.change.destinationPort = .constant(ports.low)
                return [moved]
            }
            let kept = Self.kept(moved, .destinationPort, in: ports) {
                $0.change.destinationPort = .constant(ports.low)
            }
            guard let other = renumbered(part, to: addresses, ports) else { return kept }
            return [other]
                + kept.map { piece in
                    var piece = piece
                    piece.isCertain = false
                    return piece
                }
        }
    }

    /// Those of a part that are sent to their own source, and whose answers would look like themselves; nil where there are none.
    ///
    /// They get another port of a pool, whichever is free.
    private func renumbered(
        _ part: PathPart<Address>, to addresses: Interval<Address>, _ ports: Interval<UInt16>
    ) -> PathPart<Address>? {
        guard
            var own = part.narrowed(source: addresses)?.narrowed(destination: addresses)?
                .narrowed(.sourcePort, ports)?.narrowed(.destinationPort, ports)
        else { return nil }
        own.change.destination = Self.change(to: addresses, &own.isCertain)
        own.change.destinationPort = .among(ports)
        own.isCertain = false
        return own
    }

    // MARK: - Sources

    /// The parts of a part that goes out over a link, with the sources that they have from here on.
    ///
    /// `arrived` is a box around the packets as they came to the node, `own` the node's address on the link.
    func translateOut(
        _ part: PathPart<Address>, over link: LinkName?, out: LinkName, own: Address?,
        arrived: PacketBox<Address>
    ) -> [PathPart<Address>] {
        guard !isEmpty, part.trackedState == .new else { return [part] }
        let found = apply(part, where: { $0.end != .destination }, over: link, out: out) {
            rule, piece in sources(of: piece, by: rule, own)
        }
        return found.flatMap { piece in
            mirrored(piece, before: part, arrived: arrived)
        }
    }

    private func sources(
        of part: PathPart<Address>, by rule: NATRule, _ own: Address?
    ) -> [PathPart<Address>] {
        switch rule.action {
        case .destination: return [part]
        case .oneToOne(let inside, let outside):
            guard let step = Self.step(from: inside, to: outside) else { return [part] }
            var moved = part
            moved.change.source = part.change.source.shifted(by: step)
            return [moved]
        case .masquerade(let ports):
            // Without an address the packet is dropped.
            guard let own else { return [] }
            return moved(part, to: Interval(own, own), ports.map(Self.interval))
        case .source(let pool):
            guard let addresses = Self.interval(pool) else { return [part] }
            return moved(part, to: addresses, pool.ports.map(Self.interval))
        }
    }

    /// What has an address and a port of a pool keeps them; all else gets an address, and a port where it has none of those.
    private func moved(
        _ part: PathPart<Address>, to addresses: Interval<Address>, _ ports: Interval<UInt16>?
    ) -> [PathPart<Address>] {
        var found: [PathPart<Address>] = []
        for (isInside, sources) in Self.split(addresses) {
            guard let piece = part.narrowed(source: sources) else { continue }
            let change: (inout PathPart<Address>) -> Void = { part in
                part.change.source = Self.change(to: addresses, &part.isCertain)
            }
            guard let ports else {
                var other = piece
                if !isInside { change(&other) }
                found.append(other)
                continue
            }
            for (isKept, values) in Self.split(ports) {
                guard var other = piece.narrowed(.sourcePort, values) else { continue }
                if !isInside || !isKept { change(&other) }
                if !isKept { other.change.sourcePort = .constant(ports.low) }
                found.append(other)
            }
        }
        return found
    }

    /// The parts of a part that has been translated, apart from those packets whose answers would look like themselves: they
    /// get another source port, whichever is free.
    private func mirrored(
        _ part: PathPart<Address>, before: PathPart<Address>, arrived: PacketBox<Address>
    ) -> [PathPart<Address>] {
        let (old, new) = (before.now, part.now)
        guard old.source.intersects(new.destination), new.source.intersects(arrived.destination),
            old[.sourcePort].intersects(new[.destinationPort]),
            new[.sourcePort].intersects(arrived[.destinationPort])
        else { return [part] }
        // What is sent to its own source, as this node sees it: few, where the destination is one host's.
        var own = part.sent
        var source = before.change.source
        guard source.narrow(&own.source, to: new.destination) else { return [part] }
        var doubtful = part
        doubtful.sent = own
        doubtful.isCertain = false
        var others = part
        if own == part.sent {
            others.isCertain = false
        } else {
            others.exclude(sent: own)
        }
        var renumbered = doubtful
        renumbered.change.sourcePort = .among(.all)
        // What is certain is followed first, and so comes last.
        return own == part.sent ? [renumbered, others] : [renumbered, doubtful, others]
    }

    // MARK: - Rules

    /// Asks the rules of one end in order about a part; what no rule matches stays as it is.
    private func apply(
        _ part: PathPart<Address>, where isAsked: (Rule) -> Bool, over link: LinkName?,
        out: LinkName?, _ translate: (NATRule, PathPart<Address>) -> [PathPart<Address>]
    ) -> [PathPart<Address>] {
        var found: [PathPart<Address>] = []
        var rest = part
        for rule in rules where isAsked(rule) {
            guard let boxes = boxes(of: rule, over: link, out: out) else {
                rest.isCertain = false
                found += translate(rule.rule, rest)
                continue
            }
            for box in boxes {
                guard let piece = rest.narrowed(to: box) else { continue }
                found += translate(rule.rule, piece)
                if !rest.exclude(box) { return found }
            }
        }
        return found + [rest]
    }

    /// The packets that a rule matches over links; nil where they are too many boxes.
    private func boxes(
        of rule: Rule, over link: LinkName?, out: LinkName?
    ) -> [PacketBox<Address>]? {
        var came = link
        var prefix: (source: Interval<Address>?, destination: Interval<Address>?)
        if case .oneToOne(let inside, let outside) = rule.rule.action {
            if let out {
                // Its links are the outside.
                came = out
                prefix.source = Address.interval(inside.first, inside.last)
            } else {
                prefix.destination = Address.interval(outside.first, outside.last)
            }
        }
        if came == nil, rule.match.inLinkMatch != nil { return [] }
        guard let boxes = rule.boxes else { return nil }
        let state = ConnectionState.allCases.firstIndex(of: .new) ?? 0
        let place = came.flatMap(links.firstIndex(of:)) ?? 0
        let bit: UInt64 = 1 << UInt64(place * ConnectionState.allCases.count + state)
        let wayOut = out.flatMap(links.firstIndex(of:)).map(UInt16.init)
        return boxes.compactMap { box in
            guard box.context & bit != 0, wayOut.map({ box[.outLink].contains($0) }) ?? true else {
                return nil
            }
            var all = PacketBox<Address>.all
            if let source = prefix.source { all.source = source }
            if let destination = prefix.destination { all.destination = destination }
            return box.intersection(all)
        }
    }

    // MARK: - Numbers

    private static func change(
        to addresses: Interval<Address>, _ isCertain: inout Bool
    ) -> FieldChange<Address> {
        if addresses.low == addresses.high { return .constant(addresses.low) }
        isCertain = false
        return .among(addresses)
    }

    private static func interval(_ pool: NATPool) -> Interval<Address>? {
        Address.interval(pool.addresses.first, pool.addresses.last)
    }

    private static func interval(_ ports: PortRange) -> Interval<UInt16> {
        Interval(ports.first.rawValue, ports.last.rawValue)
    }

    /// What is added to an address at a place of a prefix to get that at the same place of another.
    private static func step(from old: Prefix, to new: Prefix) -> Address? {
        guard let before = Address.number(of: old.address),
            let after = Address.number(of: new.address)
        else { return nil }
        return after &- before
    }

    /// The numbers of an interval, and those below and above it.
    private static func split<Number>(
        _ inside: Interval<Number>
    ) -> [(isInside: Bool, values: Interval<Number>)] {
        [(true, inside)] + IntervalList.outside([inside]).map { (false, $0) }
    }

    /// The parts of a part that have a number in an interval, and the others, which are changed.
    private static func kept(
        _ part: PathPart<Address>, _ number: PacketNumber, in values: Interval<UInt16>,
        _ change: (inout PathPart<Address>) -> Void
    ) -> [PathPart<Address>] {
        split(values).compactMap { isInside, values in
            guard var piece = part.narrowed(number, values) else { return nil }
            if !isInside { change(&piece) }
            return piece
        }
    }
}
