internal import DequeModule
import Network
import Tunnel
import Wire

/// The packets that the lab still remembers: the newest ones, bounded in number and in bytes.
package struct PacketLog: Sendable {
    private var records: Deque<PacketRecord> = []
    /// The number of the newest packet; 0 before the first.
    package private(set) var lastNumber = 0
    private var footprint = 0
    /// Packets that are forgotten, oldest first, each with the number of its last frame: room for the next ones.
    private var spares: Deque<(packet: Packet, lastFrame: Int)> = []
    /// Room for the steps of the next packet, which was that of one that is forgotten.
    private var spareSteps: [Step] = []

    /// The most packets that are kept.
    package static let limit = 10_000
    /// The most bytes that are kept, about.
    package static let byteLimit = 64 << 20
    /// The most packets that are kept for their memory beside those whose frames are kept.
    private static let spareLimit = 16

    /// An empty log.
    package init() {}

    /// The packets that are kept, oldest first.
    package var kept: [PacketRecord] { Array(records) }

    /// The packets after that of a number, of those that are kept, oldest first: takes as long as there are such.
    package func kept(after number: Int) -> [PacketRecord] {
        Array(records.suffix(max(0, lastNumber - number)))
    }

    /// The number of the oldest packet that is kept; nil before the first.
    package var firstNumber: Int? { records.isEmpty ? nil : lastNumber - records.count + 1 }

    /// The record of a packet, or nil when there is none or it is no longer kept.
    package subscript(number: Int) -> PacketRecord? {
        index(of: number).map { records[$0] }
    }

    /// Gives away a packet that is forgotten, for its memory; nil when none has given up all its frames,
    /// of which that of `firstFrame` is the first that is kept.
    mutating func takeSpare(firstFrame: Int?) -> Packet? {
        guard let spare = spares.first, spare.lastFrame < firstFrame ?? .max else { return nil }
        return spares.removeFirst().packet
    }

    /// Remembers a new packet, and gives it the next number.
    mutating func enter(
        _ packet: Packet, _ origin: PacketOrigin, via: String?, firstFrame: Int? = nil
    ) -> Int {
        lastNumber += 1
        var record = PacketRecord(number: lastNumber, origin: origin, via: via, packet: packet)
        swap(&record.steps, &spareSteps)
        record.steps.reserveCapacity(PacketRecord.usualSteps)
        footprint += record.footprint
        while records.count == Self.limit || !records.isEmpty && footprint > Self.byteLimit {
            forgetFirst()
        }
        records.append(record)
        // Not all commands take what is spare.
        while spares.count > Self.spareLimit,
            spares[Self.spareLimit].lastFrame < firstFrame ?? .max
        {
            spares.removeFirst()
        }
        return lastNumber
    }

    /// Remembers a step of a packet that is still kept.
    mutating func add(_ step: consuming Step, to number: Int) {
        guard let index = index(of: number) else { return }
        records[index].steps.append(step)
    }

    /// Forgets every packet; numbers are still never used again.
    mutating func forget() {
        self = PacketLog(lastNumber: lastNumber)
    }

    private init(lastNumber: Int) {
        self.lastNumber = lastNumber
    }

    private func index(of number: Int) -> Int? {
        let first = lastNumber - records.count + 1
        return number >= first && number <= lastNumber ? number - first : nil
    }

    private mutating func forgetFirst() {
        guard var oldest = records.popFirst() else { return }
        footprint -= oldest.footprint
        spares.append((oldest.packet, oldest.lastFrame ?? 0))
        swap(&spareSteps, &oldest.steps)
        spareSteps.removeAll(keepingCapacity: true)
    }
}

/// Where a packet began its way.
enum Birthplace {
    /// At this node.
    case node(NodeID)
    /// Beyond a tunnel whose other end is in another process.
    case beyondTunnel
}

extension PacketLog {
    /// Where a packet began its way: a copy began where its original did.
    ///
    /// Nil when that one is no longer kept.
    func birthplace(of record: PacketRecord) -> Birthplace? {
        let first = self[first(of: record.number)] ?? record
        if case .copy = first.origin { return nil }
        // What another process sent began beyond the tunnel, wherever that was.
        if case .arrival = first.origin, first.decapsulation != nil { return .beyondTunnel }
        return first.steps.first.map { .node($0.node) }
    }

    /// Why a packet exists: a copy exists for what its original does, as long as that one is kept.
    ///
    /// Nil when the packet is no longer kept.
    func firstOrigin(of number: Int) -> PacketOrigin? {
        origin(of: first(of: number))
    }

    /// The packet of which this one is a fragment, if its way has not ended.
    func open(wholeOf number: Int) -> Int? {
        guard case .fragment(let whole) = origin(of: number), let index = index(of: whole),
            records[index].outcome == nil
        else { return nil }
        return whole
    }

    private func origin(of number: Int) -> PacketOrigin? {
        index(of: number).map { records[$0].origin }
    }

    private func first(of number: Int) -> Int {
        var number = number
        while case .copy(let original) = origin(of: number), origin(of: original) != nil {
            number = original
        }
        return number
    }
}
