package import Fabric
package import Wire

/// What became of the packets of a capture file that were sent.
package struct PacketLoad: Sendable {
    /// What became of one packet of the file.
    package struct Line: Sendable {
        /// The packet's number in the file, from 1.
        package let number: Int
        /// What became of it.
        package let outcome: Outcome
    }

    /// What became of a packet of the file.
    package enum Outcome: Sendable {
        /// It was sent with this number, and delivered or dropped.
        case sent(Int, PacketFields, DropReason?)
        /// It was not sent.
        case missing(CaptureMiss)
    }

    /// The file, as it was named.
    package let file: String
    /// The first packets in the order of the file, at most `lineLimit`; without repeated ones.
    package private(set) var lines: [Line] = []
    /// How many packets were sent.
    package private(set) var sent = 0
    /// The numbers that they have, and how they ended; nil before the first.
    package private(set) var burst: PacketBurst?
    /// How many packets were not sent, by why, in the order in which the reasons came up.
    package private(set) var missing: [(miss: CaptureMiss, count: Int)] = []
    /// How many packets came behind the most that one command sends.
    package var excess = 0
    /// Whether the person interrupted.
    package var isInterrupted = false

    /// The most packets that are told one by one.
    package static let lineLimit = 100

    /// No packet of the file yet.
    package init(file: String) {
        self.file = file
    }

    /// How many packets have no line.
    package var untold: Int {
        let missed = missing.reduce(0) { $0 + ($1.miss == .repeated ? 0 : $1.count) }
        return sent + missed - lines.count
    }

    /// Adds a packet that was not sent.
    package mutating func add(_ number: Int, _ miss: CaptureMiss) {
        if let index = missing.firstIndex(where: { $0.miss == miss }) {
            missing[index].count += 1
        } else {
            missing.append((miss, 1))
        }
        if miss != .repeated { tell(Line(number: number, outcome: .missing(miss))) }
    }

    /// Adds a packet that was sent and has ended.
    package mutating func add(_ number: Int, _ record: PacketRecord) {
        sent += 1
        let first = burst ?? PacketBurst(first: record.number, last: record.number, asked: 0)
        burst = first.adding(record)
        tell(
            Line(
                number: number,
                outcome: .sent(record.number, record.packet.fields, record.dropReason)))
    }

    /// Packets may end in another order than they have in the file: the first ones of the file stay.
    private mutating func tell(_ line: Line) {
        let place = lines.lastIndex { $0.number < line.number }.map { $0 + 1 } ?? 0
        guard place < Self.lineLimit else { return }
        lines.insert(line, at: place)
        if lines.count > Self.lineLimit { lines.removeLast() }
    }
}

extension PacketBurst {
    /// The burst with one more packet.
    package func adding(_ record: PacketRecord) -> PacketBurst {
        var burst = PacketBurst(
            first: min(first, record.number), last: max(last, record.number), asked: asked)
        burst.delivered = delivered + (record.isDelivered ? 1 : 0)
        burst.drops = drops
        guard let reason = record.dropReason else { return burst }
        if let index = drops.firstIndex(where: { $0.reason == reason }) {
            burst.drops[index].count += 1
        } else {
            burst.drops.append((reason, 1))
        }
        return burst
    }
}
