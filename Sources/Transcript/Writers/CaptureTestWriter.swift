import Captures
import Events
import Firewall
import Wire

/// Says what would become of the packets of a capture file, and what became of those that were sent.
struct CaptureTestWriter: Writer {
    private typealias Say = CapturePhrase
    var page: Page

    /// The verdict of each packet, and how many each rule decided.
    mutating func write(_ test: CaptureTest) {
        for line in test.lines where page.goesOn {
            switch line {
            case .judged(let number, let fields, let verdict):
                let decision = DecisionCell(
                    action: verdict.action, decider: verdict.decider,
                    tone: verdict.action == .allow ? .good : .bad)
                page.row(Self.verdicts, number, decision, PacketText(fields))
            case .missing(let number, let miss):
                page.row(Self.verdicts, number, Say.notJudged, miss)
            }
        }
        page.row(Self.hits, Say.rule, Say.packets, Say.bytes)
        for (index, count) in test.hits.enumerated() where count.packets > 0 && page.goesOn {
            page.row(Self.hits, index + 1, count.packets, count.bytes)
        }
        page.row(Self.hits, Say.any, test.byDefault.packets, test.byDefault.bytes)
        if test.unjudged > 0 { page.line(Say.notJudgedCount, (.count, test.unjudged)) }
        if test.repeated > 0 {
            page.line(Say.notJudgedAgain, (.count, test.repeated), (.reason, CaptureMiss.repeated))
        }
    }

    private static let verdicts = Columns(.right(6), .left(20, after: 2))
    private static let hits = Columns(.right(4), .right(9), .right(10))

    /// What became of the packets of a file, the first ones one by one.
    mutating func write(_ load: PacketLoad) {
        let burst = load.burst
        if burst.sent > 0 {
            page.line(
                Say.sent, (.count, burst.sent), (.file, load.file),
                (.first, burst.numbers.lowerBound),
                (.last, burst.numbers.upperBound), (.outcome, burst))
        } else {
            page.line(Say.noneSent, (.file, load.file))
        }
        for line in load.lines { write(line) }
        if load.untold > 0 { page.line(in: 2, Say.untold, (.count, load.untold)) }
        for missing in load.missing {
            page.line(in: 2, Say.notSentBecause, (.count, missing.count), (.reason, missing.thing))
        }
        if load.excess > 0 {
            page.line(in: 2, Say.notSentBecause, (.count, load.excess), (.reason, Say.excess))
        }
        if load.isInterrupted { page.line(in: 2, Say.restNotSent) }
    }

    private mutating func write(_ line: PacketLoad.Line) {
        switch line {
        case .sent(let number, let sent, let fields, let drop):
            page.begin(Self.outcomes, number, Composed { $0.say(Say.packet, (.number, sent)) })
            if let drop {
                page.row(Self.outcome, Toned(drop.rawValue, .bad), PacketText(fields))
            } else {
                page.row(Self.outcome, Say.delivered, PacketText(fields))
            }
        case .missing(let number, let miss): page.row(Self.outcomes, number, Say.notSent, miss)
        }
    }

    private static let outcomes = Columns(.right(6), .left(14, after: 2))
    /// The longest name of a reason, and two blanks.
    private static let outcome = Columns(.left(24))
}
