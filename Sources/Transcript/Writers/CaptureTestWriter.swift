import Captures
import Events
import Firewall
import Wire

/// Says what would become of the packets of a capture file, and what became of those that were sent.
struct CaptureTestWriter: Writer {
    private typealias Say = CapturePhrase
    var page: Page

    /// The verdicts of some packets.
    mutating func write(_ lines: [CaptureTest.Line]) {
        for line in lines where page.goesOn {
            switch line {
            case .judged(let number, let fields, let verdict, let list, let oddities):
                let decision = DecisionCell(
                    action: verdict.action, decider: verdict.decider,
                    tone: verdict.action == .allow ? .good : .bad)
                page.row(Self.verdicts, number, decision, OddPacketText(fields, list, oddities))
            case .missing(let number, let miss):
                page.row(Self.verdicts, number, Say.notJudged, miss)
            }
        }
    }

    /// How many packets each rule decided, and what was odd.
    mutating func write(_ test: CaptureTest) {
        page.heads(of: Self.hits)
        write(test.usual)
        for tally in test.others {
            page.line(Say.list, (.name, tally.list.rawValue))
            write(tally)
        }
        if test.unjudged > 0 { page.line(Say.notJudgedCount, (.count, test.unjudged)) }
        if test.repeated > 0 {
            page.line(Say.notJudgedAgain, (.count, test.repeated), (.reason, CaptureMiss.repeated))
        }
        write(test.notes)
    }

    private mutating func write(_ tally: CaptureTest.Tally) {
        for (index, count) in tally.hits.enumerated() where count.packets > 0 && page.goesOn {
            page.row(Self.hits, index + 1, count.packets, count.bytes)
        }
        page.row(Self.hits, Say.any, tally.byDefault.packets, tally.byDefault.bytes)
    }

    private mutating func write(_ notes: CaptureNotes) {
        for odd in notes.oddities { page.line(odd.thing.note, (.count, odd.count)) }
        if let place = notes.brokenOff { page.line(Say.brokenOff, (.place, place)) }
    }

    private static let verdicts = Columns(.right(6), .left(20, after: 2))
    private static let hits = Columns(
        .right(4).named(Say.rule), .right(9).named(Say.packets), .right(10).named(Say.bytes))

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
        let nodes = load.lines.lazy.compactMap { line in
            if case .sent(_, _, _, _, at: let node, _) = line { node } else { nil }
        }
        // The longest name of a reason, and of a node that is there.
        let outcome = Columns(.left(22), .fitting(nodes, after: 2))
        for line in load.lines { write(line, in: outcome) }
        if load.untold > 0 { page.line(in: 2, Say.untold, (.count, load.untold)) }
        for missing in load.missing {
            page.line(in: 2, Say.notSentBecause, (.count, missing.count), (.reason, missing.thing))
        }
        if load.excess > 0 {
            page.line(in: 2, Say.notSentBecause, (.count, load.excess), (.reason, Say.excess))
        }
        if load.isInterrupted { page.line(in: 2, Say.restNotSent) }
        write(load.notes)
    }

    private mutating func write(_ line: PacketLoad.Line, in outcome: Columns) {
        switch line {
        case .sent(let number, let sent, let fields, let drop, let node, let oddities):
            let packet = OddPacketText(fields, .forward, oddities)
            page.begin(Self.outcomes, number, Composed { $0.say(Say.packet, (.number, sent)) })
            if let drop {
                page.row(outcome, Toned(drop.rawValue, .bad), node, packet)
            } else {
                page.row(outcome, Say.delivered, node, packet)
            }
        case .missing(let number, let miss): page.row(Self.outcomes, number, Say.notSent, miss)
        }
    }

    private static let outcomes = Columns(.right(6), .left(14, after: 2))
}

/// A packet, and behind it which list judged it where that does not go without saying, and what is odd about it.
private struct OddPacketText: Written {
    let fields: PacketFields
    let list: RuleChain
    let oddities: [PacketOddity]

    init(_ fields: PacketFields, _ list: RuleChain, _ oddities: [PacketOddity]) {
        self.fields = fields
        self.list = list
        self.oddities = oddities
    }

    func write(on page: inout Page) {
        page.put(PacketText(fields))
        var isFirst = true
        func beginRemark() {
            if isFirst { page.gap() }
            page.put(isFirst ? "# " : ", ")
            isFirst = false
        }
        if list != .forward {
            beginRemark()
            page.say(CapturePhrase.list, (.name, list.rawValue))
        }
        for oddity in oddities {
            beginRemark()
            page.put(oddity)
        }
    }
}

extension PacketOddity {
    /// What such packets are taken for.
    fileprivate var note: CapturePhrase {
        switch self {
        case .headerChecksum: .wrongChecksums
        case .cut: .cutOff
        case .laterFragment: .laterFragments
        case .noLength: .withoutLength
        }
    }
}
