internal import Platform
package import Timeline

/// A UDP socket on 127.0.0.1 that never blocks: `udp(7)`.
///
/// It closes itself at the end of its life.
package struct UDPSocket: ~Copyable {
    /// The port that it is bound to, never 0.
    package let localPort: UInt16

    /// The size of the receive buffer in bytes as the kernel counts it: `SO_RCVBUF`.
    package let receiveBuffer: Int

    private let owner: Descriptor

    /// Binds a socket to a port of 127.0.0.1; with 0 the system chooses one.
    ///
    /// - Throws: `SystemFault`, with `EADDRINUSE` when somebody else has the port.
    package init(port: UInt16) throws(SystemFault) {
        let owner = try Descriptor(result: System.udpSocket(), of: .socket)
        // More than the limit for unprivileged processes is cut down to it without an error.
        var wanted = Self.wantedReceiveBuffer
        let asked = unsafe setsockopt(
            owner.rawValue, SOL_SOCKET, SO_RCVBUF, &wanted, socklen_t(MemoryLayout<Int32>.size))
        guard asked == 0 else { throw SystemFault(operation: .setsockopt, code: errno) }
        var buffer: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        let got = unsafe getsockopt(owner.rawValue, SOL_SOCKET, SO_RCVBUF, &buffer, &size)
        guard got == 0 else { throw SystemFault(operation: .getsockopt, code: errno) }
        localPort = try Self.bind(owner.rawValue, port: port)
        receiveBuffer = Int(buffer)
        self.owner = owner
    }

    /// The descriptor, for watching only; valid while the socket lives.
    package var descriptor: Int32 { owner.rawValue }

    /// How many datagrams of up to 1,500 bytes may wait in the receive buffer without a loss.
    package var safeWindow: Int { safeWindow(forDatagramsOf: 1_500) }

    /// How many datagrams of up to `length` bytes may wait in the receive buffer without a loss.
    ///
    /// Past the buffer the kernel drops a datagram although sending it went well. It charges more
    /// than the bytes: the memory pages that hold them. The figures stay above what was measured
    /// (2,304 for 1,500 bytes, 8,448 for 4,000, 66,339 for 65,507).
    package func safeWindow(forDatagramsOf length: Int) -> Int {
        let charge =
            switch length {
            case ...1_500: 3_328
            case ...16_384: 2 * length + 1_024
            default: length + 4_096
            }
        return max(1, receiveBuffer / charge)
    }

    /// How many datagrams the kernel dropped because the receive buffer was full: `SO_MEMINFO`.
    ///
    /// Nil where the kernel does not tell.
    package var droppedCount: Int? { System.droppedCount(of: owner.rawValue) }

    /// Sends one datagram to a port of 127.0.0.1: `sendto(2)`.
    ///
    /// - Throws: `SystemFault`, with `EMSGSIZE` for more than 65,507 bytes.
    package borrowing func send(_ bytes: Span<UInt8>, to port: UInt16) throws(SystemFault) {
        var address = System.loopback(port: port)
        while true {
            let sent = unsafe bytes.withUnsafeBytes { bytes in
                unsafe Self.withAddress(&address) { address, length in
                    unsafe sendto(
                        owner.rawValue, bytes.baseAddress, bytes.count, 0, address, length)
                }
            }
            if sent >= 0 { return }
            let code = errno
            switch code {
            case EINTR: continue
            case ECONNREFUSED:
                // The late news of an earlier datagram; this one has not gone yet.
                _ = takeRefusal()
            case EAGAIN, ENOBUFS:
                try waitUntilWritable(since: code)
            default:
                throw SystemFault(operation: .send, code: code)
            }
        }
    }

    /// Takes the next datagram into the whole of `buffer`, whose size stays: `recvfrom(2)`.
    ///
    /// Nothing is allocated. The buffer must not be empty; what a datagram has beyond it is lost.
    ///
    /// - Returns: Nil when no datagram is there.
    /// - Throws: `SystemFault` for anything that is not "no datagram is there".
    package borrowing func receive(
        into buffer: inout [UInt8]
    ) throws(SystemFault) -> ReceivedDatagram? {
        precondition(!buffer.isEmpty, "a datagram needs a buffer to be received into")
        while true {
            let (count, port) = unsafe buffer.withUnsafeMutableBytes { bytes in
                unsafe System.receive(from: owner.rawValue, into: bytes)
            }
            guard count < 0 else {
                return ReceivedDatagram(
                    count: min(count, buffer.count), isTruncated: count > buffer.count,
                    senderPort: port)
            }
            switch errno {
            case EAGAIN: return nil
            case EINTR: continue
            case ECONNREFUSED: _ = takeRefusal()
            case let code: throw SystemFault(operation: .receive, code: code)
            }
        }
    }

    /// Hears from now on when nobody listens where a datagram went.
    ///
    /// Not every system tells that of any port: `port` is the one to which most of them go.
    ///
    /// - Throws: `SystemFault` when the system does not do that.
    package borrowing func hearRefusals(from port: UInt16?) throws(SystemFault) {
        guard System.hearRefusals(of: owner.rawValue, from: port) == 0 else {
            throw SystemFault(operation: .setsockopt, code: errno)
        }
    }

    /// Waits a little, until there is something to read or to hear.
    ///
    /// - Returns: Whether the datagram that was sent last, as far as the system says, found nobody.
    package borrowing func isRefused(
        _ datagram: Span<UInt8>, within wait: Duration
    ) -> Bool {
        var request = pollfd(fd: owner.rawValue, events: Int16(POLLIN), revents: 0)
        let milliseconds = Int32(clamping: wait.nanoseconds / 1_000_000)
        guard unsafe poll(&request, 1, milliseconds) > 0 else { return false }
        while let news = takeRefusal() {
            let isOf = news.indices.allSatisfy { $0 < datagram.count && news[$0] == datagram[$0] }
            if isOf { return true }
        }
        return false
    }

    /// The first bytes of a datagram that found nobody; nil when there is no news.
    private borrowing func takeRefusal() -> [UInt8]? {
        // Enough to tell ESP packets from each other: SPI, sequence number and IV.
        var beginning = [UInt8](repeating: 0, count: 16)
        let count = unsafe beginning.withUnsafeMutableBytes {
            unsafe System.takeRefusal(of: owner.rawValue, into: $0)
        }
        return count.map { Array(beginning.prefix($0)) }
    }

    /// Closes the socket; datagrams that still wait in it are lost.
    ///
    /// - Throws: `SystemFault` if the kernel reports one; the socket is closed all the same.
    package consuming func close() throws(SystemFault) {
        try owner.close()
    }

    /// Waits, not for ever, until the kernel has room after it refused with `code`.
    ///
    /// - Throws: `SystemFault` with that code when it still has none.
    borrowing func waitUntilWritable(since code: Int32) throws(SystemFault) {
        var request = pollfd(fd: owner.rawValue, events: Int16(POLLOUT), revents: 0)
        guard unsafe poll(&request, 1, Self.patience) > 0 || errno == EINTR else {
            throw SystemFault(operation: .send, code: code)
        }
    }

    private static func bind(_ descriptor: Int32, port: UInt16) throws(SystemFault) -> UInt16 {
        var address = System.loopback(port: port)
        let bound = unsafe withAddress(&address) { unsafe Platform.bind(descriptor, $0, $1) }
        guard bound == 0 else { throw SystemFault(operation: .bind, code: errno) }
        let named = unsafe withAddress(&address) { address, length in
            var length = length
            return unsafe getsockname(descriptor, address, &length)
        }
        guard named == 0 else { throw SystemFault(operation: .getsockname, code: errno) }
        return UInt16(bigEndian: address.sin_port)
    }

    private static func withAddress<Result>(
        _ address: inout sockaddr_in,
        _ body: (UnsafeMutablePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    private static let wantedReceiveBuffer: Int32 = 1 << 20
    private static let patience: Int32 = 1_000
}

/// What one receiving call brought; the bytes are in the buffer that the caller lent.
package struct ReceivedDatagram: Hashable, Sendable {
    /// How many bytes at the start of the buffer belong to the datagram; 0 for an empty one.
    package let count: Int

    /// Whether the buffer was too short, so that the end of the datagram is lost.
    package let isTruncated: Bool

    /// The UDP port that it was sent from, on this machine.
    package let senderPort: UInt16

    /// A datagram of `count` bytes from `senderPort`.
    package init(count: Int, isTruncated: Bool, senderPort: UInt16) {
        self.count = count
        self.isTruncated = isTruncated
        self.senderPort = senderPort
    }
}
