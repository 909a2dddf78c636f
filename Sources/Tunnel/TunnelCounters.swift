package import Wire

/// What one end of a tunnel has done with everything that it was given.
///
/// Nothing is lost between the numbers: `arrived` is `delivered` and all that was refused on arrival,
/// `offered` is `sealed` and all that was refused for sending.
package struct TunnelCounters: Sendable {
    /// Datagrams that arrived.
    package private(set) var arrived: UInt64 = 0
    /// Datagrams whose payload was handed on.
    package private(set) var delivered: UInt64 = 0
    /// Payloads that were to be sent.
    package private(set) var offered: UInt64 = 0
    /// Payloads that became datagrams.
    package private(set) var sealed: UInt64 = 0

    private var arrivalRefusals: [DropReason: UInt64] = [:]
    private var sendingRefusals: [DropReason: UInt64] = [:]

    /// Nothing has happened yet.
    package init() {}

    /// How many datagrams were refused on arrival for `reason`.
    package func refusedOnArrival(_ reason: DropReason) -> UInt64 {
        arrivalRefusals[reason] ?? 0
    }

    /// How many payloads were refused for sending for `reason`.
    package func refusedForSending(_ reason: DropReason) -> UInt64 {
        sendingRefusals[reason] ?? 0
    }

    mutating func count(_ outcome: OpenOutcome) {
        arrived += 1
        switch outcome {
        case .opened: delivered += 1
        case .refused(let reason): arrivalRefusals[reason, default: 0] += 1
        }
    }

    mutating func count(_ outcome: SealOutcome) {
        offered += 1
        switch outcome {
        case .sealed: sealed += 1
        case .refused(let reason): sendingRefusals[reason, default: 0] += 1
        }
    }
}
