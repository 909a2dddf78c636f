import Timeline

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
