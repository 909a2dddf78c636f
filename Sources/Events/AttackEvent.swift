package import Fabric
package import Network
package import Tunnel
import Wire

/// What can come of an attack on a tunnel.
package enum AttackEvent: Event {
    /// A datagram was sent; with the packet that came out of it, when it was accepted.
    case struck(AttackReport, released: PacketRecord?, Topology)
    /// Packets were held back and let go in reverse order.
    case reordered(ReorderReport)
    /// Many datagrams were sent.
    case flooded(FloodReport, Topology)
    /// Many connections were asked for in the names of others.
    case synFlooded(SYNFloodReport, target: String, Topology)
    /// A segment was put into somebody else's connection; with its packet, and those that came of it.
    case injected(InjectionReport, PacketRecord, others: [PacketRecord], Topology)
    /// Two texts were sealed with one IV.
    case reusedIV(NonceMisuse, tunnel: String, texts: [2 of [UInt8]])

    var row: Row {
        switch self {
        case .struck(let report, let released, let topology):
            ["report": topology.named(report), "released": released.map(topology.named)]
        case .reordered(let report): report.row
        case .flooded(let report, let topology): topology.named(report)
        case .synFlooded(let report, let target, let topology):
            topology.named(report) + ["target": target]
        case .injected(let report, let record, let others, let topology):
            topology.named(report) + [
                "packet": topology.named(record), "others": others.map(topology.named),
            ]
        case .reusedIV(let misuse, let tunnel, let texts):
            ["tunnel": tunnel, "misuse": misuse, "texts": [texts[0], texts[1]]]
        }
    }
}

extension AttackReport: Located {
    func row(in topology: Topology) -> Row {
        [
            "attack": attack, "tunnel": target.tunnel, "role": target.role, "suite": target.suite,
            "datagram": Hexadecimal(datagram), "original": original.map(Hexadecimal.init),
            "accepted-before": wasAccepted, "frame": frame.map(topology.named), "refusal": refusal,
            "before": before, "after": after,
        ]
    }
}

extension Attack: KindValue {
    /// With which packet or tunnel it was done, and where.
    package var parts: Row {
        switch self {
        case .replay(let packet): ["packet": packet]
        case .flip(let packet, let bit): ["packet": packet, "bit": bit]
        case .truncation(let packet, let length):
            ["packet": packet, "length": length.in(.bytes)]
        case .forgery(let tunnel), .unknownSPI(let tunnel): ["tunnel": tunnel]
        }
    }
}

extension EndState: RowValue {
    package var row: Row { ["window": window, "counters": counters] }
}

extension ReorderReport: RowValue {
    package var row: Row {
        [
            "tunnel": tunnel, "sender": sender, "releases": releases, "before": receiver?.before,
            "after": receiver?.after,
        ]
    }
}

extension ReorderReport.Release: RowValue {
    package var row: Row { ["packet": packet, "sequence": sequence, "refusal": refusal] }
}

extension FloodReport: Located {
    func row(in topology: Topology) -> Row {
        [
            "tunnel": tunnel, "asked": asked.in(.datagrams),
            "kinds": zip(FloodKind.allCases, counts).map { kind, count -> Row in
                [
                    "kind": kind, "sent": count.sent.in(.datagrams),
                    "under-way": count.underWay.in(.datagrams),
                    "accepted": count.accepted.in(.datagrams),
                    "refused": [Counted].counted(count.refused),
                ]
            },
            "recorded": recorded.in(.datagrams), "lost": lost.in(.datagrams),
            "last": last.map(topology.named), "before": before, "after": after,
        ]
    }
}

extension NonceMisuse: RowValue {
    package var row: Row {
        [
            "suite": suite, "packets": [Hexadecimal(packets[0]), Hexadecimal(packets[1])],
            "common-length": commonLength.in(.bytes), "iv": Hexadecimal(iv),
            "difference": Hexadecimal(ciphertextDifference),
        ]
    }
}
