import Fabric
import Network
import Wire

/// Attacks on connections as rows.
extension SYNFloodReport: Located {
    func row(in topology: Topology) -> Row {
        [
            "node": topology.name(of: node), "destination": flood.target, "port": flood.port,
            "asked": flood.count.in(.packets), "sent": sent.in(.packets),
            "first-source": sources?.first, "last-source": sources?.last,
            "listeners": listeners.map { listener -> Row in
                [
                    "node": topology.name(of: listener.node), "port": listener.port,
                    "counts": zip(ListenerEvent.allCases, listener.counts).map {
                        Counted($0, count: $1)
                    },
                    "load": listener.load,
                ]
            },
            "drops": drops.map { Counted($0.reason, count: $0.count) },
        ]
    }
}

extension ListenerEvent: CellValue {}

extension InjectionReport: Located {
    func row(in topology: Topology) -> Row {
        [
            "node": topology.name(of: node), "behind": injection.packet, "kind": injection.kind,
            "offset": injection.offset, "number": number, "sequence": Int(sequence.rawValue),
            "receiver": receiver.map { topology.name(of: $0.node) },
            "awaited": receiver.map { Int($0.awaited.rawValue) },
            "effects": effects.map { effect -> Row in
                [
                    "node": topology.name(of: effect.node), "connection": effect.key,
                    "event": effect.event,
                ]
            },
        ]
    }
}

extension Injection.Kind: KindValue {
    package var parts: Row {
        switch self {
        case .reset: [:]
        case .data(let data): ["data": Hexadecimal(data)]
        }
    }
}

extension TCPEvent: KindValue {
    package var parts: Row {
        switch self {
        case .established, .peerClosed: [:]
        case .data(let data): ["data": Hexadecimal(data)]
        case .ended(let end): ["end": end]
        case .resent(let count): ["count": count]
        case .ignored(let fault): ["fault": fault.rawValue]
        }
    }
}
