internal import DequeModule
import Tunnel
import Wire

/// The packets that the lab still remembers: the newest ones, bounded in number and in bytes.
package struct PacketLog: Sendable {
    private var records: Deque<PacketRecord> = []
    private var footprint = 0
    /// Room for the next packet and its steps, which was that of a packet that is forgotten.
    private var spare = (bytes: [UInt8](), steps: [Step]())

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

    /// Gives away the memory of a packet that is forgotten; empty when there is none.
    mutating func takeSpareBytes() -> [UInt8] {
        var bytes: [UInt8] = []
        swap(&bytes, &spare.bytes)
        return bytes
    }

    /// Remembers a new packet, and gives it the next number.
    mutating func enter(_ packet: Packet, _ origin: PacketOrigin, via: String?) -> Int {
        let number = lastNumber + 1
        var record = PacketRecord(number: number, origin: origin, via: via, packet: packet)
        swap(&record.steps, &spare.steps)
        record.steps.reserveCapacity(PacketRecord.usualSteps)
        footprint += record.footprint
        records.append(record)
        trim()
        return number
    }

    /// Remembers a step of a packet that is still kept.
    mutating func add(_ step: Step, to number: Int) {
        guard let index = index(of: number) else { return }
        records[index].steps.append(step)
    }

    /// Numbers are given one after the other, so a record's place follows from the first one's.
    private func index(of number: Int) -> Int? {
        guard let first = records.first?.number else { return nil }
        let index = number - first
        return records.indices.contains(index) ? index : nil
    }

    private mutating func trim() {
        while records.count > 1, records.count > Self.limit || footprint > Self.byteLimit {
            var oldest = records.removeFirst()
            footprint -= oldest.footprint
            swap(&spare.steps, &oldest.steps)
            spare.steps.removeAll(keepingCapacity: true)
            spare.bytes = oldest.packet.bytes
        }
    }
}

extension PacketLog {
    /// Where a packet began its way: a copy began where its original did.
    ///
    /// Nil when that one is no longer kept.
    func birthplace(of record: PacketRecord, in topology: Topology) -> NodeID? {
        let first = first(of: record)
        if case .copy = first.origin { return nil }
        // What another process sent began beyond the tunnel, wherever that was.
        if case .arrival = first.origin, let role = first.decapsulation?.role {
            return role == .server ? topology.entrance : topology.exit
        }
        return first.steps.first?.node
    }

    /// Why a packet exists: a copy exists for what its original does, as long as that one is kept.
    func firstOrigin(of record: PacketRecord) -> PacketOrigin {
        first(of: record).origin
    }

    private func first(of record: PacketRecord) -> PacketRecord {
        var record = record
        while case .copy(let number) = record.origin, let original = self[number] {
            record = original
        }
        return record
    }
}
