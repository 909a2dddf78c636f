import Events
import Fabric
import Firewall
import Timeline
import Tunnel
import Wire

extension Narrator {
    mutating func tell(_ event: PacketEvent) {
        switch event {
        case .sent(let record, let others, let topology):
            sent(record, topology)
            for other in others { sent(other, topology) }
        case .sentMany(let burst): sent(burst)
        case .tested(let test): tested(test)
        case .testedFile(let test): tell(test)
        case .loaded(let load): tell(load)
        case .layers(let record): layers(record)
        case .bytes(let record, let images): bytes(record, images)
        case .trace(let record, let topology, let misses):
            trace(record, topology, misses)
        case .listed(let records): list(records)
        }
    }

    /// `packet 1, 40 bytes: tcp 192.168.1.50:49152 -> 192.168.1.1:443` and the line's end.
    mutating func headline(_ record: PacketRecord) {
        let packet = record.packet
        page.put("packet \(record.number)", .strong)
        page.put(", ")
        put(packet.bytes.count, "byte")
        page.put(": ")
        put(packet.fields, data: packet.bytes[packet.payload], via: record.via)
        page.endLine()
    }

    private mutating func sent(_ record: PacketRecord, _ topology: Topology) {
        headline(record)
        for step in record.steps {
            let node = topology.nodes[step.node.rawValue].name
            switch step.what {
            case .judged(let judgement):
                for number in judgement.verdict.noted {
                    begin(node)
                    page.line("logged by rule \(number)")
                }
                begin(node)
                put(judgement.verdict, judgement.rule)
                page.endLine()
            case .entered:
                guard let original = record.original else { continue }
                begin(node)
                page.line("a copy of packet \(original)")
            case .impaired(let effect):
                begin(node)
                put(effect)
                page.endLine()
            case .sealed where record.original != nil: break
            case .sealed(let encapsulation):
                begin(node)
                page.put("sealed for \(encapsulation.tunnel): ")
                put(record.packet.bytes.count, "byte")
                page.put(" become ")
                put(encapsulation.length, "byte")
                page.line(" of ESP")
            case .opened(let decapsulation):
                begin(node)
                page.put("ICV right, sequence number ")
                page.put(decapsulation.sequence.rawValue)
                page.line(
                    decapsulation.suite.encrypts ? " is new: decrypted" : " is new: it was in clear")
            case .selected(let policy):
                begin(node)
                page.put("policy: ")
                put(policy)
                page.endLine()
            case .departed:
                begin(node)
                page.line("left for the other end, which is in another process")
            case .delivered:
                begin(node)
                page.put("delivered", .good)
                page.put(" after ")
                page.put(step.instant - (record.steps.first?.instant ?? step.instant))
                page.endLine()
            case .dropped(let reason) where !reason.isToldBefore:
                begin(node)
                put(refusal: reason)
                page.endLine()
            case .answered(let number) where record.judgement?.verdict.action == .reject:
                begin(node)
                page.line("tells the sender by packet \(number)")
            case .dropped, .arrived, .forwarded, .answered, .unanswered: break
            }
        }
    }

    private mutating func begin(_ node: String) {
        page.put("  ")
        page.put(node, width: 8)
    }

    private mutating func sent(_ burst: PacketBurst) {
        page.put("packets \(burst.first) to \(burst.last)", .strong)
        put(counts: burst)
        if burst.sent < burst.asked {
            page.line("  interrupted after \(burst.sent) of \(burst.asked)")
        }
    }

    /// `: 2 delivered, 1 denied-by-rule` and the line's end.
    mutating func put(counts burst: PacketBurst) {
        page.put(": \(burst.delivered) delivered")
        if burst.departed > 0 { page.put(", \(burst.departed) left for another process") }
        for drop in burst.drops { page.put(", \(drop.count) \(drop.thing.rawValue)") }
        if burst.copies + burst.reordered > 0 { page.put(";") }
        if burst.copies > 0 { page.put(" \(burst.copies) copied") }
        if burst.copies > 0, burst.reordered > 0 { page.put(",") }
        if burst.reordered > 0 { page.put(" \(burst.reordered) reordered") }
        page.endLine()
    }

    private mutating func tested(_ test: PacketTest) {
        page.put("would be ")
        let judgement = test.judgement
        put(judgement.verdict, judgement.rule, at: judgement.gateway)
        page.endLine()
        if let rule = judgement.rule {
            put(matched: rule, test.fields, judgement.context, margin: 2)
        }
        put(test.misses, of: test.fields, judgement.context, margin: 2)
        guard judgement.verdict.action == .allow else { return }
        if let via = test.via { page.line("  and would go through tunnel \(via)") }
        guard let policy = test.policy else { return }
        page.put("  and then by policy: ")
        put(policy)
        page.endLine()
    }

    private mutating func list(_ records: [PacketRecord]) {
        if records.isEmpty { return page.line("no packets yet") }
        for record in records {
            page.put(record.number, width: 5)
            page.put("  ")
            if record.isDelivered {
                page.put("delivered", .good)
                page.fill(Self.outcomeWidth - 9)
            } else {
                let reason = record.dropReason?.rawValue ?? (record.hasLeft ? "left" : "under way")
                page.put(reason, .bad)
                page.fill(Self.outcomeWidth - reason.utf8.count)
            }
            put(record.packet.fields, via: record.via)
            // Behind a comment sign, so that the packet can be typed as it stands.
            if let original = record.original { page.put("  # copy of packet \(original)") }
            page.endLine()
        }
    }

    /// The longest name of a reason, and two blanks.
    static let outcomeWidth = 24

    private mutating func trace(
        _ record: PacketRecord, _ topology: Topology, _ misses: [NearMisses?]
    ) {
        headline(record)
        var misses = misses[...]
        for step in record.steps {
            if case .dropped(let reason) = step.what, reason.isToldBefore { continue }
            if case .forwarded = step.what { continue }
            put(step, topology)
            tell(step, record)
            guard case .judged(let judgement) = step.what else { continue }
            if let rule = judgement.rule {
                put(
                    matched: rule, record.packet.fields, judgement.context,
                    margin: Self.traceMargin)
            }
            if let misses = misses.popFirst() ?? nil {
                put(
                    misses, of: record.packet.fields, judgement.context,
                    margin: Self.traceMargin)
            } else if judgement.verdict.decider != .rule(1) {
                page.fill(Self.traceMargin)
                page.line("why the others did not match: the rules have changed since")
            }
        }
    }

    /// The width of the time and the node in a trace.
    private static let traceMargin = 24

    private mutating func put(_ step: Step, _ topology: Topology) {
        var time: [UInt8] = []
        step.instant.write(to: &time)
        page.fill(14 - time.count)
        page.put(raw: time)
        page.put("  ")
        page.put(topology.nodes[step.node.rawValue].name, width: 8)
    }

    private mutating func tell(_ step: Step, _ record: PacketRecord) {
        switch step.what {
        case .entered:
            page.put(record.original.map { "a copy of packet \($0), " } ?? "made, ")
            put(record.packet.bytes.count, "byte")
        case .arrived: page.put("arrived")
        case .selected(let policy):
            page.put("policy: ")
            put(policy)
        case .departed: page.put("left for the other end, which is in another process")
        case .judged(let judgement): put(judgement.verdict, judgement.rule)
        case .sealed(let encapsulation) where record.original != nil:
            page.put("in the same ESP packet, ")
            put(encapsulation.length, "byte")
        case .sealed(let encapsulation):
            page.put(
                "sealed by the \(encapsulation.sender.rawValue) end of \(encapsulation.tunnel), ")
            put(encapsulation.length, "byte")
            page.put(" of ESP")
        case .opened(let decapsulation):
            page.put(decapsulation.suite.encrypts ? "verified and decrypted" : "verified")
            page.put(" by the \(decapsulation.role.rawValue) end of \(decapsulation.tunnel)")
        case .forwarded: return
        case .delivered: page.put("delivered", .good)
        case .dropped(let reason): put(refusal: reason)
        case .impaired(let effect): put(effect)
        case .answered(let number): page.put("answered by packet \(number)")
        case .unanswered(let patience):
            page.put("no reply within ")
            page.put(patience)
        }
        page.endLine()
    }

    /// `dropped: bad-icv, the ICV does not verify (RFC 4303 section 3.4.4.2)`, without the line's end.
    mutating func put(refusal reason: DropReason) {
        page.put("dropped", .bad)
        page.put(": \(reason.rawValue), ")
        page.put(Self.explanation(of: reason))
        if !reason.source.isEmpty { page.put(" (\(reason.source))") }
    }
}

extension DropReason {
    /// Whether a firewall's verdict says it already.
    var isVerdict: Bool {
        switch self {
        case .deniedByRule, .deniedByDefault, .rejectedByRule, .rejectedByDefault: true
        default: false
        }
    }

    /// Whether a firewall's verdict, or what a link did, says it already.
    fileprivate var isToldBefore: Bool { isVerdict || self == .lostOnLink }
}
