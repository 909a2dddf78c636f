/// The packets that the lab still remembers: the newest ones, bounded in number and in bytes.
package struct PacketLog: Sendable {
    private var records: [PacketRecord] = []
    /// How many of `records` have been given up; they are cut off when they are half of it.
    private var forgotten = 0
    private var footprint = 0

    /// The most packets that are kept.
    package static let limit = 10_000
    /// The most bytes that are kept, about.
    package static let byteLimit = 64 << 20

    /// An empty log.
    package init() {}

    /// The packets that are kept, oldest first.
    package var kept: ArraySlice<PacketRecord> { records[forgotten...] }

    /// The number of the newest packet; 0 before the first.
    package var lastNumber: Int { records.last?.number ?? 0 }

    /// The record of a packet, or nil when there is none or it is no longer kept.
    package subscript(number: Int) -> PacketRecord? {
        index(of: number).map { records[$0] }
    }

    mutating func apply(_ event: FabricEvent) {
        switch event {
        case .entered(let record):
            records.append(record)
            footprint += record.footprint
            trim()
        case .hop(let number, let hop):
            guard let index = index(of: number) else { return }
            records[index].hops.append(hop)
            switch hop.what {
            case .sealed(let sealing): footprint += sealing.datagram.count
            case .opened(let opening): footprint += opening.plaintext.count
            default: break
            }
        case .stranger: break
        }
    }

    /// Numbers are given one after the other, so a record's place follows from the first one's.
    private func index(of number: Int) -> Int? {
        guard let first = records.first?.number else { return nil }
        let index = number - first
        return (forgotten..<records.count).contains(index) ? index : nil
    }

    private mutating func trim() {
        while records.count - forgotten > 1,
            records.count - forgotten > Self.limit || footprint > Self.byteLimit
        {
            footprint -= records[forgotten].footprint
            forgotten += 1
        }
        guard forgotten > 64, forgotten * 2 > records.count else { return }
        records.removeFirst(forgotten)
        forgotten = 0
    }
}
