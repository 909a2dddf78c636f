import Timeline
import Wire

/// The matches of a rule list in both families, laid out so that the first one around a packet is found
/// without reading the list.
///
/// It gives the same answers as asking each `RuleMatch` in order. A position may be empty and then
/// matches nothing.
struct FirstMatchTable: Sendable {
    private var ipv4: Classifier<UInt32>
    private var ipv6: Classifier<UInt128>
    private let links: [LinkName]
    private let contexts: UInt64

    /// The table of some matches; of no use when the budget has ended.
    init(
        _ matches: some RandomAccessCollection<RuleMatch?>, links: [LinkName], _ budget: Budget
    ) {
        self.links = links
        let contexts = PacketSpace.contexts(linkCount: links.count)
        self.contexts = contexts
        ipv4 = Classifier(
            matches.lazy.map { budget.spend(Budget.item) ? $0?.hull4(links, contexts) : nil })
        ipv6 = Classifier(
            matches.lazy.map { budget.spend(Budget.item) ? $0?.hull6(links, contexts) : nil })
    }

    /// Brings it into the shape that is read fastest, unless the budget ends; the answers are the same without.
    mutating func compile(_ budget: Budget) {
        ipv4.compile(budget)
        ipv6.compile(budget)
    }

    /// Whether there is nothing to compile.
    var isCompiled: Bool { ipv4.isCompiled && ipv6.isCompiled }

    mutating func insert(_ match: RuleMatch?, at position: Int) {
        ipv4.insert(match?.hull4(links, contexts), at: position)
        ipv6.insert(match?.hull6(links, contexts), at: position)
    }

    mutating func remove(at position: Int) {
        ipv4.remove(at: position)
        ipv6.remove(at: position)
    }

    mutating func replace(at position: Int, with match: RuleMatch?) {
        ipv4.replace(at: position, with: match?.hull4(links, contexts))
        ipv6.replace(at: position, with: match?.hull6(links, contexts))
    }

    mutating func move(from position: Int, to target: Int) {
        ipv4.move(from: position, to: target)
        ipv6.move(from: position, to: target)
    }

    /// The position of the first match, or nil.
    ///
    /// `confirm` says whether the match at a position takes the packet; it is asked where that is not plain
    /// from the table. The packet is no fragment: those have no place in the space.
    @inline(__always)
    func firstMatch(_ packet: PacketFields, confirm: (Int) -> Bool) -> Int? {
        switch (packet.source, packet.destination) {
        case (.v4(let source), .v4(let destination)):
            ipv4.firstMatch(
                PacketPoint(
                    classified: packet, from: source.rawValue, to: destination.rawValue),
                confirm: confirm)
        case (.v6(let source), .v6(let destination)):
            ipv6.firstMatch(
                PacketPoint(
                    classified: packet, from: source.rawValue, to: destination.rawValue),
                confirm: confirm)
        default: nil
        }
    }

    /// The lowest few positions below `limit` of rules that match the addresses of a packet, rising; what the
    /// rules say of its other fields is left out of account, and of several ranges only the outermost
    /// addresses count.
    func lowest(_ few: Int, around packet: PacketFields, below limit: Int) -> [Int] {
        switch (packet.source, packet.destination) {
        case (.v4(let source), .v4(let destination)):
            var box = PacketBox<UInt32>.all
            box.source = Interval(source.rawValue, source.rawValue)
            box.destination = Interval(destination.rawValue, destination.rawValue)
            return ipv4.lowest(few, intersecting: box, below: limit)
        case (.v6(let source), .v6(let destination)):
            var box = PacketBox<UInt128>.all
            box.source = Interval(source.rawValue, source.rawValue)
            box.destination = Interval(destination.rawValue, destination.rawValue)
            return ipv6.lowest(few, intersecting: box, below: limit)
        default: return []
        }
    }

    /// Hands out the positions, some of them twice, whose matches may have packets in common with another.
    func forEachPosition(meeting match: RuleMatch, _ body: (Int) -> Void) {
        if let hull = match.hull4(links, contexts) {
            ipv4.forEachPosition(intersecting: hull.box) { position in
                body(position)
                return true
            }
        }
        if let hull = match.hull6(links, contexts) {
            ipv6.forEachPosition(intersecting: hull.box) { position in
                body(position)
                return true
            }
        }
    }
}

extension PacketFields {
    /// Whether it has the fields that the space of packets has for its protocol: a later fragment has not.
    var isWhole: Bool {
        switch proto {
        case .tcp: sourcePort != nil && tcpFlags != nil
        case .udp: sourcePort != nil
        case .icmp: icmpType != nil || source.family == .v6
        case .icmpv6: icmpType != nil || source.family == .v4
        default: true
        }
    }
}

extension RuleMatch {
    /// Even a rule on every link does not match a packet of which the link isn't known.
    private var asksAboutLink: Bool { !links.isEmpty }

    fileprivate func hull4(_ links: [LinkName], _ contexts: UInt64) -> RuleHull<UInt32>? {
        RuleBoxes(ipv4: self, links: links).hull(all: contexts).map {
            RuleHull(box: $0.box, isExact: $0.isExact && !asksAboutLink)
        }
    }

    fileprivate func hull6(_ links: [LinkName], _ contexts: UInt64) -> RuleHull<UInt128>? {
        RuleBoxes(ipv6: self, links: links).hull(all: contexts).map {
            RuleHull(box: $0.box, isExact: $0.isExact && !asksAboutLink)
        }
    }
}
