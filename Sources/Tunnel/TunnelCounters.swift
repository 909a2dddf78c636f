package import Wire

/// What one end of a tunnel has done with everything that it was given.
///
/// Nothing is lost between the numbers: `arrived` is `delivered` and all that was refused on arrival,
/// `offered` is `sealed` and all that was refused for sending.
package struct TunnelCounters: Sendable {
    /// Datagrams that arrived.
    package var arrived: UInt64 { totals.arrived }
    /// Datagrams whose payload was handed on.
    package var delivered: UInt64 { totals.delivered }
    /// Payloads that were to be sent.
    package var offered: UInt64 { totals.offered }
    /// Payloads that became datagrams.
    package var sealed: UInt64 { totals.sealed }

    /// What is counted for every packet, apart from the refusals: so an end adds to it without a check of
    /// exclusive access at run time.
    struct Totals: Sendable {
        var arrived: UInt64 = 0
        var delivered: UInt64 = 0
        var offered: UInt64 = 0
        var sealed: UInt64 = 0
        /// What the SAs before the present ones carried.
        var earlier = (sealed: TrafficCount(), opened: TrafficCount())
    }

    /// How much was refused, by reason.
    struct Refusals: Sendable {
        var onArrival: [DropReason: UInt64] = [:]
        var forSending: [DropReason: UInt64] = [:]
    }

    private let totals: Totals
    private let refusals: Refusals

    /// Nothing has happened yet.
    package init() {
        self.init(Totals(), Refusals())
    }

    init(_ totals: Totals, _ refusals: Refusals) {
        self.totals = totals
        self.refusals = refusals
    }

    /// How many datagrams were refused on arrival for `reason`.
    package func refusedOnArrival(_ reason: DropReason) -> UInt64 {
        refusals.onArrival[reason] ?? 0
    }

    /// How many payloads were refused for sending for `reason`.
    package func refusedForSending(_ reason: DropReason) -> UInt64 {
        refusals.forSending[reason] ?? 0
    }
}
