private import CSockets
internal import Platform

/// A UDP socket on 127.0.0.1 whose datagrams are sent and received many at a time.
///
/// It is a type of its own because `UDP_GRO` changes what a plain receiving call sees: several
/// datagrams put together. All ways carry the same datagrams in the same order. Its buffers are
/// allocated once, and nothing else is afterwards.
package struct BatchSocket: ~Copyable {
    /// The way that datagrams go out; a slower one than was asked for once the kernel refused.
    package private(set) var sending: BatchWay

    /// The way that datagrams come in; a slower one than was asked for where the kernel refused.
    package private(set) var receiving: BatchWay

    /// The longest datagram that is received whole, in bytes.
    package let datagramLimit: Int

    private let socket: UDPSocket
    /// The places that a receiving call fills, one each `stride` bytes.
    private var buffer: [UInt8]
    private var filled: [sockets_received]

    /// The most datagrams that one call of the kernel sends.
    package static let mostSegments = sockets_most

    /// Binds a socket to a port of 127.0.0.1; with 0 the system chooses one.
    ///
    /// `way` is the fastest that is tried, in both directions.
    ///
    /// - Throws: `SystemFault`, with `EADDRINUSE` when somebody else has the port.
    package init(
        port: UInt16, way: BatchWay = .offload, datagramLimit: Int = 65_507
    ) throws(SystemFault) {
        precondition((1...Self.longest).contains(datagramLimit), "a datagram has 1 to 65,507 bytes")
        let socket = try UDPSocket(port: port)
        var (sending, receiving) = (way, way)
        if way == .offload {
            if sockets_can_segment(socket.descriptor) == 0 { sending = .manyMessages }
            if sockets_put_together(socket.descriptor) != 0 { receiving = .manyMessages }
        }
        let places = Self.places(of: receiving)
        buffer = [UInt8](
            repeating: 0, count: places * Self.stride(of: receiving, limit: datagramLimit))
        filled = [sockets_received](repeating: sockets_received(), count: places)
        self.sending = sending
        self.receiving = receiving
        self.datagramLimit = datagramLimit
        self.socket = socket
    }

    /// The port that it is bound to, never 0.
    package var localPort: UInt16 { socket.localPort }

    /// The descriptor, for watching only; valid while the socket lives.
    package var descriptor: Int32 { socket.descriptor }

    /// How many datagrams the kernel dropped: ``UDPSocket/droppedCount``.
    package var droppedCount: Int? { socket.droppedCount }

    /// How many datagrams of up to `length` bytes may wait here without a loss.
    ///
    /// Whoever sends to this socket keeps to it: ``UDPSocket/safeWindow(forDatagramsOf:)``.
    package func safeWindow(forDatagramsOf length: Int) -> Int {
        socket.safeWindow(forDatagramsOf: length)
    }

    /// Sends the datagrams that lie behind each other in `bytes` to a port of 127.0.0.1, in order.
    ///
    /// Each has `segment` bytes, which is at least 1; the last has what remains. No bytes are no
    /// datagram. How many may be under way is the receiver's ``safeWindow(forDatagramsOf:)``.
    ///
    /// - Throws: `SystemFault`, with `EMSGSIZE` and nothing sent if a datagram would have more
    ///   than 65,507 bytes; by another fault an unknown number at the beginning was sent.
    package mutating func send(
        _ bytes: Span<UInt8>, segment: Int, to port: UInt16
    ) throws(SystemFault) {
        precondition(segment > 0, "a datagram of a batch has at least one byte")
        guard min(segment, bytes.count) <= Self.longest else {
            throw SystemFault(operation: .send, code: EMSGSIZE)
        }
        var start = 0
        while start < bytes.count {
            let rest = bytes.extracting(start...)
            switch sending {
            case .offload:
                start += try sendSegments(rest, segment: segment, to: port)
            case .manyMessages:
                start += try sendMany(rest, segment: segment, to: port)
            case .oneByOne:
                let count = min(segment, rest.count)
                try socket.send(rest.extracting(..<count), to: port)
                start += count
            }
        }
    }

    /// Sends datagrams of any lengths that lie behind each other in `bytes`, in order.
    ///
    /// `lengths` says how many bytes each has, none for an empty datagram; together they are all of
    /// `bytes`.
    ///
    /// - Throws: `SystemFault`, with `EMSGSIZE` for a datagram of more than 65,507 bytes; those before
    ///   it were sent.
    package mutating func send(
        _ bytes: Span<UInt8>, lengths: [UInt32], to port: UInt16
    ) throws(SystemFault) {
        precondition(
            lengths.reduce(0) { $0 + Int($1) } == bytes.count, "the lengths are those of the bytes")
        var (start, number) = (0, 0)
        while number < lengths.count {
            var sent = 0
            if sending != .oneByOne {
                sent = try sendEach(bytes.extracting(start...), lengths[number...], to: port)
            }
            if sent == 0 {
                let end = start + Int(lengths[number])
                try socket.send(bytes.extracting(start..<end), to: port)
                sent = 1
            }
            start += lengths[number..<number + sent].reduce(0) { $0 + Int($1) }
            number += sent
        }
    }

    /// How many went; 0 if the kernel does not know the call.
    private mutating func sendEach(
        _ bytes: Span<UInt8>, _ lengths: ArraySlice<UInt32>, to port: UInt16
    ) throws(SystemFault) -> Int {
        let descriptor = socket.descriptor
        while true {
            let sent = unsafe bytes.withUnsafeBytes { bytes in
                unsafe lengths.withUnsafeBufferPointer { lengths in
                    unsafe sockets_send_each(
                        descriptor, bytes.baseAddress, lengths.baseAddress, lengths.count, port)
                }
            }
            if sent > 0 { return Int(sent) }
            let code = errno
            if code == ENOSYS {
                sending = .oneByOne
                return 0
            }
            try overcome(code, of: .sendMany)
        }
    }

    /// Hands over what has arrived, in order, and waits for nothing.
    ///
    /// `body` gets the bytes of one datagram, up to ``datagramLimit``, valid during the call.
    ///
    /// - Returns: How many datagrams there were; 0 when none is there. More may be waiting.
    /// - Throws: `SystemFault` for anything that is not "no datagram is there".
    package mutating func receive(
        _ body: (Span<UInt8>, ReceivedDatagram) -> Void
    ) throws(SystemFault) -> Int {
        switch receiving {
        case .offload, .manyMessages: try receiveMany(body)
        case .oneByOne: try receiveOneByOne(body)
        }
    }

    /// Closes the socket; datagrams that still wait in it are lost.
    ///
    /// - Throws: `SystemFault` if the kernel reports one; the socket is closed all the same.
    package consuming func close() throws(SystemFault) {
        try socket.close()
    }

    /// As many bytes as went; a kernel that refuses to cut them up is not asked again.
    private mutating func sendSegments(
        _ bytes: Span<UInt8>, segment: Int, to port: UInt16
    ) throws(SystemFault) -> Int {
        let most = min(Self.mostSegments, Self.longest / min(segment, bytes.count))
        let count = min(most * segment, bytes.count)
        guard count > segment else {
            try socket.send(bytes.extracting(..<count), to: port)
            return count
        }
        let descriptor = socket.descriptor
        while true {
            let sent = unsafe bytes.withUnsafeBytes { bytes in
                unsafe sockets_send_segments(
                    descriptor, bytes.baseAddress, count, UInt16(segment), port)
            }
            if sent >= 0 { return sent }
            let code = errno
            switch code {
            case EINVAL, EIO, EOPNOTSUPP, ENOSYS:
                // Only if a datagram goes alone is it cutting up that was refused.
                try socket.send(bytes.extracting(..<segment), to: port)
                sending = .manyMessages
                return segment
            default: try overcome(code, of: .sendSegments)
            }
        }
    }

    /// As many bytes as went; 0 if the kernel does not know the call.
    private mutating func sendMany(
        _ bytes: Span<UInt8>, segment: Int, to port: UInt16
    ) throws(SystemFault) -> Int {
        let descriptor = socket.descriptor
        while true {
            let sent = unsafe bytes.withUnsafeBytes { bytes in
                unsafe sockets_send_many(descriptor, bytes.baseAddress, bytes.count, segment, port)
            }
            if sent > 0 { return min(Int(sent) * segment, bytes.count) }
            let code = errno
            if code == ENOSYS {
                sending = .oneByOne
                return 0
            }
            try overcome(code, of: .sendMany)
        }
    }

    /// Returns when the same call may be tried again.
    private borrowing func overcome(
        _ code: Int32, of operation: SystemOperation
    ) throws(SystemFault) {
        switch code {
        case EINTR, ECONNREFUSED: break
        case EAGAIN, ENOBUFS: try socket.waitUntilWritable(since: code)
        default: throw SystemFault(operation: operation, code: code)
        }
    }

    private mutating func receiveMany(
        _ body: (Span<UInt8>, ReceivedDatagram) -> Void
    ) throws(SystemFault) -> Int {
        let descriptor = socket.descriptor
        let stride = Self.stride(of: receiving, limit: datagramLimit)
        let length = receiving == .offload ? Self.longestTogether : datagramLimit
        while true {
            let places = unsafe buffer.withUnsafeMutableBytes { bytes in
                unsafe sockets_receive(
                    descriptor, bytes.baseAddress, length, stride, &filled, UInt32(filled.count))
            }
            guard places < 0 else {
                var count = 0
                for place in 0..<Int(places) {
                    let start = place * stride
                    count += Self.cut(
                        buffer.span.extracting(start..<start + length), filled[place],
                        limit: datagramLimit, body)
                }
                return count
            }
            switch errno {
            case EAGAIN: return 0
            case EINTR, ECONNREFUSED: continue
            case ENOSYS:
                receiving = .oneByOne
                buffer = [UInt8](repeating: 0, count: datagramLimit)
                return try receiveOneByOne(body)
            case let code: throw SystemFault(operation: .receiveMany, code: code)
            }
        }
    }

    private mutating func receiveOneByOne(
        _ body: (Span<UInt8>, ReceivedDatagram) -> Void
    ) throws(SystemFault) -> Int {
        for count in 0..<Self.mostSegments {
            guard let datagram = try socket.receive(into: &buffer) else { return count }
            body(buffer.span.extracting(..<datagram.count), datagram)
        }
        return Self.mostSegments
    }

    /// Cuts what the kernel put together into the datagrams that were sent; how many there are.
    private static func cut(
        _ place: Span<UInt8>, _ received: sockets_received, limit: Int,
        _ body: (Span<UInt8>, ReceivedDatagram) -> Void
    ) -> Int {
        let count = Int(received.count)
        let segment = received.segment == 0 ? max(count, 1) : Int(received.segment)
        var (start, number) = (0, 0)
        repeat {
            let length = min(segment, count - start)
            let kept = min(length, limit)
            body(
                place.extracting(start..<start + kept),
                ReceivedDatagram(
                    count: kept, isTruncated: received.truncated != 0 || kept < length,
                    senderPort: received.sender_port))
            start += length
            number += 1
        } while start < count
        return number
    }

    private static func places(of way: BatchWay) -> Int {
        switch way {
        case .offload: 8
        case .manyMessages: mostSegments
        case .oneByOne: 1
        }
    }

    private static func stride(of way: BatchWay, limit: Int) -> Int {
        // Places a power of two apart would share the same few lines of the processor's cache.
        way == .offload ? longestTogether + 1_472 : limit
    }

    private static let longest = 65_507
    /// No IP packet is longer, nor what the kernel makes of several.
    private static let longestTogether = 65_536
}
