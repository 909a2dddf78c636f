import EventLoop
import Network
import Timeline
import Tunnel
import Wire

/// Walks packets from node to node, and does what is due: it is the nodes of the network.
final class Walker {
    let carrier: Carrier
    let tunnels: Tunnels
    /// Room for what a node decides about a packet, used again for each.
    var decisions: [Decision] = []
    /// Who waits for the echo of a message, by the message's number.
    var waiting: [Int: TimerToken] = [:]
    /// Room for an ESP packet that is being sealed, used again for each, and for the packet that goes into it.
    var sealed: [UInt8] = []
    var plain: [UInt8] = []
    /// What policies decided last.
    var newest = NewestChoice()
    /// When hosts have something to do, and what they do while somebody watches.
    var hosts = HostWatch()

    /// The nodes of a carrier's network.
    init(_ carrier: Carrier, _ tunnels: Tunnels) {
        self.carrier = carrier
        self.tunnels = tunnels
    }

    var nodes: Nodes { carrier.nodes }
    var topology: Topology { carrier.nodes.topology }
    var scheduler: Scheduler { carrier.scheduler }
    var history: History { carrier.history }

    /// Does what is due until nobody waits for anything.
    func run() throws(FabricFault) {
        while scheduler.isBusy { guard try step() else { return } }
    }

    /// Does what is due until an instant, and moves the clock there; what is later stays under way.
    func run(until end: Instant, _ budget: Budget) throws(FabricFault) {
        let loop = scheduler.loop
        while loop.inFlight > 0 || loop.nextDeadline.map({ $0 <= end }) ?? false {
            guard budget.spend(Self.steps) else { return }
            _ = try step()
        }
        loop.advance(to: end)
    }

    /// Does the next things that are due, at most so many; false when nobody waits for anything.
    func run(steps: Int) throws(FabricFault) -> Bool {
        for _ in 0..<steps { guard scheduler.isBusy, try step() else { return false } }
        return true
    }

    /// Takes what waits at a socket although nobody here waits for anything.
    func socketReady(_ id: SocketID) throws(FabricFault) {
        do {
            try drain(id)
        } catch {
            throw .system(error)
        }
        try run()
    }

    /// Takes one datagram that waits at a socket, and does all that comes of it.
    ///
    /// Whether several came at once depends on the machine, and what they do to virtual time must not.
    func serve(_ id: SocketID) throws(FabricFault) {
        do {
            try drain(id, atMost: 1)
        } catch {
            throw .system(error)
        }
        try run()
    }

    /// Does the next thing that is due; false when nothing is left to do.
    private func step() throws(FabricFault) -> Bool {
        do {
            switch try scheduler.next() {
            case .work(let work): perform(work)
            case .readable(let id): try drain(id)
            case .overdue(let id): carrier.giveUp(at: id)
            case .nothing: break
            case .idle: return false
            }
            return true
        } catch {
            throw .system(error)
        }
    }

    /// What it costs to do a thing that is due.
    private static let steps = 4 * Budget.item

    private func perform(_ work: Work) {
        switch work {
        case .arrive(let frame, let transit): arrive(frame, transit)
        case .take(let transit, let node): deliver(transit, at: node, isOwn: true)
        case .retire(let name, let spis):
            if let ended = tunnels.retire(name, spis) { history.note(.retired(ended)) }
        case .stopWaiting(let number, let node):
            waiting[number] = nil
            history.note(number, node, .unanswered(after: Fabric.patience))
        case .host(let node): fire(hostAt: node)
        case .keepAlive(let tunnel): keepAlive(tunnel)
        }
    }
}

/// The newest choice of a policy as a step: the next one is often the same, and then the same value, so that a stream
/// of packets takes no memory for it.
struct NewestChoice {
    private var selected: Step.Kind?

    /// The step that is the choice of a policy.
    mutating func step(of policy: Policy) -> Step.Kind {
        if let selected, case .selected(let last) = selected, last == policy { return selected }
        let step = Step.Kind.selected(policy)
        selected = step
        return step
    }
}
