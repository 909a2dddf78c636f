package import Fabric
package import Tunnel
import Wire

/// What can come of an attack on a tunnel.
package enum AttackEvent: Sendable {
    /// A datagram was sent; with the packet that came out of it, when it was accepted.
    case struck(AttackReport, released: PacketRecord?, Topology)
    /// Packets were held back and let go in reverse order.
    case reordered(ReorderReport)
    /// Many datagrams were sent.
    case flooded(FloodReport, Topology)
    /// Two texts were sealed with one IV.
    case reusedIV(NonceMisuse, tunnel: String, texts: [2 of [UInt8]])

    /// The event's name and cells.
    var answer: Answer {
        switch self {
        case .struck(let report, let released, let topology):
            Answer(
                "attack-struck", Field("report", topology.named(report)),
                Field("released", topology.named(released)))
        case .reordered(let report): Answer("attack-reordered", report)
        case .flooded(let report, let topology):
            Answer("attack-flooded", topology.named(report))
        case .reusedIV(let misuse, let tunnel, let texts):
            Answer(
                "attack-reused-iv", Field("tunnel", tunnel), Field("misuse", misuse),
                Field("texts", [texts[0], texts[1]]))
        }
    }
}

extension AttackReport: NamedRow {
    static var columns: [Column<Named<Self>>] {
        [
            Column("attack") { $0.attack }, Column("tunnel") { $0.target.tunnel },
            Column("role") { $0.target.role }, Column("suite") { $0.target.suite },
            Column("datagram") { Hexadecimal($0.datagram) },
            Column("original") { Hexadecimal($0.original) },
            Column("accepted-before") { $0.wasAccepted },
            Column("frame") { $0.topology.named($0.frame) },
            Column("refusal") { $0.refusal }, Column("before") { $0.before },
            Column("after") { $0.after },
        ]
    }
}

extension Attack: Row {
    /// Its columns: what was done with which packet or tunnel, and where.
    package static var columns: [Column<Self>] {
        [
            Column("attack") { $0.parts.word }, Column("packet") { $0.parts.packet },
            Column("bit") { $0.parts.bit }, Column("length", in: .bytes) { $0.parts.length },
            Column("tunnel") { $0.parts.tunnel },
        ]
    }

    private struct Parts {
        var word: AttackKind.Word
        var packet: Int?
        var bit: Int?
        var length: Int?
        var tunnel: String?
    }

    private var parts: Parts {
        switch self {
        case .replay(let packet): Parts(word: .replay, packet: packet)
        case .flip(let packet, let bit): Parts(word: .flip, packet: packet, bit: bit)
        case .truncation(let packet, let length):
            Parts(word: .truncation, packet: packet, length: length)
        case .forgery(let tunnel): Parts(word: .forgery, tunnel: tunnel)
        case .unknownSPI(let tunnel): Parts(word: .unknownSPI, tunnel: tunnel)
        }
    }
}

extension EndState: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [Column("window") { $0.window }, Column("counters") { $0.counters }]
    }
}

extension ReorderReport: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("tunnel") { $0.tunnel }, Column("releases") { $0.releases },
            Column("before") { $0.before }, Column("after") { $0.after },
        ]
    }
}

extension ReorderReport.Release: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("packet") { $0.packet }, Column("sequence") { $0.sequence },
            Column("refusal") { $0.refusal },
        ]
    }
}

extension FloodReport: NamedRow {
    static var columns: [Column<Named<Self>>] {
        [
            Column("tunnel") { $0.tunnel }, Column("asked", in: .datagrams) { $0.asked },
            Column("kinds") { zip(FloodKind.allCases, $0.counts).map(KindCount.init) },
            Column("recorded", in: .datagrams) { $0.recorded },
            Column("lost", in: .datagrams) { $0.lost },
            Column("last") { $0.topology.named($0.last) }, Column("before") { $0.before },
            Column("after") { $0.after },
        ]
    }

    private struct KindCount: Row {
        let kind: FloodKind
        let count: Count

        static var columns: [Column<Self>] {
            [Column("kind") { $0.kind }, Column("count") { $0.count }]
        }
    }
}

extension FloodReport.Count: Row {
    /// Its columns; of the reasons those for which something was refused.
    package static var columns: [Column<Self>] {
        [
            Column("sent", in: .datagrams) { $0.sent },
            Column("accepted", in: .datagrams) { $0.accepted },
            Column("refused") { [Counted].counted($0.refused) },
        ]
    }
}

extension NonceMisuse: Row {
    /// Its columns; the difference is that of the bits of both texts as they travel.
    package static var columns: [Column<Self>] {
        [
            Column("suite") { $0.suite },
            Column("packets") { [Hexadecimal($0.packets[0]), Hexadecimal($0.packets[1])] },
            Column("common-length", in: .bytes) { $0.commonLength },
            Column("iv") { Hexadecimal($0.iv) },
            Column("difference") { Hexadecimal($0.ciphertextDifference) },
        ]
    }
}
