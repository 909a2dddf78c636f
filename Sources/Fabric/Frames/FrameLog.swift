internal import DequeModule
import Network
import Timeline
import Wire

/// The frames that the lab still remembers: the newest ones, bounded in number and in bytes.
package struct FrameLog: Sendable {
    private var frames: Deque<Frame> = []
    private var store = FrameStore(limit: FrameLog.byteLimit)
    /// Frames that are under way although the log had no more room for them.
    private var held: [Int: Held] = [:]
    /// How many bytes the packets in clear have that frames share.
    private var sharedLength = 0
    /// The number of the newest frame; 0 before the first.
    package private(set) var lastNumber = 0

    /// The most frames that are kept.
    package static let limit = 32_768
    /// The most bytes that are kept, in blocks the oldest of which goes as a whole; of packets in clear, which
    /// share theirs with the packets that are remembered, as many again.
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
    package var firstNumber: Int? { frames.isEmpty ? nil : lastNumber - frames.count + 1 }

    /// The frame of a number; nil when there is none or it is no longer kept.
    package subscript(number: Int) -> Frame? {
        index(of: number).map { frames[$0] } ?? held[number]?.frame
    }

    /// How a frame goes that is no datagram between the ends of a tunnel; nil for one that is, and for one that is no
    /// longer kept.
    func direction(inClear number: Int) -> Hop? {
        guard let index = index(of: number) else {
            return held[number].flatMap { $0.frame.encapsulation == nil ? $0.frame.direction : nil }
        }
        return frames[index].encapsulation == nil ? frames[index].direction : nil
    }

    /// The frame that one of this number became, where nodes between the ends of its tunnel passed it on; nil when it is
    /// no longer kept.
    package func last(of number: Int) -> Frame? {
        guard let next = self[number]?.fate.next else { return self[number] }
        return last(of: next)
    }

    /// Lends the bytes of a frame, from its outermost IP header on; nil when they are no longer kept.
    package func withBytes<Result>(
        of number: Int, _ body: (Span<UInt8>) -> Result
    ) -> Result? {
        guard let index = index(of: number) else {
            return held[number].map { body($0.bytes.span) }
        }
        let place = frames[index].place
        if let bytes = place.bare?.bytes { return body(bytes.span) }
        return store.withBytes(at: place.bytes, body)
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
        guard let index = index(of: number), let rest = frames[index].place.plaintext else {
            return nil
        }
        let payload = frames[index].place.packet?.bytes ?? []
        return payload + store.withBytes(at: rest) { span in span.indices.map { span[$0] } }
    }

    /// Remembers a packet that is being put on a link as it is.
    ///
    /// - Returns: The number of the frame.
    mutating func add(
        _ packet: Packet, _ content: Frame.Content, _ direction: Hop,
        at instant: Instant
    ) -> Int {
        sharedLength += packet.length
        while sharedLength > Self.byteLimit, !frames.isEmpty { forgetFirst() }
        return add(
            content, direction, at: instant, nil,
            Frame.Place(
                packet: packet, bytes: store.place(forOther: packet.length),
                headerLength: packet.length))
    }

    /// Remembers a frame that is being put on a link, with outer headers.
    ///
    /// - Returns: Its number.
    mutating func add(
        _ content: Frame.Content, _ direction: Hop, at instant: Instant,
        _ encapsulation: Encapsulation, _ bytes: Span<UInt8>, headerLength: Int
    ) -> Int {
        makeRoom(for: bytes.count)
        return add(
            content, direction, at: instant, encapsulation,
            Frame.Place(
                bytes: store.keep(bytes, needed: firstBlock), headerLength: headerLength))
    }

    private mutating func add(
        _ content: Frame.Content, _ direction: Hop, at instant: Instant,
        _ encapsulation: Encapsulation?, _ place: Frame.Place
    ) -> Int {
        if frames.count == Self.limit { forgetFirst() }
        // Grown step by step it would end larger than the limit, and go on taking pages long after.
        if frames.count == Self.limit / 8 { frames.reserveCapacity(Self.limit) }
        lastNumber += 1
        frames.append(
            Frame(
                number: lastNumber, direction: direction, instant: instant, content: content,
                encapsulation: encapsulation, end: instant, place: place))
        return lastNumber
    }

    /// Notes what became of a frame.
    ///
    /// - Returns: What the frame is; nil when its fate was known before.
    mutating func settle(
        _ number: Int, _ fate: Frame.Fate, at instant: Instant, packet: Int? = nil
    ) -> Frame.Content? {
        guard let index = index(of: number) else {
            held[number]?.frame.settle(fate, at: instant, packet)
            return held[number]?.frame.content
        }
        guard frames[index].fate == .underway else { return nil }
        frames[index].settle(fate, at: instant, packet)
        return frames[index].content
    }

    /// Gives up the bytes of a frame that was kept only because it was under way.
    mutating func release(_ number: Int) {
        if !held.isEmpty { held[number] = nil }
    }

    /// Remembers what an end decrypted of a frame: first the bytes of `packet`, if there is one, which are
    /// shared with it.
    mutating func keep(plaintext: Span<UInt8>, of number: Int, around packet: Packet? = nil) {
        let rest = plaintext.extracting((packet?.length ?? 0)...)
        makeRoom(for: rest.count)
        guard let index = index(of: number) else { return }
        let place = store.keep(rest, needed: firstBlock)
        frames[index].keep(packet, place)
    }

    /// Forgets every frame; numbers are still never used again.
    mutating func forget() {
        self = FrameLog(lastNumber: lastNumber)
    }

    private init(lastNumber: Int) {
        self.lastNumber = lastNumber
    }

    private func index(of number: Int) -> Int? {
        let first = lastNumber - frames.count + 1
        return number >= first && number <= lastNumber ? number - first : nil
    }

    private mutating func makeRoom(for count: Int) {
        guard let block = store.blockLost(to: count, needed: firstBlock) else { return }
        while !frames.isEmpty, frames[0].place.bytes.block <= block { forgetFirst() }
    }

    /// The first block that has bytes of a frame that is kept.
    private var firstBlock: Int {
        frames.isEmpty ? store.firstBlock : frames[0].place.bytes.block
    }

    private mutating func forgetFirst() {
        guard let first = frames.popFirst() else { return }
        let place = first.place
        if place.isBare { sharedLength -= first.length }
        guard first.fate == .underway else { return }
        let bytes =
            place.bare?.bytes
            ?? store.withBytes(at: place.bytes) { span in span.indices.map { span[$0] } }
        held[first.number] = Held(frame: first, bytes: bytes)
    }
}

/// A frame together with its bytes, for showing.
package struct FrameImage: Sendable {
    /// The frame.
    package let frame: Frame
    /// Its bytes, from the outermost IP header on.
    package private(set) var bytes: [UInt8]
    /// What an end decrypted of it, with the ESP trailer behind it; nil when none did.
    package let plaintext: [UInt8]?

    /// What UDP carries; empty in clear.
    package var datagram: ArraySlice<UInt8> { bytes[frame.payload] }

    /// How many bytes at the end were left out.
    package var hidden: Int { frame.length - bytes.count }

    /// The frame for showing in a lab which repeats itself from a seed.
    ///
    /// Only the outer IP header where the IV is another one in each run, because a part of the tunnel is in another
    /// process. Ciphertext, ICV and even the UDP checksum depend on it.
    package func repeatable(isSeeded: Bool) -> FrameImage {
        let isOther = frame.kind == .remote || frame.encapsulation?.form?.hasOwnIV ?? false
        guard isSeeded, isOther else { return self }
        var image = self
        image.bytes.removeSubrange(max(0, frame.payload.lowerBound - UDPHeader.length)...)
        return image
    }
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

    fileprivate mutating func keep(_ packet: Packet?, _ plaintext: FrameStore.Place) {
        place.packet = packet
        place.plaintext = plaintext
    }
}
