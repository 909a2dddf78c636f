/// Everything that is kept about what happened in a network, made from its events and only from them.
struct Journal {
    /// The packets that are remembered.
    private(set) var log = PacketLog()
    /// How the packets ended.
    private(set) var counters = PacketCounters()
    /// What is recorded of the links, or was last.
    var capture: Capture?
    private var events: [FabricEvent] = []

    mutating func note(_ event: FabricEvent) {
        log.apply(event)
        counters.apply(event)
        if capture?.isRunning == true { capture?.apply(event) }
        events.append(event)
    }

    /// The events since the last call, in order.
    mutating func takeEvents() -> [FabricEvent] {
        var taken: [FabricEvent] = []
        // As many are likely to come again.
        taken.reserveCapacity(events.count)
        swap(&taken, &events)
        return taken
    }
}
