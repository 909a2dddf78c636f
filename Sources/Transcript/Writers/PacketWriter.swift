import Events
import Fabric
import Firewall
import Network
import Timeline
import Tunnel
import Wire

/// Says what became of packets, and lists them.
struct PacketWriter: Writer {
    private typealias Say = PacketPhrase
    var page: Page

    mutating func write(_ event: PacketEvent) {
        switch event {
        case .sent(let record, let others, let topology):
            write(sent: record, topology)
            for other in others { write(sent: other, topology) }
        case .sentMany(let burst): write(burst)
        case .tested(let fields, let verdict, let misses, let via, let policy):
            write(fields, verdict, misses)
            guard verdict.action == .allow else { return }
            if let via { page.line(in: 2, Say.wouldTakeTunnel, (.tunnel, via)) }
            guard let policy else { return }
            page.line(
                in: 2, policy.isOpaque ? Say.wouldBeOpaque : Say.wouldTakePolicy,
                (.policy, policy.policy))
        case .testedPackets(let lines): page.lend(CaptureTestWriter.self) { $0.write(lines) }
        case .testedFile(let test): page.lend(CaptureTestWriter.self) { $0.write(test) }
        case .loaded(let load): page.lend(CaptureTestWriter.self) { $0.write(load) }
        case .layers(let record, _): page.lend(LayerWriter.self) { $0.write(record) }
        case .bytes(let record, let images, _):
            page.lend(DumpWriter.self) { $0.write(record, images) }
        case .trace(let record, let topology, let misses): write(record, topology, misses)
        case .listed(let records, _): write(records)
        }
    }

    /// `packet 1, 40 bytes: tcp 192.168.1.50:49152 -> 192.168.1.1:443`.
    mutating func writeHeadline(_ record: PacketRecord) {
        page.line(
            Say.headline, (.number, record.number), (.count, record.packet.length),
            (.packet, record.text))
    }

    // MARK: - One that was sent

    /// A packet's headline, and what each node had to say.
    mutating func write(sent record: PacketRecord, _ topology: Topology) {
        writeHeadline(record)
        for step in record.steps {
            let node = topology.name(of: step.node)
            if case .judged(let verdict) = step.what {
                for number in verdict.noted {
                    page.row(Self.fields, node, then: Say.loggedBy, (.number, number))
                }
            }
            guard Self.isToldWhenSent(step.what, of: record) else { continue }
            page.begin(Self.fields, node)
            writeWhenSent(step, record)
            page.endLine()
        }
    }

    private static func isToldWhenSent(_ what: Step.Kind, of record: PacketRecord) -> Bool {
        switch what {
        case .judged, .contradicted, .translated, .fragmented, .joined, .clamped, .impaired,
            .opened, .selected, .outer, .departed, .delivered:
            true
        case .entered: record.original != nil || record.whole != nil
        case .sealed: record.original == nil
        case .dropped(let reason): !reason.isToldBefore
        case .answered: record.verdict?.action == .reject
        case .arrived, .forwarded, .unanswered: false
        }
    }

    private mutating func writeWhenSent(_ step: Step, _ record: PacketRecord) {
        switch step.what {
        case .judged(let verdict):
            VerdictText(verdict: verdict.verdict, rule: verdict.rule, list: verdict.list)
                .write(on: &page)
        case .contradicted(let why):
            if let route = why.route {
                page.say(
                    Say.contradicted, (.link, why.link), (.source, record.packet.fields.source),
                    (.what, route.prefix), (.target, route.link))
            } else {
                page.say(Say.wayBackUnknown, (.source, record.packet.fields.source))
            }
        case .entered:
            if let whole = record.whole {
                page.say(Say.fragmentOf, (.number, whole))
            } else {
                page.say(Say.copyOf, (.number, record.original ?? 0))
            }
        case .impaired(let effect): effect.write(on: &page)
        case .sealed(let encapsulation):
            page.say(
                Say.sealedFor, (.tunnel, encapsulation.tunnel),
                (.count, record.sealedBytes.count), (.total, encapsulation.length))
        case .opened(let decapsulation):
            page.say(
                decapsulation.isUnchecked
                    ? Say.icvUnchecked
                    : decapsulation.suite.encrypts ? .icvDecrypted : .icvInClear,
                (.number, decapsulation.sequence))
            if let ecn = decapsulation.ecn { page.say(Say.ecnTaken, (.what, ecn)) }
        case .fragmented(let count, let mtu):
            page.say(Say.fragmented, (.limit, mtu), (.count, count))
        case .joined(let count): page.say(Say.joined, (.count, count))
        case .clamped(let change):
            page.say(Say.clamped, (.first, change.before), (.last, change.after))
        case .translated(let change): change.write(on: &page)
        case .selected(let policy): page.say(Say.policy, (.policy, policy))
        case .outer(let decision): write(outer: decision)
        case .departed: page.say(Say.left)
        case .delivered:
            let time = step.instant - (record.steps.first?.instant ?? step.instant)
            page.say(Say.deliveredAfter, (.time, time))
        case .dropped(let reason): RefusalText(reason: reason).write(on: &page)
        case .answered(let number): page.say(Say.tellsSender, (.number, number))
        case .arrived, .forwarded, .unanswered: break
        }
    }

    /// What a node between the ends of a tunnel decided about what is around a packet.
    private mutating func write(outer decision: OuterDecision) {
        page.say(Say.outside)
        page.put(" ")
        switch decision {
        case .judged(let verdict):
            VerdictText(verdict: verdict.verdict, rule: verdict.rule, list: verdict.list)
                .write(on: &page)
        case .translated(let change): change.write(on: &page)
        }
    }

    private static let fields = Columns(.left(8, after: 2))

    private mutating func write(_ burst: PacketBurst) {
        page.line(
            PacketPhrase.burst, (.first, burst.numbers.lowerBound),
            (.last, burst.numbers.upperBound), (.outcome, burst))
        guard burst.sent < burst.asked else { return }
        page.line(in: 2, Say.interrupted, (.count, burst.sent), (.total, burst.asked))
    }

    // MARK: - One that was only thought about

    private mutating func write(
        _ fields: PacketFields, _ verdict: VerdictRecord, _ misses: NearMisses
    ) {
        page.say(Say.wouldBe, (.verdict, verdict))
        page.endLine()
        page.lend(MissWriter.self) { writer in
            if let rule = verdict.rule {
                writer.write(matched: rule, fields, verdict.context, in: 2)
            }
            writer.write(misses, of: fields, verdict.context, in: 2)
        }
    }

    // MARK: - Many

    private mutating func write(_ records: [PacketRecord]) {
        if records.isEmpty { return page.line(Say.noPackets) }
        for record in records where page.goesOn {
            let packet = PacketText(
                record.packet.fields, marks: record.packet.shownMarks, via: record.via)
            if record.isDelivered {
                page.begin(Self.list, record.number, Toned(Say.delivered, .good), packet)
            } else if let reason = record.dropReason {
                page.begin(Self.list, record.number, Toned(reason.rawValue, .bad), packet)
            } else {
                let state = record.hasLeft ? Say.hasLeft : Say.underWay
                page.begin(Self.list, record.number, Toned(state, .bad), packet)
            }
            // Behind a comment sign, so that the packet can be typed as it stands.
            if let original = record.original {
                page.gap()
                page.put("# ")
                page.say(Say.copyRemark, (.number, original))
            }
            page.endLine()
        }
    }

    /// The longest name of a reason, and two blanks.
    private static let list = Columns(.right(5), .left(24, after: 2))

    // MARK: - A trace

    private mutating func write(
        _ record: PacketRecord, _ topology: Topology, _ misses: [NearMisses?]
    ) {
        writeHeadline(record)
        var misses = misses[...]
        var judged = record.judgedPackets[...]
        for step in record.steps {
            if case .dropped(let reason) = step.what, reason.isToldBefore { continue }
            if case .forwarded = step.what { continue }
            page.begin(Self.trace, step.instant, topology.name(of: step.node))
            writeStep(step, record)
            page.endLine()
            if let change = step.what.translation {
                page.line(
                    in: Self.traceMargin, Say.wasAndIs, (.first, change.before),
                    (.last, change.after))
            }
            guard case .judged(let verdict) = step.what else { continue }
            let fields = judged.popFirst()?.fields ?? record.packet.fields
            let context = verdict.context
            let misses = misses.popFirst() ?? nil
            page.lend(MissWriter.self) { writer in
                if let rule = verdict.rule {
                    writer.write(matched: rule, fields, context, in: Self.traceMargin)
                }
                if let misses {
                    writer.write(misses, of: fields, context, in: Self.traceMargin)
                }
            }
            if misses == nil, verdict.decider != .rule(1) {
                page.line(in: Self.traceMargin, Say.rulesChanged)
            }
        }
    }

    // MARK: - Step by step

    /// Some steps of a packet, with its number in front unless it has just been named.
    mutating func write(
        _ steps: [Step], of record: PacketRecord, _ topology: Topology, isNamed: Bool
    ) {
        for step in steps {
            if case .dropped(let reason) = step.what, reason.isToldBefore { continue }
            if case .forwarded = step.what { continue }
            page.begin(Self.trace, step.instant, topology.name(of: step.node))
            if !isNamed { page.say(StepPhrase.ofPacket, (.number, record.number)) }
            writeStep(step, record)
            page.endLine()
        }
    }

    /// How a packet's way ended.
    mutating func write(_ outcome: Step, of record: PacketRecord, _ topology: Topology) {
        page.begin(Self.fields, topology.name(of: outcome.node))
        writeWhenSent(outcome, record)
        page.endLine()
    }

    /// The time and the node.
    private static let trace = Columns(.right(14), .left(8, after: 2))
    /// The width of both.
    private static let traceMargin = 24

    private mutating func writeStep(_ step: Step, _ record: PacketRecord) {
        let count = (Slot.count, record.packet.length)
        switch step.what {
        case .entered:
            if let original = record.original {
                page.say(Say.copyMade, (.number, original), count)
            } else {
                page.say(Say.made, count)
            }
        case .arrived: page.say(Say.arrived)
        case .sealed(let encapsulation) where record.original != nil:
            page.say(Say.inSameESP, (.count, encapsulation.length))
        case .sealed(let encapsulation):
            page.say(
                Say.sealedBy, (.role, encapsulation.sender),
                (.tunnel, encapsulation.tunnel), (.count, encapsulation.length))
        case .opened(let decapsulation):
            page.say(
                decapsulation.suite.encrypts ? Say.decryptedBy : Say.verifiedBy,
                (.role, decapsulation.role), (.tunnel, decapsulation.tunnel))
        case .delivered: page.say(Say.delivered)
        case .answered(let number): page.say(Say.answeredBy, (.number, number))
        case .unanswered(let patience): page.say(Say.noReply, (.time, patience))
        case .judged, .contradicted, .translated, .fragmented, .joined, .clamped, .selected, .outer,
            .departed, .dropped, .impaired, .forwarded:
            writeWhenSent(step, record)
        }
    }
}

extension Step.Kind {
    /// How an end of the packet, or of what is around it, became another one.
    fileprivate var translation: NATChange? {
        if case .translated(let change) = self { return change }
        if case .outer(.translated(let change)) = self { return change }
        return nil
    }
}

extension DropReason {
    /// Whether a firewall's verdict, or what a link did, says it already.
    fileprivate var isToldBefore: Bool { isVerdict || self == .lostOnLink }
}

extension PacketBurst: Written {
    /// `2 delivered, 1 denied-by-rule; 1 copied`.
    func write(on page: inout Page) {
        page.say(PacketPhrase.deliveredCount, (.count, delivered))
        if departed > 0 {
            page.put(", ")
            page.say(PacketPhrase.leftCount, (.count, departed))
        }
        for drop in drops {
            page.put(", ")
            page.say(PacketPhrase.dropped, (.count, drop.count), (.reason, drop.thing.rawValue))
        }
        if underWay > 0 {
            page.put(", ")
            page.say(PacketPhrase.underWayCount, (.count, underWay))
        }
        if copies > 0 {
            page.put("; ")
            page.say(PacketPhrase.copied, (.count, copies))
        }
        if reordered > 0 {
            page.put(copies > 0 ? ", " : "; ")
            page.say(PacketPhrase.reordered, (.count, reordered))
        }
    }
}
