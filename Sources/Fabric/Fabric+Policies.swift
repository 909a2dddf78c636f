package import Network
package import Tunnel
import Wire

/// Which packets take which tunnel by themselves.
extension Fabric {
    /// What becomes of packets that a node is about to send towards the other end of tunnels.
    package func policies(of node: NodeID) -> PolicyTable { nodes.policies[node.rawValue] }

    /// Adds a policy at a gateway, and its other half at the other one.
    ///
    /// - Throws: `FabricFault` when its tunnel is not open, its selectors are another policy's, or a
    ///   table is full.
    package func add(_ policy: Policy, at gateway: NodeID) throws(FabricFault) {
        if case .protect(let name) = policy.action { _ = try tunnels.tunnel(name) }
        try checkPolicy(policy, at: gateway)
        settle(policy, at: gateway)
    }

    /// Removes the policy of a number from 1 at a gateway, and its other half at the other one.
    ///
    /// - Throws: `FabricFault` when there is none.
    package func removePolicy(
        _ number: Int, at gateway: NodeID
    ) throws(FabricFault) -> Policy {
        let place = gateway.rawValue
        guard let policy = nodes.policies[place].remove(number) else {
            throw .noSuchPolicy(number, count: nodes.policies[place].entries.count)
        }
        if let half = policy.otherHalf {
            for other in others(than: gateway) { nodes.policies[other.rawValue].remove(half) }
        }
        return policy
    }

    /// The gateways at which the halves of a policy are, the client's first.
    private var policyGateways: [NodeID] { TunnelRole.allCases.compactMap(nodes.ends.node) }

    private func others(than gateway: NodeID) -> [NodeID] {
        let ends = policyGateways
        return ends.contains(gateway) ? ends.filter { $0 != gateway } : []
    }

    /// Throws where a gateway's table, or the other one's, would refuse a policy.
    func checkPolicy(_ policy: Policy, at gateway: NodeID) throws(FabricFault) {
        try check(policy, gateway, asked: true)
        guard let half = policy.otherHalf else { return }
        for other in others(than: gateway) { try check(half, other, asked: false) }
    }

    private func check(
        _ policy: Policy, _ gateway: NodeID, asked: Bool
    ) throws(FabricFault) {
        switch nodes.policies[gateway.rawValue].refusal(of: policy) {
        case nil: return
        case .repeated(let number):
            throw .policyRepeated(
                number: number, at: asked ? nil : topology.name(of: gateway))
        case .ambiguous(let number):
            throw .policyAmbiguous(
                number: number, at: asked ? nil : topology.name(of: gateway))
        case .full: throw .tooManyPolicies(limit: PolicyTable.limit)
        }
    }

    /// Whether both gateways have a policy, which begins at the client's.
    func has(_ policy: Policy) -> Bool {
        policyGateways.enumerated().allSatisfy { place, gateway in
            let half = place == 0 ? policy : policy.otherHalf
            return half.map(nodes.policies[gateway.rawValue].has) ?? true
        }
    }

    /// Adds a policy that has been checked.
    func settle(_ policy: Policy, at gateway: NodeID) {
        _ = nodes.policies[gateway.rawValue].add(policy)
        guard let half = policy.otherHalf else { return }
        for other in others(than: gateway) { _ = nodes.policies[other.rawValue].add(half) }
    }
}
