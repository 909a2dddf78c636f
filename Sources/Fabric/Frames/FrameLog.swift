internal import DequeModule
import Timeline
import Wire

/// The frames that the lab still remembers: the newest ones, bounded in number and in bytes.
package struct FrameLog: Sendable {
    private var frames: Deque<Frame> = []
    private var store = FrameStore(limit: FrameLog.byteLimit)
    /// Frames that are under way although the log had no more room for them.
    private var held: [Int: Held] = [:]
    /// The number of the newest frame; 0 before the first.
    package private(set) var lastNumber = 0

    /// The most frames that are kept.
    package static let limit = 32_768
    /// The most bytes that are kept, in blocks the oldest of which goes as a whole.
    package static let byteLimit = 64 << 20

    private struct Held {
        var frame: Frame
        let bytes: [UInt8]
    }

    /// An empty log.
    package init() {}

    /// The frames that are kept, oldest first.
    package var kept: some RandomAccessCollection<Frame> { frames }

    /// The number of the oldest frame that is kept; nil before the first.
    package var firstNumber: Int? { frames.first?.number }

    /// The frame of a number; nil when there is none or it is no longer kept.
    package subscript(number: Int) -> Frame? {
        index(of: number).map { frames[$0] } ?? held[number]?.frame
    }

    /// Lends the bytes of a frame, from its outermost IP header on; nil when they are no longer kept.
    package func withBytes<Result>(
        of number: Int, _ body: (Span<UInt8>) -> Result
    ) -> Result? {
        guard let index = index(of: number) else {
            return held[number].map { body($0.bytes.span) }
        }
        return store.withBytes(at: frames[index].place.bytes, body)
    }

    /// A frame with its bytes; nil when it is no longer kept.
    package func image(of number: Int) -> FrameImage? {
        guard let frame = self[number],
            let bytes = withBytes(of: number, { span in span.indices.map { span[$0] } })
        else { return nil }
        return FrameImage(frame: frame, bytes: bytes, plaintext: plaintext(of: number))
    }

    /// What an end decrypted of a frame, with the ESP trailer behind it; nil when it did not, or it is no
    /// longer kept.
    package func plaintext(of number: Int) -> [UInt8]? {
        guard let index = index(of: number), let place = frames[index].place.plaintext else {
            return nil
        }
        return store.withBytes(at: place) { span in span.indices.map { span[$0] } }
    }

    /// Remembers a frame that is being put on a link.
    ///
    /// - Returns: Its number.
    mutating func add(
        _ content: Frame.Content, _ direction: Frame.Direction, at instant: Instant,
        _ encapsulation: Encapsulation?, _ bytes: Span<UInt8>, headerLength: Int
    ) -> Int {
        makeRoom(for: bytes.count)
        if frames.count == Self.limit { forgetFirst() }
        // Grown step by step it would end larger than the limit, and go on taking pages long after.
        if frames.count == Self.limit / 8 { frames.reserveCapacity(Self.limit) }
        lastNumber += 1
        frames.append(
            Frame(
                number: lastNumber, direction: direction, instant: instant, content: content,
                encapsulation: encapsulation, end: instant,
                place: Frame.Place(
                    bytes: store.keep(bytes, needed: firstBlock), headerLength: headerLength)))
        return lastNumber
    }

    /// Notes what became of a frame.
    ///
    /// - Returns: The frame as it is now; nil when its fate was known before.
    mutating func settle(
        _ number: Int, _ fate: Frame.Fate, at instant: Instant, packet: Int? = nil
    ) -> Frame? {
        guard let index = index(of: number) else {
            guard var frame = held[number]?.frame else { return nil }
            frame.settle(fate, at: instant, packet)
            held[number]?.frame = frame
            return frame
        }
        guard frames[index].fate == .underway else { return nil }
        frames[index].settle(fate, at: instant, packet)
        return frames[index]
    }

    /// Gives up the bytes of a frame that was kept only because it was under way.
    mutating func release(_ number: Int) {
        if !held.isEmpty { held[number] = nil }
    }

    /// Remembers what an end decrypted of a frame.
    mutating func keep(plaintext: Span<UInt8>, of number: Int) {
        makeRoom(for: plaintext.count)
        guard let index = index(of: number) else { return }
        frames[index].place.plaintext = store.keep(plaintext, needed: firstBlock)
    }

    private func index(of number: Int) -> Int? {
        guard let first = frames.first?.number, number >= first, number <= lastNumber else {
            return nil
        }
        return number - first
    }

    private mutating func makeRoom(for count: Int) {
        guard let block = store.blockLost(to: count, needed: firstBlock) else { return }
        while let first = frames.first, first.place.bytes.block <= block { forgetFirst() }
    }

    /// The first block that has bytes of a frame that is kept.
    private var firstBlock: Int { frames.first?.place.bytes.block ?? store.firstBlock }

    private mutating func forgetFirst() {
        guard let first = frames.first else { return }
        if first.fate == .underway {
            let bytes = store.withBytes(at: first.place.bytes) { span in
                span.indices.map { span[$0] }
            }
            held[first.number] = Held(frame: first, bytes: bytes)
        }
        frames.removeFirst()
    }
}

/// A frame together with its bytes, for showing.
package struct FrameImage: Sendable {
    /// The frame.
    package let frame: Frame
    /// Its bytes, from the outermost IP header on.
    package let bytes: [UInt8]
    /// What an end decrypted of it, with the ESP trailer behind it; nil when none did.
    package let plaintext: [UInt8]?

    /// What UDP carries; empty in clear.
    package var datagram: ArraySlice<UInt8> { bytes[frame.payload] }
}

/// Somebody who is handed every frame when its fate is known.
package protocol FrameReader: AnyObject {
    /// Takes a frame and its bytes, which are lent.
    func take(_ frame: Frame, _ bytes: Span<UInt8>)

    /// Takes what happened, the fates of frames included.
    func take(_ happening: Happening)

    /// The keys with which what was put on a link was sealed.
    var keys: SealingKeys { get }
}

extension Frame {
    fileprivate mutating func settle(_ fate: Fate, at instant: Instant, _ packet: Int?) {
        self.fate = fate
        end = instant
        if let packet { content.packet = packet }
    }
}
