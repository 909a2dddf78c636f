package import Timeline
package import Wire

/// A flow as a list shows it.
package struct FlowRecord: Hashable, Sendable {
    /// Its number, in order of creation.
    package let id: FlowID
    /// The protocol of its packets.
    package let proto: IPProtocol
    /// Whose packet began it; the port is nil where the protocol has none.
    package let originator: Endpoint
    /// To whom that packet was sent; the port is nil where the protocol has none.
    package let responder: Endpoint
    /// The identifier of its echo messages; nil for other flows.
    package let echoIdentifier: UInt16?
    /// How far it has come.
    package let state: FlowState
    /// What the originator sent.
    package let sent: FlowTraffic
    /// What the responder sent.
    package let returned: FlowTraffic
    /// When it is forgotten if no packet of it comes.
    package let expires: Instant
    /// How long that is from the instant of the list.
    package let remaining: Duration
}
