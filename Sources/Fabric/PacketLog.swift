internal import DequeModule

/// The packets that the lab still remembers: the newest ones, bounded in number and in bytes.
package struct PacketLog: Sendable {
    /// Each is given up by itself, so that the next packet takes over its memory.
    private var records: Deque<PacketRecord> = []
    private var footprint = 0

    /// The most packets that are kept.
    package static let limit = 10_000
    /// The most bytes that are kept, about.
    package static let byteLimit = 64 << 20

    /// An empty log.
    package init() {}

    /// The packets that are kept, oldest first.
    package var kept: [PacketRecord] { Array(records) }

    /// The number of the oldest packet that is kept; nil before the first.
    package var firstNumber: Int? { records.first?.number }

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
            records[records.count - 1].hops.reserveCapacity(PacketRecord.usualHops)
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
        case .stranger, .attacked, .rekeyed, .retired: break
        }
    }

    /// Numbers are given one after the other, so a record's place follows from the first one's.
    private func index(of number: Int) -> Int? {
        guard let first = records.first?.number else { return nil }
        let index = number - first
        return records.indices.contains(index) ? index : nil
    }

    private mutating func trim() {
        while records.count > 1, records.count > Self.limit || footprint > Self.byteLimit {
            footprint -= records.removeFirst().footprint
        }
    }
}
