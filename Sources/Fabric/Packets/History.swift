internal import DequeModule
import EventLoop
import Timeline
import Tunnel
import Wire

/// One thing that happened in the network, as a plain value.
package enum Happening: Sendable {
    /// A packet was made: its number, and why it exists.
    case entered(Int, PacketOrigin)
    /// Something was done with the packet of this number, or happened to it.
    case step(Int, Step)
    /// It is known what became of a frame.
    case frame(Frame)
    /// A new pair of SAs took over because an old one had come to the end of its soft lifetime.
    case rekeyed(Rekeying)
    /// SAs that had drained were wiped.
    case retired(Retirement)
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
    /// The packets that are remembered.
    private(set) var packets = PacketLog()
    /// The frames that are remembered.
    private(set) var frames = FrameLog()
    /// How the packets ended.
    private(set) var counters = PacketCounters()
    /// Who is handed every frame.
    var readers: [any FrameReader] = []
    private var happenings: Deque<Happening> = []
    /// How many of what happened are forgotten.
    private var forgotten = 0
    private let loop: EventLoop

    /// The most things that wait to be read; a long command reads again and again.
    static let limit = 16_384

    /// A history whose clock is that of `loop`.
    init(_ loop: EventLoop) {
        self.loop = loop
    }

    /// Hands over what happened since the cursor was there, in order, and moves it to the end.
    func read(_ cursor: inout Cursor, _ body: (Happening) -> Void) {
        cursor.missed += max(0, forgotten - cursor.position)
        for index in max(0, cursor.position - forgotten)..<happenings.count {
            body(happenings[index])
        }
        cursor.position = forgotten + happenings.count
    }

    func note(_ happening: Happening) {
        counters.apply(happening)
        if happenings.count == Self.limit {
            happenings.removeFirst()
            forgotten += 1
        }
        if happenings.count == Self.limit / 8 { happenings.reserveCapacity(Self.limit) }
        happenings.append(happening)
        for reader in readers { reader.take(happening) }
    }

    // MARK: - Packets

    /// Gives a packet a number, and puts it on its way at a node.
    func enter(
        _ packet: Packet, _ origin: PacketOrigin, via: String?, at node: NodeID
    ) -> Int {
        let number = packets.enter(packet, origin, via: via)
        note(.entered(number, origin))
        note(number, node, .entered)
        return number
    }

    /// Gives away the memory of a packet that is forgotten; empty when there is none.
    func takeSpareBytes() -> [UInt8] { packets.takeSpareBytes() }

    /// Notes what was done with a packet, or happened to it, at a node.
    func note(_ number: Int, _ node: NodeID, _ what: Step.Kind) {
        let step = Step(instant: loop.now, node: node, what: what)
        packets.add(step, to: number)
        note(.step(number, step))
    }

    // MARK: - Frames

    /// Remembers a frame that is being put on a link.
    func put(
        _ content: Frame.Content, _ direction: Frame.Direction, _ encapsulation: Encapsulation?,
        _ bytes: Span<UInt8>, headerLength: Int
    ) -> Int {
        frames.add(
            content, direction, at: loop.now, encapsulation, bytes, headerLength: headerLength)
    }

    /// Notes what became of a frame, and hands it to its readers.
    ///
    /// A packet is named where only now one came out of the frame.
    func settle(_ number: Int, _ fate: Frame.Fate, packet: Int? = nil) {
        guard let frame = frames.settle(number, fate, at: loop.now, packet: packet) else { return }
        note(.frame(frame))
        for reader in readers { _ = frames.withBytes(of: number) { reader.take(frame, $0) } }
        frames.release(number)
    }

    /// Remembers what an end decrypted of a frame.
    func keep(plaintext: Span<UInt8>, of number: Int) {
        frames.keep(plaintext: plaintext, of: number)
    }
}
