/// The two ends of a flow.
package enum FlowSide: String, CaseIterable, Sendable {
    /// Whose packet began the flow.
    case originator
    /// To whom that packet was sent.
    case responder
}
