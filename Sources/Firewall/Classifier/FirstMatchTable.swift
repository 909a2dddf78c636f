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
    private let scope: Scope

    /// What of a match counts.
    enum Scope {
        /// All of it.
        case everything
        /// Its addresses: what it says of other fields is left out.
        case addresses
    }

    /// The table of some matches; of no use when the budget has ended.
    init(
        _ matches: some RandomAccessCollection<RuleMatch?>, links: [LinkName],
        by scope: Scope = .everything, _ budget: Budget
    ) {
        self.links = links
        self.scope = scope
        ipv4 = Classifier(
            matches.lazy.map { budget.spend(Budget.item) ? $0?.hull4(links, scope) : nil })
        ipv6 = Classifier(
            matches.lazy.map { budget.spend(Budget.item) ? $0?.hull6(links, scope) : nil })
    }

    /// Brings it into the shape that is read fastest, unless the budget ends; the answers are the same without.
    mutating func compile(_ budget: Budget) {
        ipv4.compile(budget)
        ipv6.compile(budget)
    }

    /// Whether there is nothing to compile.
    var isCompiled: Bool { ipv4.isCompiled && ipv6.isCompiled }

    mutating func insert(_ match: RuleMatch?, at position: Int) {
        ipv4.insert(match?.hull4(links, scope), at: position)
        ipv6.insert(match?.hull6(links, scope), at: position)
    }

    mutating func remove(at position: Int) {
        ipv4.remove(at: position)
        ipv6.remove(at: position)
    }

    mutating func replace(at position: Int, with match: RuleMatch?) {
        ipv4.replace(at: position, with: match?.hull4(links, scope))
        ipv6.replace(at: position, with: match?.hull6(links, scope))
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

    /// The lowest few positions below `limit` of matches whose addresses are a packet's, rising; of several
    /// ranges only the outermost addresses count.
    ///
    /// Of a table of addresses alone, where every position is asked about; none when the budget ends. Mutating
    /// only because the table may have to be compiled.
    mutating func lowest(
        _ few: Int, around packet: PacketFields, below limit: Int, _ budget: Budget
    ) -> [Int] {
        precondition(scope == .addresses, "where ports count, too, others would be left out")
        compile(budget)
        guard budget.end == nil else { return [] }
        var found: [Int] = []
        var last = -1
        while found.count < few, let next = firstMatch(packet, confirm: { $0 > last }),
            next < limit
        {
            found.append(next)
            last = next
        }
        return found
    }

    /// Hands out the positions, some of them twice, whose matches may have packets in common with another.
    func forEachPosition(meeting match: RuleMatch, _ body: (Int) -> Void) {
        if let hull = match.hull4(links, scope) {
            ipv4.forEachPosition(intersecting: hull.box) { position in
                body(position)
                return true
            }
        }
        if let hull = match.hull6(links, scope) {
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
    fileprivate func hull4(
        _ links: [LinkName], _ scope: FirstMatchTable.Scope
    ) -> RuleHull<UInt32>? { hull(of: RuleBoxes(ipv4: self, links: links), links, scope) }

    fileprivate func hull6(
        _ links: [LinkName], _ scope: FirstMatchTable.Scope
    ) -> RuleHull<UInt128>? { hull(of: RuleBoxes(ipv6: self, links: links), links, scope) }

    private func hull<Address>(
        of boxes: RuleBoxes<Address>, _ links: [LinkName], _ scope: FirstMatchTable.Scope
    ) -> RuleHull<Address>? {
        let contexts = PacketSpace.contexts(linkCount: links.count)
        return boxes.hull(all: contexts).map { hull in
            switch scope {
            // Even a rule on every link does not match a packet of which the link isn't known.
            case .everything:
                let isExact = hull.isExact && self.links.isEmpty && outLinks.isEmpty
                return RuleHull(box: hull.box, isExact: isExact)
            case .addresses:
                var box = PacketBox<Address>.all
                box.source = hull.box.source
                box.destination = hull.box.destination
                return RuleHull(box: box, isExact: false)
            }
        }
    }
}
