import Events
import Fabric
import Tunnel
import Wire

/// Which check stood in the way of an attacker.
struct AttackWriter: Writer {
    private typealias Say = AttackPhrase
    var page: Page

    mutating func write(_ event: AttackEvent) {
        switch event {
        case .struck(let report, let released, let topology):
            write(report)
            if let released {
                page.lend(PacketWriter.self) { $0.write(sent: released, topology) }
            }
        case .reordered(let report): write(report)
        case .flooded(let report, _): page.lend(FloodWriter.self) { $0.write(report) }
        case .synFlooded(let report, let target, let topology):
            page.lend(ConnectionWriter.self) { $0.write(report, at: target, topology) }
        case .injected(let report, let record, let others, let topology):
            page.lend(ConnectionWriter.self) { $0.write(report, record, others, topology) }
        case .reusedIV(let misuse, let tunnel, let texts):
            page.lend(MisuseWriter.self) { $0.write(misuse, tunnel, texts) }
        }
    }

    // MARK: - One datagram

    private mutating func write(_ report: AttackReport) {
        page.line(
            Say.headline, (.role, report.target.role), (.tunnel, report.target.tunnel),
            (.what, report.attack))
        page.begin(MessageWriter.steps, MessagePhrase.wire, Say.changed)
        writeChange(report)
        page.begin(MessageWriter.steps, MessagePhrase.wire, Say.sentStep)
        writeSent(report.datagram)
        let end = report.target.role
        if let reason = report.refusal {
            page.write(refused: reason, by: end)
            if let hint = Self.hint(report, reason) {
                page.row(MessageWriter.steps, end, "", hint)
            }
        } else {
            let isChecked = report.before.window.size > 0
            page.row(
                MessageWriter.steps, end, Say.accepted, isChecked ? Say.rightAndNew : .rightICV)
            let explanation: [AttackPhrase] =
                !isChecked
                ? [.unchecked]
                : report.wasAccepted ? [.acceptedBefore, .setByHand] : [.onlyLate, .neverAgain]
            for line in explanation { page.row(MessageWriter.steps, end, "", line) }
        }
        page.write(of: end, from: report.before, to: report.after)
    }

    /// What is different from what a sender would have sent.
    private mutating func writeChange(_ report: AttackReport) {
        switch report.attack {
        case .replay: page.line(Say.nothing)
        case .flip(_, let bit): write(flipped: bit / 8, report)
        case .truncation(_, let length):
            page.line(Say.cut, (.count, length), (.total, report.original?.count ?? length))
        case .forgery: page.line(Say.forgedChange)
        case .unknownSPI: page.line(Say.spiChange)
        }
    }

    private mutating func write(flipped place: Int, _ report: AttackReport) {
        guard let original = report.original, original.indices.contains(place),
            report.datagram.indices.contains(place)
        else { return page.endLine() }
        let field = report.target.suite.layout.field(at: place, inPacketOf: original.count)
        page.line(
            Say.became, (.place, place), (.field, Self.name(of: field, report.target.suite)),
            (.first, Dump(original[place...place])), (.last, Dump(report.datagram[place...place])))
    }

    private static func name(of field: ESPField, _ suite: ESPSuite) -> AttackPhrase {
        switch field {
        case .spi: .fieldSPI
        case .sequenceNumber: .fieldSequence
        case .iv: .fieldIV
        case .text: suite.encrypts ? .fieldCiphertext : .fieldClear
        case .icv: .fieldICV
        }
    }

    private mutating func writeSent(_ datagram: [UInt8]) {
        let count = (Slot.count, datagram.count)
        guard let header = try? ESPHeader.parse(datagram.span) else {
            return page.line(Say.sent, count)
        }
        page.line(Say.sentWithHeader, count, (.spi, header.spi), (.number, header.sequence.low))
    }

    /// Why a change was not what the refusal is about: checks come in an order.
    private static func hint(_ report: AttackReport, _ reason: DropReason) -> AttackPhrase? {
        guard reason == .replayed || reason == .tooOld else { return nil }
        return switch report.attack {
        case .flip(_, let bit) where bit >= 8 * ESPLayout.headerLength: .askedBefore
        case .truncation: .askedBeforeCut
        default: nil
        }
    }

    // MARK: - Many packets

    private mutating func write(_ report: ReorderReport) {
        let releases = report.releases
        let title = Composed {
            $0.say(Say.reordering, (.count, releases.count), (.role, report.sender))
        }
        page.line(
            Say.headline, (.role, report.sender.peer), (.tunnel, report.tunnel), (.what, title))
        let sealed = releases.filter { $0.sequence != nil }
        page.row(
            MessageWriter.steps, report.sender, Say.sealed,
            then: sealed.isEmpty ? Say.heldBack : Say.heldBackRange, (.count, sealed.count),
            (.first, sealed.last?.packet ?? 0), (.last, sealed.first?.packet ?? 0))
        var start = 0
        while start < releases.count {
            var end = start + 1
            while end < releases.count, releases[end].refusal == releases[start].refusal,
                releases[end].isNext(to: releases[end - 1])
            { end += 1 }
            write(releases[start..<end], from: report.sender, report.receiver?.after.window)
            start = end
        }
        guard let receiver = report.receiver else { return }
        page.write(of: report.sender.peer, from: receiver.before, to: receiver.after)
    }

    /// Packets that came one behind the other and ended in the same way.
    private mutating func write(
        _ run: ArraySlice<ReorderReport.Release>, from sender: TunnelRole, _ window: ReplayWindow?
    ) {
        guard let first = run.first, let last = run.last else { return }
        let end = first.sequence == nil ? sender : sender.peer
        if first.refusal == nil {
            page.begin(
                MessageWriter.steps,
                window == nil ? Composed { $0.say(MessagePhrase.wire) } : Composed { $0.put(end) },
                window == nil ? Say.sentStep : .accepted)
        } else {
            page.begin(MessageWriter.steps, end, MessagePhrase.refused)
        }
        let phrase: AttackPhrase =
            first.sequence == nil ? .packets : run.count > 1 ? .packetsNumbers : .packetsNumber
        page.say(
            phrase, (.count, run.count), (.first, first.sequence ?? SequenceNumber(rawValue: 0)),
            (.last, last.sequence ?? SequenceNumber(rawValue: 0)))
        if let reason = first.refusal {
            page.line(Say.reason, (.reason, reason.rawValue), (.source, SourceText(reason: reason)))
            page.row(MessageWriter.steps, end, "", reason)
        } else {
            page.endLine()
            guard let window else {
                return page.row(MessageWriter.steps, end, "", Say.judgedElsewhere)
            }
            guard window.size > 0 else {
                return page.row(MessageWriter.steps, end, "", Say.unchecked)
            }
            page.row(
                MessageWriter.steps, end, "", then: Say.eachSealed, (.role, sender),
                (.total, window.size))
            page.row(MessageWriter.steps, end, "", Say.onceEach)
        }
    }
}

extension Attack: Written {
    /// What kind of datagram was sent.
    func write(on page: inout Page) {
        switch self {
        case .replay(let number): page.say(AttackPhrase.replay, (.number, number))
        case .flip(let number, let bit):
            page.say(AttackPhrase.flip, (.number, number), (.place, bit))
        case .truncation(let number, let length):
            page.say(AttackPhrase.truncation, (.number, number), (.count, length))
        case .forgery: page.say(AttackPhrase.forgery)
        case .unknownSPI: page.say(AttackPhrase.unknownSPI)
        }
    }
}

extension ReorderReport.Release {
    /// Whether the one before had the next sequence number, or neither was sealed.
    fileprivate func isNext(to other: Self) -> Bool {
        guard let own = sequence?.rawValue, let last = other.sequence?.rawValue else {
            return sequence == other.sequence
        }
        return last > 0 && own == last - 1
    }
}

// MARK: - Before and after

extension Page {
    /// The window of an end before and after, the counters that have moved, and those that have not.
    mutating func write(of end: TunnelRole, from before: EndState, to after: EndState) {
        typealias Say = AttackPhrase
        row(MessageWriter.steps, end, Say.window, then: Say.before, (.what, before.window))
        row(MessageWriter.steps, end, "", then: Say.after, (.what, after.window))
        let counters = CounterChange.all(before.counters, after.counters)
        let still = counters.filter { $0.before == $0.after }
        write(counters.filter { $0.before != $0.after }, as: Say.moved, of: end)
        if !still.isEmpty { write(still, as: Say.notMoved, of: end) }
    }

    /// A step that is a list, on as many lines as it needs.
    private mutating func write(_ items: [CounterChange], as step: AttackPhrase, of end: TunnelRole)
    {
        begin(MessageWriter.steps, end, step)
        var start = bytes.count
        for (place, item) in items.enumerated() {
            let length = bytes.count
            if place > 0 { fill(1) }
            item.write(on: &self)
            if place < items.count - 1 { put(",") }
            guard length > start, bytes.count - start > Self.listWidth else { continue }
            start = breakLine(at: length) { $0.begin(MessageWriter.steps, end, "") }
        }
        endLine()
    }

    /// How wide a list behind end and step may be, so that the whole line has 100 columns.
    private static let listWidth = 78
}

/// A counter before and after an attack.
private struct CounterChange: Written {
    let name: Composed
    let before: UInt64
    let after: UInt64

    func write(on page: inout Page) {
        if before == after {
            page.say(AttackPhrase.counter, (.name, name), (.count, after))
        } else {
            page.say(AttackPhrase.counterMoved, (.name, name), (.first, before), (.last, after))
        }
    }

    /// What came to an end and what became of it: each counter that is not 0, and what was delivered.
    static func all(_ before: TunnelCounters, _ after: TunnelCounters) -> [Self] {
        let reasons = DropReason.allCases.map { reason in
            Self(
                name: Composed { $0.put(reason.rawValue) },
                before: before.refusedOnArrival(reason), after: after.refusedOnArrival(reason))
        }
        return [
            Self(
                name: Composed { $0.say(AttackPhrase.arrived) }, before: before.arrived,
                after: after.arrived),
            Self(
                name: Composed { $0.say(AttackPhrase.delivered) }, before: before.delivered,
                after: after.delivered),
        ] + reasons.filter { $0.after > 0 }
    }
}
