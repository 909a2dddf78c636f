import Commands
import Events
import Fabric
import Grammar
import Tunnel
import Wire

extension Lab {
    func apply(_ command: PolicyCommand) throws(LabFault) -> PolicyEvent {
        switch command {
        case .add(let action, let source, let destination):
            return try add(action, source, destination)
        case .delete(let number):
            return try onNetwork(number.range) { () throws(FabricFault) in
                .deleted(try fabric.removePolicy(number.value))
            }
        case .list: return .listed(fabric.policies.entries)
        }
    }

    private func add(
        _ action: PolicyCommand.Action, _ source: Placed<Prefix>, _ destination: Placed<Prefix>
    ) throws(LabFault) -> PolicyEvent {
        guard
            let selectors = TrafficSelectors(
                source: source.value, destination: destination.value)
        else { preconditionFailure("the language takes two prefixes of one family") }
        let policy: Policy
        var range = source.range.lowerBound..<destination.range.upperBound
        switch action {
        case .protect(let name):
            policy = Policy(.protect(name.value), for: selectors)
            // A tunnel that is not there is the name's fault, all others are the selectors'.
            if (try? fabric.snapshot(of: name.value)) == nil { range = name.range }
        case .bypass: policy = Policy(.bypass, for: selectors)
        case .discard: policy = Policy(.discard, for: selectors)
        }
        try onNetwork(range) { () throws(FabricFault) in try fabric.add(policy) }
        return .added(policy, number: fabric.policies.entries.count)
    }
}
