import Events
import Fabric
import Timeline
import Tunnel
import Wire

/// Says what changes beside the messages: new associations, old ones that end, datagrams that carry nothing.
struct ControlWriter: Writer {
    private typealias Say = TunnelPhrase
    var page: Page

    mutating func write(_ rekeying: Rekeying) {
        switch rekeying.cause {
        case .asked: page.line(Say.newPair, (.tunnel, rekeying.tunnel))
        case .softLifetime:
            page.line(
                Say.rekeyedBySoftLifetime, (.time, rekeying.instant), (.tunnel, rekeying.tunnel))
        }
        for change in rekeying.changes {
            page.line(
                in: 2, Say.receives, (.role, change.role), (.spi, change.new),
                (.last, change.old), (.time, Fabric.drainTime))
        }
        guard rekeying.changes.count == 1, let own = rekeying.changes.first else { return }
        page.line(in: 2, Say.rekeyThere, (.peer, own.role.peer))
    }

    mutating func write(_ retirement: Retirement) {
        let spis = retirement.spis
        let list = Composed { page in
            for (place, spi) in spis.enumerated() {
                if place > 0 { page.say(Say.and) }
                page.put(spi)
            }
        }
        page.line(
            Say.drained, (.time, retirement.instant), (.tunnel, retirement.tunnel), (.spi, list),
            (.key, spis.count == 1 ? Say.itsKey : Say.theirKeys))
    }

    mutating func write(_ report: ControlReport, _ count: Int, of asked: Int) {
        page.say(
            report.kind == .dummy ? Say.dummies : Say.keepalives, (.count, count),
            (.tunnel, report.tunnel), (.bytes, report.length))
        if count > 1 { page.say(Say.each) }
        page.endLine()
        if count < asked { page.line(in: 2, Say.ended, (.count, count), (.total, asked)) }
        guard let reason = report.reason else {
            return page.row(Self.ends, Say.wire, then: Say.left, (.peer, report.sender.peer))
        }
        let end = report.length == 0 ? report.sender : report.sender.peer
        page.row(Self.ends, end, RefusalText(reason: reason))
    }

    private static let ends = Columns(.ends(after: 2))
}

/// Says what happens to policies, and lists them.
struct PolicyWriter: Writer {
    private typealias Say = TunnelPhrase
    var page: Page

    mutating func write(_ event: PolicyEvent) {
        switch event {
        case .added(let policy, let number):
            page.line(Say.added, (.number, number), (.policy, policy))
        case .deleted(let policy): page.line(Say.deleted, (.policy, policy))
        case .listed(let policies, let closed):
            for (index, policy) in policies.enumerated() {
                page.begin(Self.columns, index + 1, policy)
                // Behind a comment sign, so that the policy can be typed as it stands.
                if policy.direction == .back {
                    page.fill(page.layout == .grid ? 2 : 0)
                    page.put("# ")
                    page.say(Say.wayBack)
                }
                if case .protect(let name) = policy.action, closed.contains(name) {
                    page.fill(page.layout == .grid ? 2 : 0)
                    page.put("# ")
                    page.say(Say.notOpen, (.tunnel, name))
                }
                page.endLine()
            }
            page.row(Self.columns, Say.any, Say.bypass)
        }
    }

    private static let columns = Columns(.right(4), .rest(after: 2))
}
