import Firewall
package import Tunnel
import Wire

/// Which packets take which tunnel by themselves.
extension Fabric {
    /// Adds a policy.
    ///
    /// - Throws: `FabricFault` when its tunnel is not open, its selectors are another policy's, or the
    ///   table is full.
    package func add(_ policy: Policy) throws(FabricFault) {
        if case .protect(let name) = policy.action { _ = try tunnels.tunnel(name) }
        try checkPolicy(policy)
        _ = policies.add(policy)
    }

    /// Removes the policy of a number from 1.
    ///
    /// - Throws: `FabricFault` when there is none.
    package func removePolicy(_ number: Int) throws(FabricFault) -> Policy {
        guard let policy = policies.remove(number) else {
            throw .noSuchPolicy(number, count: policies.entries.count)
        }
        return policy
    }

    /// Throws where the table would refuse a policy.
    func checkPolicy(_ policy: Policy) throws(FabricFault) {
        var trial = policies
        switch trial.add(policy) {
        case nil: return
        case .repeated(let number): throw .policyRepeated(number: number)
        case .full: throw .tooManyPolicies(limit: PolicyTable.limit)
        }
    }

    /// Lets a packet leave a node towards its goal: a gateway asks the policies before the wire.
    func leave(_ transit: Transit, from node: NodeID) {
        guard let role = topology.role(of: node), topology.crosses(from: node, to: transit.goal)
        else { return forward(transit, from: node) }
        if let name = transit.via { return seal(transit, name, as: role) }
        let fields = transit.packet.fields
        guard
            let policy = policies.policy(
                from: fields.source, to: fields.destination, sentBy: role)
        else { return forward(transit, from: node) }
        emit(transit.number, node, .selected(policy))
        switch policy.action {
        case .protect(let name): seal(transit, name, as: role)
        case .bypass: forward(transit, from: node)
        case .discard: emit(transit.number, node, .dropped(.discardedByPolicy))
        }
    }
}
