package import Captures
package import Fabric
import Network
package import Tunnel
package import Wire

// What the lab remembers of packets and frames, what their bytes mean, and what is seen of them on the wire.

extension IPHeader.Fragment: CellValue { package var cell: Cell { CaseName(self).cell } }

extension Packet: RowValue {
    package var row: Row {
        [
            "fields": fields, "bytes": Hexadecimal(bytes), "transport": transportOffset.in(.bytes),
            "payload": payload.in(.bytes), "fragment": fragment,
        ]
    }
}

extension PacketRecord: Located {
    func row(in topology: Topology) -> Row {
        [
            "number": number, "origin": origin, "via": via, "packet": packet,
            "steps": steps.map(topology.named),
        ]
    }
}

extension PacketOrigin: KindValue {
    package var parts: Row {
        switch self {
        case .sent: [:]
        case .arrival(let tunnel), .message(let tunnel): ["tunnel": tunnel]
        case .answer(let packet), .rejection(let packet), .report(let packet), .copy(let packet),
            .fragment(let packet):
            ["packet": packet]
        case .echo(let packet, let tunnel): ["packet": packet, "tunnel": tunnel]
        }
    }
}

extension Step: Located {
    func row(in topology: Topology) -> Row {
        ["instant": instant, "node": topology.name(of: node), "what": what]
    }
}

extension Step.Kind: KindValue {
    package var parts: Row {
        switch self {
        case .entered, .arrived, .delivered, .departed: [:]
        case .judged(let verdict): ["decision": verdict]
        case .fragmented(let count, let mtu): ["count": count.in(.packets), "mtu": mtu.in(.bytes)]
        case .joined(let count): ["count": count.in(.packets)]
        case .clamped(let change):
            ["before": change.before.in(.bytes), "after": change.after.in(.bytes)]
        case .translated(let change): change.row
        case .contradicted(let why):
            ["link": why.link, "route": why.route?.prefix, "route-link": why.route?.link]
        case .selected(let policy): ["policy": policy]
        case .outer(let decision): ["outer": decision]
        case .forwarded(let frame): ["frame": frame]
        case .sealed(let encapsulation): ["encapsulation": encapsulation]
        case .opened(let decapsulation): ["decapsulation": decapsulation]
        case .dropped(let reason): ["reason": reason]
        case .impaired(let effect): ["effect": effect]
        case .answered(let packet): ["packet": packet]
        case .unanswered(let patience): ["patience": patience]
        }
    }
}

extension OuterDecision: KindValue {
    package var parts: Row {
        switch self {
        case .judged(let verdict): ["decision": verdict]
        case .translated(let change): change.row
        }
    }
}

extension LinkEffect: RowValue {
    package var row: Row { ["link": link, "effect": kind] }
}

extension LinkEffect.Kind: KindValue {
    package var parts: Row {
        switch self {
        case .lost, .marked: [:]
        case .delayed(let time), .heldBack(let time): ["time": time]
        case .copied(let packet): ["packet": packet]
        }
    }
}

// MARK: - Bytes and what they mean

extension LayerKind: CellValue {}
extension Protection: CellValue {}
extension FieldValue: CellValue {}

extension FieldName: CellValue {
    package var cell: Cell { self == .proto ? .word("protocol") : CaseName(self).cell }
}

extension DissectedLayer: RowValue {
    package var row: Row {
        [
            "layer": kind, "range": range.in(.bytes), "fields": fields, "protection": protection,
            "fault": fault,
        ]
    }
}

extension DissectedField: RowValue {
    package var row: Row {
        ["field": name, "range": range.in(.bytes), "value": value, "right": isRight]
    }

    /// Whether a checksum is right; nil for other fields, and where the bytes at hand can't tell.
    private var isRight: Bool? {
        guard case .checksum(_, let isRight) = value else { return nil }
        return isRight
    }
}

// MARK: - Frames

extension TunnelRole: CellValue {}
extension ESPMode: CellValue {}
extension OuterDF: CellValue {}
extension ECN: CellValue { package var cell: Cell { .word("\(name)") } }
extension FloodKind: CellValue {}

extension ESPSuite: CellValue { package var cell: Cell { .word(name) } }
extension SPI: CellValue { package var cell: Cell { .integer(UInt64(rawValue)) } }
extension SequenceNumber: CellValue { package var cell: Cell { .integer(rawValue) } }

extension ESPForm: RowValue {
    package var row: Row {
        [
            "suite": suite, "mode": mode, "high-sequence": highSequence,
            "traffic-padding": trafficPadding.in(.bytes), "outer-df": outerDF, "own-iv": hasOwnIV,
        ]
    }
}

extension Encapsulation: RowValue {
    package var row: Row {
        [
            "tunnel": tunnel, "sender": sender, "form": form, "sequence": sequence,
            "length": length.in(.bytes),
        ]
    }
}

extension Decapsulation: RowValue {
    package var row: Row {
        [
            "tunnel": tunnel, "role": role, "mode": mode, "length": length.in(.bytes),
            "sequence": sequence, "suite": suite, "unchecked": isUnchecked, "outer-ecn": ecn,
        ]
    }
}

extension Frame: Located {
    func row(in topology: Topology) -> Row {
        [
            "number": number, "link": topology.name(of: direction.link),
            "from": topology.name(of: direction.from), "to": topology.name(of: direction.to),
            "instant": instant, "kind": kind, "packet": content.packet,
            "original": content.original, "link-copy": content.isLinkCopy,
            "encapsulation": encapsulation, "fate": CaseName(fate), "refusal": fate.refusal,
            "next": fate.next, "end": end, "length": length.in(.bytes),
        ]
    }
}

extension FrameImage: Located {
    func row(in topology: Topology) -> Row {
        [
            "frame": topology.named(frame), "bytes": Hexadecimal(bytes),
            "plaintext": plaintext.map(Hexadecimal.init),
        ]
    }
}

extension Frame.Kind: KindValue {
    package var parts: Row {
        switch self {
        case .clear, .esp, .heldBack, .dummy, .keepalive, .remote, .foreign: [:]
        case .attack(let attack): ["attack": attack]
        }
    }
}

extension AttackKind: KindValue {
    package var parts: Row {
        switch self {
        case .replay, .flip, .truncation, .forgery, .unknownSPI: [:]
        case .flood(let kind): ["flood": kind]
        }
    }
}

// MARK: - What is seen on the wire

extension WatchReport: RowValue {
    package var row: Row {
        [
            "tunnel": tunnel, "seen": seen.in(.datagrams), "newest": newest.map(topology.named),
            "ways": ways.map(topology.named), "oldest": oldest,
        ]
    }
}

extension WatchedFrame: Located {
    func row(in topology: Topology) -> Row {
        [
            "frame": topology.named(frame), "source": source, "destination": destination,
            "content": content,
        ]
    }
}

extension WatchedWay: Located {
    func row(in topology: Topology) -> Row {
        [
            "from": topology.name(of: from), "to": topology.name(of: to), "traffic": traffic,
            "in-clear": unsealed.inClear.in(.datagrams),
            "keepalives": unsealed.keepalives.in(.datagrams),
            "made-up": unsealed.madeUp.in(.datagrams), "pairs": pairs,
            "other-pairs": otherPairs.in(.datagrams), "streams": streams,
            "other-streams": otherStreams.in(.datagrams),
        ]
    }
}

extension WatchedWay.AddressPair: RowValue {
    package var row: Row { ["source": source, "destination": destination] }
}

extension WatchedStream: RowValue {
    package var row: Row {
        [
            "spi": spi, "suite": suite, "mode": mode, "traffic": traffic, "numbers": numbers,
            "traffic-padding": hasTrafficPadding, "payloads": payloads.in(.bytes),
        ]
    }
}

extension WatchedStream.Numbers: RowValue {
    package var row: Row {
        [
            "range": range, "repeated": repeated.in(.datagrams),
            "overtaken": overtaken.in(.datagrams), "missing": missing.in(.sequenceNumbers),
        ]
    }
}

extension WatchedTraffic: RowValue {
    package var row: Row {
        [
            "datagrams": datagrams.in(.datagrams), "bytes": bytes.in(.bytes),
            "lengths": lengths.in(.bytes), "first": first, "last": last, "gaps": gaps,
            "sizes": sizeCount.in(.lengths),
        ]
    }
}

extension WatchedFrame.Content: KindValue {
    package var parts: Row {
        switch self {
        case .clear(let packet): ["packet": packet]
        case .esp(let header, let packet):
            ["spi": header.spi, "sequence": header.sequence, "packet": packet]
        case .keepalive, .other: [:]
        }
    }
}

extension CaptureMiss: KindValue {
    package var parts: Row {
        switch self {
        case .notIP(let reason): ["reason": reason]
        case .malformed(let fault): ["fault": fault]
        case .cut, .repeated: [:]
        }
    }
}
