import Timeline

/// How far a flow has come.
///
/// Those of TCP are the states of RFC 9293 section 3.3.2 as somebody between the two hosts can tell
/// them; they are those of a flow and not of one host.
package enum FlowState: String, CaseIterable, Sendable {
    /// The originator's SYN was seen.
    case synSent = "syn-sent"
    /// Both sent a SYN before either acknowledged one (RFC 9293 section 3.5, figure 7).
    case simultaneousOpen = "simultaneous-open"
    /// The responder's SYN,ACK was seen.
    case synReceived = "syn-received"
    /// The originator acknowledged the SYN,ACK.
    case established
    /// One side sent its FIN.
    case finWait = "fin-wait"
    /// The other side acknowledged that FIN and may go on sending.
    case closeWait = "close-wait"
    /// Both sides sent their FIN.
    case lastAck = "last-ack"
    /// Both FINs are acknowledged.
    case timeWait = "time-wait"
    /// A RST was seen.
    case closed
    /// Without TCP: the responder has not sent anything yet.
    case unreplied
    /// Without TCP: both sides have sent something.
    case replied

    /// The queue of the flow table in which a TCP flow waits while it is in the state.
    ///
    /// The times are the defaults of Linux (kernel documentation, "Netfilter Conntrack Sysfs variables"):
    /// `nf_conntrack_tcp_timeout_*`.
    var lifetime: FlowLifetime {
        switch self {
        case .synSent, .simultaneousOpen, .finWait, .timeWait: .twoMinutes
        case .synReceived, .closeWait: .oneMinute
        case .established: .fiveDays
        case .lastAck: .halfAMinute
        case .closed: .tenSeconds
        case .unreplied, .replied: .tenMinutes
        }
    }
}

/// The different times for which flows are kept without a packet.
///
/// The flow table has a queue for each: as time only goes forward, a queue is always in order.
enum FlowLifetime: Int, CaseIterable {
    case tenSeconds
    case halfAMinute
    case oneMinute
    case twoMinutes
    case tenMinutes
    case fiveDays

    /// The time itself.
    var duration: Duration {
        switch self {
        case .tenSeconds: Duration(nanoseconds: 10_000_000_000)
        case .halfAMinute: Duration(nanoseconds: 30_000_000_000)
        case .oneMinute: Duration(nanoseconds: 60_000_000_000)
        case .twoMinutes: Duration(nanoseconds: 120_000_000_000)
        case .tenMinutes: Duration(nanoseconds: 600_000_000_000)
        case .fiveDays: Duration(nanoseconds: 432_000_000_000_000)
        }
    }
}
