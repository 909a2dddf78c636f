/// Everything that can happen in a lab, as a plain value.
///
/// What is shown, recorded or counted is made from these, and only from these. It is boxed: the largest are a
/// thousand bytes, which would be moved for the smallest, too.
package indirect enum LabEvent: Sendable {
    /// Something about the firewall's rules.
    case rule(RuleEvent)
    /// Something was proven about the firewall's rules.
    case proof(ProofEvent)
    /// Something about named sets of addresses.
    case set(SetEvent)
    /// Something about the connections that the firewall knows.
    case flow(FlowEvent)
    /// Something about address translation.
    case nat(NATEvent)
    /// Something about links.
    case link(LinkEvent)
    /// Something about the network itself.
    case net(NetEvent)
    /// Something about packets.
    case packet(PacketEvent)
    /// Something happened step by step, or is looked at so.
    case step(StepEvent)
    /// Something about tunnels.
    case tunnel(TunnelEvent)
    /// Something about policies.
    case policy(PolicyEvent)
    /// Something about what is recorded of the links.
    case capture(CaptureEvent)
    /// Somebody on the wire attacked a tunnel.
    case attack(AttackEvent)
    /// A host asked something, or offers something else.
    case host(HostAnswer)
    /// A claim was examined.
    case expectation(ExpectationEvent)
    /// Something about the lab itself.
    case lab(SessionEvent)

    /// The event's name, which is that of its two cases, and its row.
    package var answer: Answer {
        let event: any Event =
            switch self {
            case .rule(let event): event
            case .proof(let event): event
            case .set(let event): event
            case .flow(let event): event
            case .nat(let event): event
            case .link(let event): event
            case .net(let event): event
            case .packet(let event): event
            case .step(let event): event
            case .tunnel(let event): event
            case .policy(let event): event
            case .capture(let event): event
            case .attack(let event): event
            case .host(let event): event
            case .expectation(let event): event
            case .lab(let event): event
            }
        return Answer(name: "\(CaseName(self).word)-\(CaseName(event).word)", row: event.row)
    }
}

/// What can happen in one topic.
protocol Event: Sendable {
    /// The columns of the case.
    var row: Row { get }
}
