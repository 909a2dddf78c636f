import Events
import Fabric
import Tunnel
import Wire

/// Says what came of many hostile datagrams.
struct FloodWriter: Writer {
    private typealias Say = AttackPhrase
    var page: Page

    mutating func write(_ report: FloodReport) {
        let server = TunnelRole.server
        page.line(
            AttackPhrase.headline, (.role, server), (.tunnel, report.tunnel),
            (.what, Composed { $0.say(Say.title, (.count, report.sent)) }))
        if report.sent < UInt64(report.asked) {
            page.line(in: 2, Say.interrupted, (.count, report.sent), (.total, report.asked))
        }
        for (kind, count) in zip(FloodKind.allCases, report.counts) {
            guard count.sent > 0 else {
                let isLacking = kind.needsRecord && report.recorded == 0
                page.row(Self.kinds, kind, isLacking ? Say.notRecorded : Say.none)
                continue
            }
            page.begin(Self.counts, kind, count.sent)
            if page.layout == .grid { page.put(": ") }
            Listed(Self.outcomes(of: count)).write(on: &page)
            page.endLine()
        }
        page.begin(MessageWriter.steps, MessagePhrase.wire, Say.lost)
        switch report.lost {
        case 0?: page.line(Say.noneLost)
        case let lost?: page.line(Say.lostCount, (.count, lost))
        case nil: page.line(Say.unknownLoss)
        }
        page.row(
            MessageWriter.steps, server, Say.accepted,
            then: report.accepted == 0 ? Say.noneAccepted : Say.copies, (.count, report.accepted))
        page.write(of: server, from: report.before, to: report.after)
    }

    private static func outcomes(of count: FloodReport.Count) -> [Composed] {
        var outcomes: [Composed] = []
        if count.accepted > 0 {
            outcomes.append(Composed { $0.say(Say.acceptedCount, (.count, count.accepted)) })
        }
        for reason in DropReason.allCases where count.refused(reason) > 0 {
            outcomes.append(
                Composed { page in
                    page.say(
                        Say.refused, (.count, count.refused(reason)), (.reason, reason.rawValue))
                })
        }
        if count.underWay > 0 {
            outcomes.append(Composed { $0.say(Say.underWay, (.count, count.underWay)) })
        }
        return outcomes
    }

    private static let kinds = Columns(.left(28, after: 2))
    private static let counts = Columns(.left(28, after: 2), .right(7))
}
