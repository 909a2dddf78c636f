import EventLoop
package import Network
package import Timeline
import Wire

/// What hosts do with packets, and when they have something to do by themselves.
extension Walker {
    /// Lets a host take a packet that has reached it; a node that is none does nothing with it here.
    func hand(_ transit: Transit, to node: NodeID, isOwn: Bool = false) {
        let now = scheduler.now
        if transit.packet.fields.icmpType != nil { learnPathMTU(from: transit.packet, at: node) }
        guard
            let output = nodes.with({
                $0[node].host?.receive(transit.packet, isOwn: isOwn, at: now)
            })
        else { return }
        carryOut(output, of: node, answering: transit.number)
    }

    /// Lets a host do what is due.
    func fire(hostAt node: NodeID) {
        hosts.timers[node] = nil
        let now = scheduler.now
        guard let output = nodes.with({ $0[node].host?.fire(at: now) }) else { return }
        carryOut(output, of: node, answering: nil)
    }

    /// Puts what a host sends on its way, and notes when it has something to do next.
    ///
    /// The first packet that it sends because of another one is the answer to that one.
    func carryOut(_ output: HostOutput, of node: NodeID, answering cause: Int?) {
        hosts.note(output.happenings, at: node, scheduler.now)
        for (place, sent) in output.packets.enumerated() {
            let number = history.packets.lastNumber + 1
            if let cause, place == 0 { history.note(cause, node, .answered(by: number)) }
            _ = history.enter(
                sent.packet, cause.map { .answer(to: $0) } ?? .sent, via: nil, at: node)
            if let probe = sent.probe { hosts.note(number, of: probe, item: sent.item, at: node) }
            originate(
                Transit(number: number, packet: sent.packet, via: nil, goal: nil), at: node, .here)
        }
        schedule(hostAt: node)
    }

    /// Takes the timers of all hosts back: what they have to do is part of them, and is put back with them.
    func cancelHostTimers() {
        for node in topology.nodes.indices.map(NodeID.init) {
            guard let timer = hosts.timers.removeValue(forKey: node) else { continue }
            scheduler.cancel(timer.token)
        }
    }

    /// Sets the timers of all hosts.
    func scheduleHosts() {
        for node in topology.nodeIDs { schedule(hostAt: node) }
    }

    /// Sets the timer of what a host has to do next.
    ///
    /// While it asks something itself, the network is not idle before that; else it happens when time has passed for
    /// other reasons: peers that never answer would keep everybody waiting.
    func schedule(hostAt node: NodeID) {
        let wanted = nodes.with { $0[node].host?.wait() }.map { wait in
            HostWatch.Timer(
                deadline: wait.deadline, urgency: wait.isBusy ? .foreground : .background,
                token: TimerToken(rawValue: 0))
        }
        if let set = hosts.timers[node] {
            if set.isSame(as: wanted) { return }
            scheduler.cancel(set.token)
            hosts.timers[node] = nil
        }
        guard var timer = wanted else { return }
        timer.token = scheduler.add(
            .host(node), after: timer.deadline - scheduler.now, timer.urgency)
        hosts.timers[node] = timer
    }
}

/// When hosts have something to do, and what they do while somebody watches.
struct HostWatch {
    /// A timer that is set.
    struct Timer {
        let deadline: Instant
        let urgency: Scheduler.Urgency
        var token: TimerToken

        func isSame(as other: Timer?) -> Bool {
            deadline == other?.deadline && urgency == other?.urgency
        }
    }

    /// The timers that are set, by host.
    var timers: [NodeID: Timer] = [:]
    /// What happened at hosts since somebody watches; nil while nobody does.
    private(set) var notes: [HostNote]?
    /// The packets that probes asked with since then.
    private(set) var questions: [HostQuestion] = []

    /// So much is noted at most.
    static let limit = 200_000

    /// Begins to watch.
    mutating func begin() {
        notes = []
        questions = []
    }

    /// Ends it, and hands over what was noted.
    mutating func end() -> (notes: [HostNote], questions: [HostQuestion]) {
        defer {
            notes = nil
            questions = []
        }
        return (notes ?? [], questions)
    }

    mutating func note(_ happenings: [HostEvent], at node: NodeID, _ instant: Instant) {
        guard let count = notes?.count, count < Self.limit else { return }
        notes?.append(
            contentsOf: happenings.map { HostNote(instant: instant, node: node, event: $0) })
    }

    mutating func note(_ number: Int, of probe: ProbeNumber, item: Int, at node: NodeID) {
        guard notes != nil, questions.count < Self.limit else { return }
        questions.append(HostQuestion(node: node, probe: probe, item: item, packet: number))
    }
}

/// Something that happened at a host.
package struct HostNote: Sendable {
    /// When.
    package let instant: Instant
    /// Where.
    package let node: NodeID
    /// What.
    package let event: HostEvent
}

/// A packet with which a probe asked something.
struct HostQuestion: Sendable {
    let node: NodeID
    let probe: ProbeNumber
    let item: Int
    let packet: Int
}
