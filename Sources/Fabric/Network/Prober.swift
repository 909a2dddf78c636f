package import Network
package import Timeline
package import Wire

/// What came of what a host asked the network.
package struct ProbeReport: Sendable {
    /// The host.
    package let node: NodeID
    /// What it found out, in order, with when.
    package let findings: [(instant: Instant, event: ProbeEvent)]
    /// What happened at other hosts meanwhile, in order.
    package let notes: [HostNote]
    /// The packet that asked each item first: a port of a scan, a packet of a traceroute or a ping.
    package let packets: [Int: Int]
    /// Who is to blame that nothing, or an error, came back for an item, where the record of its packets says it.
    package let blames: [Int: Blame]
    /// Whether it was ended before it was done.
    package let isCut: Bool
}

/// Where the way of a question, or of its answer, ended.
package struct Blame: Sendable {
    /// The packet.
    package let packet: Int
    /// Whether it is the answer that went no further.
    package let isAnswer: Bool
    /// The node at which its way ended.
    package let node: NodeID
    /// Why.
    package let reason: DropReason
    /// What the rules said, where it was they.
    package let verdict: VerdictRecord?
}

/// Lets hosts ask, and finds out who kept an answer away.
struct Prober {
    let nodes: Nodes
    let walker: Walker

    /// Lets a host ask something, and follows it until it is done or the budget has ended.
    ///
    /// - Throws: `FabricFault` when the node is no host, or can't ask that; then nothing has happened.
    func probe(
        _ request: ProbeRequest, from node: NodeID, _ budget: Budget
    ) throws(FabricFault) -> ProbeReport {
        let name = nodes.topology.name(of: node)
        let now = walker.scheduler.now
        let started = nodes.with { network in
            Result { () throws(FabricFault) in
                guard network[node].host != nil else { throw .noHost(name) }
                do throws(ProbeFault) {
                    let source = network[node].source(towards: request.target)
                    return try network[node].host?.start(request, from: source, at: now)
                } catch {
                    throw .probe(error)
                }
            }
        }
        guard let (probe, output) = try started.get() else { throw .noHost(name) }
        walker.hosts.begin()
        walker.carryOut(output, of: node, answering: nil)
        var isCut = false
        while nodes.with({ $0[node].host?.isRunning(probe) }) == true {
            guard budget.spend(4 * Budget.item) else {
                isCut = true
                cancel(probe, at: node)
                break
            }
            guard try walker.run(steps: 1) else { break }
        }
        try walker.run()
        let watched = walker.hosts.end()
        return report(on: probe, from: node, watched.notes, watched.questions, isCut: isCut)
    }

    private func cancel(_ probe: ProbeNumber, at node: NodeID) {
        let now = walker.scheduler.now
        guard let output = nodes.with({ $0[node].host?.cancel(probe, at: now) }) else { return }
        walker.carryOut(output, of: node, answering: nil)
    }

    private func report(
        on probe: ProbeNumber, from node: NodeID, _ notes: [HostNote],
        _ questions: [HostQuestion], isCut: Bool
    ) -> ProbeReport {
        var findings: [(instant: Instant, event: ProbeEvent)] = []
        var others: [HostNote] = []
        for note in notes {
            if case .probe(probe, let event) = note.event, note.node == node {
                findings.append((note.instant, event))
            } else {
                others.append(note)
            }
        }
        var packets: [Int: Int] = [:]
        var blames: [Int: Blame] = [:]
        for question in questions where question.probe == probe && question.node == node {
            if packets[question.item] == nil { packets[question.item] = question.packet }
            blames[question.item] = blame(for: question.packet) ?? blames[question.item]
        }
        return ProbeReport(
            node: node, findings: findings, notes: others, packets: packets, blames: blames,
            isCut: isCut)
    }

    /// Who ended the way of what answered a packet, or else of the packet itself.
    private func blame(for number: Int) -> Blame? {
        let log = walker.history.packets
        guard let question = log[number] else { return nil }
        if let answer = question.answer.flatMap({ log[$0] }),
            let blame = Blame(answer, isAnswer: true)
        {
            return blame
        }
        return Blame(question, isAnswer: false)
    }
}

extension Blame {
    /// The end of a packet that went no further; nil where it arrived, or is under way.
    fileprivate init?(_ record: PacketRecord, isAnswer: Bool) {
        guard let reason = record.dropReason, let node = record.outcome?.node else { return nil }
        self.init(
            packet: record.number, isAnswer: isAnswer, node: node, reason: reason,
            verdict: record.verdicts.last { $0.dropReason == reason })
    }
}
