import EventLoop
import Network
import Timeline
import Tunnel
import Wire

/// One thing that happened in the network, as a plain value.
package enum Happening: Sendable {
    /// A packet was made, and put on its way: its number, and why it exists.
    case entered(Int, PacketOrigin)
    /// Something was done with the packet of this number, or happened to it, after it had been put on its way.
    case step(Int, Step)
    /// It is known what became of the frame of this number; where a frame carries a packet of the lab, that one's
    /// steps say it.
    case frame(Int)
    /// A new pair of SAs took over because an old one had come to the end of its soft lifetime.
    indirect case rekeyed(Rekeying)
    /// SAs that had drained were wiped.
    indirect case retired(Retirement)
}

/// How far somebody has read in what happened.
package struct Cursor: Sendable {
    /// The number of the first thing that has not been read.
    var position = 0
    /// How many things were forgotten before they were read.
    package internal(set) var missed = 0

    /// A cursor in front of everything.
    package init() {}
}

/// Everything that is kept about what happened in a network: packets, frames and counters, each written down
/// once, where it happens.
final class History {
    /// Who is handed every frame.
    var readers: [any FrameReader] = []
    // One value, so that what is noted asks once and not four times whether somebody else is at it.
    var records = Records()
    private let loop: EventLoop

    /// A history whose clock is that of `loop`.
    init(_ loop: EventLoop) {
        self.loop = loop
    }

    /// The packets that are remembered.
    var packets: PacketLog { _read { yield records.packets } }

    /// The frames that are remembered.
    var frames: FrameLog { _read { yield records.frames } }

    /// How the packets ended.
    var counters: PacketCounters { records.counters }

    /// Hands over what happened since the cursor was there, in order, and moves it to the end.
    func read(_ cursor: inout Cursor, _ body: (Happening) -> Void) {
        records.happenings.read(&cursor, body)
    }

    func note(_ happening: Happening) {
        records.happenings.append(happening)
        tell(happening)
    }

    private func tell(_ happening: Happening) {
        for reader in readers { reader.take(happening) }
    }

    /// Forgets packets and frames; their numbers, the counters and what has not been read go on.
    func forget() {
        records.packets.forget()
        records.frames.forget()
    }

    // MARK: - Packets

    /// Gives a packet a number, and puts it on its way at a node.
    func enter(
        _ packet: Packet, _ origin: PacketOrigin, via: String?, at node: NodeID
    ) -> Int {
        let step = Step(instant: loop.now, node: node, what: .entered)
        let number = records.enter(packet, origin, via: via, step)
        tell(.entered(number, origin))
        return number
    }

    /// Gives away a packet that is forgotten, for its memory; nil when there is none.
    func takeSpare() -> Packet? {
        records.packets.takeSpare(firstFrame: records.frames.firstNumber)
    }

    /// Notes what was done with a packet, or happened to it, at a node.
    func note(_ number: Int, _ node: NodeID, _ what: consuming Step.Kind) {
        let step = Step(instant: loop.now, node: node, what: what)
        if !readers.isEmpty { tell(.step(number, step)) }
        // Nobody puts a packet together of which a fragment is missing.
        guard case .dropped = step.what, let whole = packets.open(wholeOf: number) else {
            return records.add(step, to: number)
        }
        records.add(step, to: number)
        note(whole, node, .dropped(.fragmentLost))
    }

    // MARK: - Frames

    /// Remembers a packet that is being put on a link as it is.
    func put(_ packet: Packet, _ content: Frame.Content, _ direction: Hop) -> Int {
        records.frames.add(packet, content, direction, at: loop.now)
    }

    /// Remembers a frame that is being put on a link, with outer headers.
    func put(
        _ content: Frame.Content, _ direction: Hop, _ encapsulation: Encapsulation,
        _ bytes: Span<UInt8>, headerLength: Int
    ) -> Int {
        records.frames.add(
            content, direction, at: loop.now, encapsulation, bytes, headerLength: headerLength)
    }

    /// Notes what became of a frame, and hands it to its readers.
    ///
    /// A packet is named where only now one came out of the frame.
    func settle(_ number: Int, _ fate: Frame.Fate, packet: Int? = nil) {
        guard records.settle(number, fate, at: loop.now, packet) else { return }
        if !readers.isEmpty { show(number) }
        records.frames.release(number)
    }

    private func show(_ number: Int) {
        guard let frame = frames[number] else { return }
        tell(.frame(number))
        for reader in readers { _ = frames.withBytes(of: number) { reader.take(frame, $0) } }
    }

    /// Remembers what an end decrypted of a frame: first the bytes of `packet`, if there is one.
    func keep(plaintext: Span<UInt8>, of number: Int, around packet: Packet?) {
        records.frames.keep(plaintext: plaintext, of: number, around: packet)
    }
}

/// All that is kept.
struct Records: Sendable {
    var packets = PacketLog()
    var frames = FrameLog()
    var counters = PacketCounters()
    var happenings = HappeningLog()

    mutating func enter(
        _ packet: Packet, _ origin: PacketOrigin, via: String?, _ step: Step
    ) -> Int {
        let number = packets.enter(packet, origin, via: via, firstFrame: frames.firstNumber)
        packets.add(step, to: number)
        counters.countEntry()
        happenings.append(.entered(number, origin))
        return number
    }

    mutating func add(_ step: consuming Step, to number: Int) {
        counters.count(step)
        packets.add(copy step, to: number)
        happenings.append(.step(number, step))
    }

    /// Notes what became of a frame; false when that was known before.
    mutating func settle(
        _ number: Int, _ fate: Frame.Fate, at instant: Instant, _ packet: Int?
    ) -> Bool {
        guard let content = frames.settle(number, fate, at: instant, packet: packet) else {
            return false
        }
        // What becomes of it is known further on.
        if fate.next != nil { return true }
        counters.count(content, fate)
        if !content.kind.isOfPacket { happenings.append(.frame(number)) }
        return true
    }
}

/// What happened, in order: the newest of it.
struct HappeningLog: Sendable {
    /// A ring once it is full: what has number `n` is at the place `n` modulo its length.
    private var happenings: ContiguousArray<Happening> = []
    /// How many things have ever happened.
    private var count = 0

    /// The most things that wait to be read; a long command reads again and again.
    private static let limit = 16_384

    func read(_ cursor: inout Cursor, _ body: (Happening) -> Void) {
        let forgotten = count - happenings.count
        cursor.missed += max(0, forgotten - cursor.position)
        for number in max(forgotten, cursor.position)..<max(count, cursor.position) {
            body(happenings[number % Self.limit])
        }
        cursor.position = count
    }

    mutating func append(_ happening: consuming Happening) {
        if happenings.count == Self.limit {
            happenings[count % Self.limit] = happening
        } else {
            if happenings.count == Self.limit / 8 { happenings.reserveCapacity(Self.limit) }
            happenings.append(happening)
        }
        count += 1
    }
}
