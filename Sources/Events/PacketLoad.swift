package import Captures
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
        /// It was sent with this number, and delivered or dropped; with what was odd about it.
        case sent(Int, PacketFields, DropReason?, [PacketOddity])
        /// It was not sent.
        case missing(CaptureMiss)
    }

    /// The file, as it was named.
    package let file: String
    /// The first packets in the order of the file, at most `lineLimit`; without repeated ones.
    package private(set) var lines: [Line] = []
    /// The packets that were sent, and how they ended.
    package var burst: PacketBurst
    /// How many packets were not sent, by why, in the order in which the reasons came up.
    package private(set) var missing: [Counted<CaptureMiss>] = []
    /// What is odd about the file and the packets of it that were sent.
    package var notes = CaptureNotes()
    /// How many packets came behind the most that one command sends.
    package var excess = 0
    /// Whether the person interrupted.
    package var isInterrupted = false

    /// The most packets that are told one by one.
    package static let lineLimit = 100

    /// No packet of the file yet.
    package init(file: String, _ burst: PacketBurst) {
        self.file = file
        self.burst = burst
    }

    /// How many packets have no line.
    package var untold: Int {
        let missed = missing.reduce(0) { $0 + ($1.thing == .repeated ? 0 : $1.count) }
        return burst.sent + missed - lines.count
    }

    /// Adds a packet that was not sent.
    package mutating func add(_ number: Int, _ miss: CaptureMiss) {
        if let index = missing.firstIndex(where: { $0.thing == miss }) {
            missing[index].count += 1
        } else {
            missing.append(Counted(miss))
        }
        if miss != .repeated { tell(Line(number: number, outcome: .missing(miss))) }
    }

    /// Adds a packet that was sent and has ended.
    package mutating func add(
        _ number: Int, as sent: Int, _ fields: PacketFields, _ drop: DropReason?,
        _ oddities: [PacketOddity]
    ) {
        notes.add(oddities)
        tell(Line(number: number, outcome: .sent(sent, fields, drop, oddities)))
    }

    /// Packets may end in another order than they have in the file: the first ones of the file stay.
    private mutating func tell(_ line: Line) {
        let place = lines.lastIndex { $0.number < line.number }.map { $0 + 1 } ?? 0
        guard place < Self.lineLimit else { return }
        lines.insert(line, at: place)
        if lines.count > Self.lineLimit { lines.removeLast() }
    }
}
