import Firewall
package import Tunnel
import Wire

/// Which packets take which tunnel by themselves.
extension Fabric {
    /// Adds a policy at a gateway, and its other half at the other one.
    ///
    /// - Throws: `FabricFault` when its tunnel is not open, its selectors are another policy's, or a
    ///   table is full.
    package func add(_ policy: Policy, at gateway: GatewayName) throws(FabricFault) {
        if case .protect(let name) = policy.action { _ = try tunnels.tunnel(name) }
        let place = place(of: gateway)
        try checkPolicy(policy, at: place)
        settle(policy, at: place)
    }

    /// Removes the policy of a number from 1 at a gateway, and its other half at the other one.
    ///
    /// - Throws: `FabricFault` when there is none.
    package func removePolicy(
        _ number: Int, at gateway: GatewayName
    ) throws(FabricFault) -> Policy {
        let place = place(of: gateway)
        guard let policy = gateways[place].policies.remove(number) else {
            throw .noSuchPolicy(number, count: gateways[place].policies.entries.count)
        }
        if let half = policy.otherHalf {
            for other in others(than: place) { gateways[other].policies.remove(half) }
        }
        return policy
    }

    private func place(of gateway: GatewayName) -> Int {
        gateways.firstIndex { $0.name == gateway } ?? 0
    }

    private func others(than place: Int) -> some Sequence<Int> {
        gateways.indices.lazy.filter { $0 != place }
    }

    /// Throws where a gateway's table, or the other one's, would refuse a policy.
    func checkPolicy(_ policy: Policy, at place: Int = 0) throws(FabricFault) {
        try check(policy, gateways[place], asked: true)
        guard let half = policy.otherHalf else { return }
        for other in others(than: place) { try check(half, gateways[other], asked: false) }
    }

    private func check(
        _ policy: Policy, _ gateway: Gateway, asked: Bool
    ) throws(FabricFault) {
        switch gateway.policies.refusal(of: policy) {
        case nil: return
        case .repeated(let number):
            throw .policyRepeated(number: number, at: asked ? nil : gateway.name.text)
        case .ambiguous(let number):
            throw .policyAmbiguous(number: number, at: asked ? nil : gateway.name.text)
        case .full: throw .tooManyPolicies(limit: PolicyTable.limit)
        }
    }

    /// Whether all gateways have a policy, which begins at the first.
    func has(_ policy: Policy) -> Bool {
        gateways.enumerated().allSatisfy { place, gateway in
            (place == 0 ? policy : policy.otherHalf).map(gateway.policies.has) ?? true
        }
    }

    /// Adds a policy that has been checked.
    func settle(_ policy: Policy, at place: Int = 0) {
        _ = gateways[place].policies.add(policy)
        guard let half = policy.otherHalf else { return }
        for other in others(than: place) { _ = gateways[other].policies.add(half) }
    }
}
