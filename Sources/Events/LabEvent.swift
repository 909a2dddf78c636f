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
    /// Something about links.
    case link(LinkEvent)
    /// Something about packets.
    case packet(PacketEvent)
    /// Something about tunnels.
    case tunnel(TunnelEvent)
    /// Something about policies.
    case policy(PolicyEvent)
    /// Something about what is recorded of the links.
    case capture(CaptureEvent)
    /// Somebody on the wire attacked a tunnel.
    case attack(AttackEvent)
    /// A claim was examined.
    case expectation(ExpectationEvent)
    /// Something about the lab itself.
    case lab(SessionEvent)

    /// The event's name and row.
    package var answer: Answer {
        switch self {
        case .rule(let event): event.answer
        case .proof(let event): event.answer
        case .set(let event): event.answer
        case .flow(let event): event.answer
        case .link(let event): event.answer
        case .lab(let event): event.answer
        case .expectation(let event): event.answer
        case .packet(let event): event.answer
        case .policy(let event): event.answer
        case .tunnel(let event): event.answer
        case .capture(let event): event.answer
        case .attack(let event): event.answer
        }
    }
}
