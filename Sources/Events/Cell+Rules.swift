import Commands
package import Dialects
import Fabric
package import Firewall
package import Network
package import Timeline
package import Tunnel
package import Wire

// Rules, and what they say about packets, as they stand in cells.

extension Port: CellValue { package var cell: Cell { .integer(UInt64(rawValue)) } }
extension IPProtocol: CellValue { package var cell: Cell { .integer(UInt64(rawValue)) } }
extension Percentage: CellValue { package var cell: Cell { .integer(UInt64(hundredths)) } }
extension AddressRange: CellValue {}

extension Endpoint: RowValue {
    package var row: Row { ["address": address, "port": port] }
}

// MARK: - Rules

extension Action: CellValue {}
extension SoughtVerdict: CellValue {}
extension ReadingOrder: CellValue {}

extension SetName: CellValue { package var cell: Cell { rawValue.cell } }
extension Rule: CellValue {
    package var cell: Cell {
        var text: [UInt8] = []
        write(to: &text)
        return .text(text)
    }
}

extension RuleCheck.Fix: CellValue {}

extension CoveredEntry: RowValue {
    package var row: Row { ["entry": entry, "cover": cover] }
}

extension AddressSet: RowValue {
    package var row: Row { ["set": name, "members": ranges] }
}

extension ForeignFault: RowValue {
    package var row: Row {
        ["file": file, "line": line, "range": range.in(.bytes), "problem": problem]
    }
}

extension ForeignProblem: CellValue { package var cell: Cell { CaseName(self).cell } }

extension RuleEdit: KindValue {
    package var parts: Row {
        switch self {
        case .added(let number, let rule): ["number": number, "rule": rule]
        case .deleted(let numbers, let rules): ["numbers": numbers, "rules": rules]
        case .fixed(let numbers, let rules): ["numbers": numbers, "rules": rules]
        case .moved(let number, let target, let rule):
            ["number": number, "to": target, "rule": rule]
        case .replaced(let number, let old, let new):
            ["number": number, "old": old, "rule": new]
        case .enabled(let number, let isEnabled, let rule):
            ["number": number, "enabled": isEnabled, "rule": rule]
        case .cleared(let count), .loaded(let count): ["count": count.in(.rules)]
        case .defaultSet(let action): ["default": action]
        case .orderSet(let order): ["order": order]
        case .setChanged(let name), .setDeleted(let name): ["set": name]
        }
    }
}

extension ProofBound: KindValue {
    package var parts: Row {
        switch self {
        case .boxes(let rule): ["rule": rule]
        case .parts(let parts): ["parts": parts]
        case .ended(let end): ["end": end]
        }
    }
}

// MARK: - Flows

extension FlowState: CellValue {}

extension FlowID: CellValue { package var cell: Cell { .integer(rawValue) } }

extension FlowTraffic: RowValue {
    package var row: Row { ["packets": packets.in(.packets), "bytes": bytes.in(.bytes)] }
}

extension FlowEnds.Query: RowValue {
    package var row: Row { ["type": type, "code": code, "identifier": identifier] }
}

extension FlowRecord: RowValue {
    package var row: Row {
        [
            "flow": id, "protocol": ends.proto, "originator": ends.originator,
            "responder": ends.responder, "query": ends.query, "state": state,
            "sent": traffic.sent, "returned": traffic.returned, "expires": expires,
            "remaining": remaining, "translated": translated,
        ]
    }
}

// MARK: - Verdicts

extension Covering.Agreement: CellValue {}
extension Budget.End: CellValue {}

extension Decider: CellValue {
    package var cell: Cell {
        switch self {
        case .rule(let number): number.cell
        case .byDefault: .none
        }
    }
}

extension Verdict: RowValue {
    package var row: Row {
        ["action": action, "decider": decider, "noted": noted, "spent": spent]
    }
}

extension DropReason: CellValue {}
extension ConnectionState: CellValue {}
extension NonIPReason: CellValue {}
extension PacketOddity: CellValue {}
extension WireFault: CellValue {}
extension TCPFlags: CellValue {}
extension Prefix: CellValue {}

extension LinkName: CellValue { package var cell: Cell { rawValue.cell } }

extension PacketFields: RowValue {
    package var row: Row {
        [
            "protocol": proto, "source": source, "source-port": sourcePort,
            "destination": destination, "destination-port": destinationPort, "type": icmpType,
            "code": icmpCode, "flags": tcpFlags, "length": totalLength.in(.bytes),
            "hop-limit": hopLimit, "dscp": dscp,
        ]
    }
}

extension PacketContext: RowValue {
    package var row: Row { ["link": link, "out": out, "state": state] }
}

extension RuleField: CellValue {
    package var cell: Cell {
        switch self {
        case .number(let number): CaseName(number).cell
        case .proto: .word("protocol")
        default: CaseName(self).cell
        }
    }
}

extension NearMiss: RowValue {
    package var row: Row { ["number": number, "field": field, "rule": rule] }
}

extension NearMisses: RowValue {
    package var row: Row { ["shown": shown, "count": count.in(.rules), "nearest": areNearest] }
}

extension TrafficSelectors: RowValue {
    package var row: Row {
        ["source": source, "destination": destination, "next-layer": nextLayer]
    }
}

extension PortSet: CellValue {}

extension NextLayer: RowValue {
    package var row: Row { ["protocols": protocols, "content": content] }
}

extension NextLayer.Content: KindValue {
    package var parts: Row {
        switch self {
        case .any, .opaque: [:]
        case .ports(let source, let destination):
            ["source-ports": source, "destination-ports": destination]
        case .messages(let types, let codes): ["types": types, "codes": codes]
        }
    }
}

extension Policy.Direction: CellValue {}

extension Policy: RowValue {
    package var row: Row { ["selectors": selectors, "action": action, "direction": direction] }
}

extension Policy.Action: KindValue {
    package var parts: Row {
        switch self {
        case .protect(let tunnel): ["tunnel": tunnel]
        case .bypass, .discard: [:]
        }
    }
}

extension GatewayName: CellValue { package var cell: Cell { text.cell } }

extension RuleChain: CellValue { package var cell: Cell { .word(rawValue) } }

extension VerdictRecord: RowValue {
    package var row: Row {
        [
            "gateway": gateway, "list": list, "verdict": verdict, "rule": rule,
            "context": context, "revision": revision,
        ]
    }
}
