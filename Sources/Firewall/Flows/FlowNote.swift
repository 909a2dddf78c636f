/// What the flow table did with a packet that the firewall let pass.
package enum FlowNote: Hashable, Sendable {
    /// The packet began this flow.
    case created(FlowID)
    /// The packet moved this flow into another state.
    case advanced(FlowID)
    /// The packet was counted and the flow's time runs again; its state is as it was.
    case unchanged(FlowID)
    /// The packet belongs to no flow and can't begin one, or is an ICMP error: nothing changed.
    case untracked
    /// The packet would begin a flow, and there is no room for another: nothing changed.
    ///
    /// If a rule asked for it to be tracked, the drop's reason is `flowTableFull`.
    case full
}
