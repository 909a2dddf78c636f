import Commands
package import Captures
package import Fabric
package import Firewall
package import Tunnel
package import Wire

// Packets, and what is known of them, as they stand in cells.

extension DropReason: CellValue {}
extension ConnectionState: CellValue {}
extension NonIPReason: CellValue {}
extension PacketOddity: CellValue {}
extension WireFault: CellValue {}
extension TCPFlags: CellValue {}
extension Prefix: CellValue {}

extension LinkName: CellValue {
    /// A name.
    package static var cellType: CellType { .text }
    /// The name.
    package var cell: Cell { rawValue.cell }
}

extension PacketFields: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("protocol") { $0.proto }, Column("source") { $0.source },
            Column("source-port") { $0.sourcePort }, Column("destination") { $0.destination },
            Column("destination-port") { $0.destinationPort }, Column("type") { $0.icmpType },
            Column("code") { $0.icmpCode }, Column("flags") { $0.tcpFlags },
            Column("length", in: .bytes) { $0.totalLength }, Column("hop-limit") { $0.hopLimit },
            Column("dscp") { $0.dscp },
        ]
    }
}

extension PacketContext: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [Column("link") { $0.link }, Column("state") { $0.state }]
    }
}

extension RuleField: CellValue {
    /// The words for the fields of a rule.
    package static var cellType: CellType { .word(allCases.map(\.word)) }
    /// The word.
    package var cell: Cell { .word(word) }

    var word: String { String(name.lowercased().map { $0 == " " ? "-" : $0 }) }
}

extension NearMiss: Row {
    /// Its columns; without a field the rule matched and only logs.
    package static var columns: [Column<Self>] {
        [
            Column("number") { $0.number }, Column("field") { $0.field },
            Column("rule") { $0.rule },
        ]
    }
}

extension NearMisses: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("shown") { $0.shown }, Column("count", in: .rules) { $0.count },
            Column("nearest") { $0.areNearest },
        ]
    }
}

extension TrafficSelectors: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [Column("source") { $0.source }, Column("destination") { $0.destination }]
    }
}

extension Policy.Direction: CellValue {}

extension Policy: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("selectors") { $0.selectors }, Column("action") { $0.action },
            Column("direction") { $0.direction },
        ]
    }
}

extension Policy.Action: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [Column("action") { $0.word }, Column("tunnel") { $0.tunnel }]
    }

    private enum Word: String, CaseIterable, CellValue { case protect, bypass, discard }

    private var word: Word {
        switch self {
        case .protect: .protect
        case .bypass: .bypass
        case .discard: .discard
        }
    }

    private var tunnel: String? {
        guard case .protect(let tunnel) = self else { return nil }
        return tunnel
    }
}

// MARK: - What became of packets

/// Something, and how often it came up.
package struct Counted<Thing: CellValue>: Row {
    /// What is counted.
    package let thing: Thing
    /// How many times it came up; at least once.
    package var count = 1

    /// The first of them.
    package init(_ thing: Thing) { self.thing = thing }

    /// Its columns.
    package static var columns: [Column<Self>] {
        [Column("what") { $0.thing }, Column("count") { $0.count }]
    }
}

extension [Counted<DropReason>] {
    /// Counts one more.
    package mutating func count(_ reason: DropReason) {
        guard let index = firstIndex(where: { $0.thing == reason }) else {
            return append(Counted(reason))
        }
        self[index].count += 1
    }
}

extension GatewayName: CellValue {
    /// A name.
    package static var cellType: CellType { .text }
    /// The name.
    package var cell: Cell { text.cell }
}

extension Judgement: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("gateway") { $0.gateway }, Column("verdict") { $0.verdict },
            Column("rule") { $0.rule }, Column("context") { $0.context },
            Column("revision") { $0.revision },
        ]
    }
}

extension PacketTest: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("packet") { $0.fields }, Column("decision") { $0.judgement },
            Column("misses") { $0.misses }, Column("via") { $0.via },
            Column("policy") { $0.policy },
        ]
    }
}

extension PacketBurst: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("first") { $0.first }, Column("last") { $0.last },
            Column("asked", in: .packets) { $0.asked }, Column("sent", in: .packets) { $0.sent },
            Column("copies", in: .packets) { $0.copies },
            Column("delivered", in: .packets) { $0.delivered },
            Column("departed", in: .packets) { $0.departed }, Column("drops") { $0.drops },
            Column("reordered", in: .packets) { $0.reordered },
        ]
    }
}

extension CaptureMiss: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("miss") { $0.parts.word }, Column("not-ip") { $0.parts.notIP },
            Column("malformed") { $0.parts.malformed },
        ]
    }

    private enum Word: String, CaseIterable, CellValue {
        case notIP = "not-ip"
        case malformed, cut, repeated
    }

    private var parts: (word: Word, notIP: NonIPReason?, malformed: WireFault?) {
        switch self {
        case .notIP(let reason): (.notIP, reason, nil)
        case .malformed(let fault): (.malformed, nil, fault)
        case .cut: (.cut, nil, nil)
        case .repeated: (.repeated, nil, nil)
        }
    }
}

extension CaptureTest: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("hits") { $0.hits }, Column("default") { $0.byDefault },
            Column("unjudged", in: .packets) { $0.unjudged },
            Column("repeated", in: .packets) { $0.repeated }, Column("notes") { $0.notes },
        ]
    }
}

extension CaptureTest.Count: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("packets", in: .packets) { $0.packets },
            Column("bytes", in: .bytes) { $0.bytes },
        ]
    }
}

extension CaptureTest.Line: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [Column("number") { $0.number }, Column("answer") { $0.answer }]
    }
}

extension CaptureTest.Answer: Row {
    /// Its columns: a packet with its verdict and what is odd about it, or why there is none.
    package static var columns: [Column<Self>] {
        [
            Column("packet") { $0.judged?.fields }, Column("verdict") { $0.judged?.verdict },
            Column("oddities") { $0.judged?.oddities ?? [] }, Column("miss") { $0.miss },
        ]
    }

    private var judged: (fields: PacketFields, verdict: Verdict, oddities: [PacketOddity])? {
        guard case .judged(let fields, let verdict, let oddities) = self else { return nil }
        return (fields, verdict, oddities)
    }

    private var miss: CaptureMiss? {
        guard case .missing(let miss) = self else { return nil }
        return miss
    }
}

extension PacketLoad: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("file") { $0.file }, Column("packets") { $0.lines },
            Column("burst") { $0.burst }, Column("missing") { $0.missing },
            Column("excess", in: .packets) { $0.excess },
            Column("interrupted") { $0.isInterrupted }, Column("notes") { $0.notes },
        ]
    }
}

extension PacketLoad.Line: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [Column("number") { $0.number }, Column("outcome") { $0.outcome }]
    }
}

extension PacketLoad.Outcome: Row {
    /// Its columns: a packet with the number that it got and why it was dropped, or why it was not sent.
    package static var columns: [Column<Self>] {
        [
            Column("sent-as") { $0.sent?.number }, Column("packet") { $0.sent?.fields },
            Column("drop") { $0.sent?.drop }, Column("oddities") { $0.sent?.oddities ?? [] },
            Column("miss") { $0.miss },
        ]
    }

    private var sent:
        (number: Int, fields: PacketFields, drop: DropReason?, oddities: [PacketOddity])?
    {
        guard case .sent(let number, let fields, let drop, let oddities) = self else { return nil }
        return (number, fields, drop, oddities)
    }

    private var miss: CaptureMiss? {
        guard case .missing(let miss) = self else { return nil }
        return miss
    }
}
