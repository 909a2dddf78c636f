import Commands
import EventLoop
import Events
import Fabric
import Firewall
import Grammar
import Network
import Timeline
import Tunnel
import Wire

/// Carries out the commands about links, and about what gateways hold beside rules: flows and policies.
struct NetworkOperations {
    let network: LabNetwork

    private var fabric: Fabric { network.fabric }

    func apply(_ command: LinkCommand) throws(LabFault) -> LinkEvent {
        switch command {
        case .impair(let change, let link):
            try network.blaming(link?.range ?? 0..<0) { () throws(FabricFault) in
                .changed(try fabric.impair(link?.value) { $0.apply(change) })
            }
        case .list: .listed(fabric.linkSnapshots)
        case .clear(let link):
            try network.blaming(link?.range ?? 0..<0) { () throws(FabricFault) in
                .cleared(try fabric.clearImpairments(of: link?.value).map(\.name))
            }
        }
    }

    /// Lets virtual time pass.
    func wait(for duration: Duration) throws(LabFault) -> [LabEvent] {
        let start = fabric.loop.now
        try network.blaming(0..<0) { () throws(FabricFault) in
            try fabric.run(for: duration, network.budget)
        }
        let now = fabric.loop.now
        let passed = Duration(nanoseconds: now.nanoseconds - start.nanoseconds)
        return network.withOverheard(.lab(.waited(passed, until: now))) + network.cut
    }

    func apply(_ command: FlowCommand) -> FlowEvent {
        switch command {
        case .list:
            .listed(
                network.withGateway { $0.flows.flows(at: fabric.loop.now) },
                limit: network.withGateway { $0.flows.limit })
        case .clear:
            .cleared(count: fabric[network.current].clearFlows(at: fabric.loop.now))
        }
    }

    func apply(_ command: PolicyCommand) throws(LabFault) -> PolicyEvent {
        switch command {
        case .add(let request): return try add(request)
        case .delete(let number):
            return try network.blaming(number.range) { () throws(FabricFault) in
                .deleted(try fabric.removePolicy(number.value, at: network.current))
            }
        case .list: return list()
        }
    }

    private func list() -> PolicyEvent {
        let policies = fabric.policies(of: network.current).entries
        let open = fabric.tunnelSnapshots.map(\.name)
        var closed: [String] = []
        for policy in policies {
            guard case .protect(let name) = policy.action, !open.contains(name),
                !closed.contains(name)
            else { continue }
            closed.append(name)
        }
        return .listed(policies, closed: closed)
    }

    private func add(_ request: PolicyCommand.Request) throws(LabFault) -> PolicyEvent {
        let asked = try network.named(request.request)
        let action: Policy.Action
        var range = asked.source.lowerBound..<asked.destination.upperBound
        switch request.action {
        case .protect(let name):
            action = .protect(name.value)
            // A tunnel that is not there is the name's fault, all others are the selectors'.
            if (try? fabric.snapshot(of: name.value)) == nil { range = name.range }
        case .bypass: action = .bypass
        case .discard: action = .discard
        }
        let policy = Policy(action, for: asked.selectors, request.isOutbound ? .outbound : .there)
        try network.blaming(range) { () throws(FabricFault) in
            try fabric.add(policy, at: network.current)
        }
        return .added(policy, number: fabric.policies(of: network.current).entries.count)
    }
}

extension LinkImpairment {
    /// Takes over what the language says.
    fileprivate mutating func apply(_ change: LinkChange) {
        switch change {
        case .loss(let share): loss = share
        case .delay(let delay, let jitter):
            self.delay = delay
            self.jitter = jitter
        case .reorder(let share, let holdBack):
            reordering = share
            self.holdBack = holdBack
        case .duplicate(let share): duplication = share
        case .mark(let share): marking = share
        }
    }
}
