import Commands
import Events
import Fabric
import Grammar
import Tunnel
import Wire

extension Lab {
    func apply(_ command: PolicyCommand) throws(LabFault) -> PolicyEvent {
        switch command {
        case .add(let request): return try add(request)
        case .delete(let number):
            return try onNetwork(number.range) { () throws(FabricFault) in
                .deleted(try fabric.removePolicy(number.value, at: gateway))
            }
        case .list: return .listed(fabric.gateways[current].policies.entries)
        }
    }

    private func add(_ request: PolicyCommand.Request) throws(LabFault) -> PolicyEvent {
        guard
            let selectors = TrafficSelectors(
                source: request.source.value, destination: request.destination.value)
        else { preconditionFailure("the language takes two prefixes of one family") }
        let action: Policy.Action
        var range = request.source.range.lowerBound..<request.destination.range.upperBound
        switch request.action {
        case .protect(let name):
            action = .protect(name.value)
            // A tunnel that is not there is the name's fault, all others are the selectors'.
            if (try? fabric.snapshot(of: name.value)) == nil { range = name.range }
        case .bypass: action = .bypass
        case .discard: action = .discard
        }
        let policy = Policy(action, for: selectors, request.isOutbound ? .outbound : .there)
        try onNetwork(range) { () throws(FabricFault) in try fabric.add(policy, at: gateway) }
        return .added(policy, number: fabric.gateways[current].policies.entries.count)
    }
}
