// The one file of the tree that names the system's C library: whoever makes a system call imports this room.
#if canImport(Darwin)
    @_exported public import Darwin
#else
    @_exported public import Glibc
#endif

/// What Linux and macOS do differently, each difference written for both.
///
/// A name of the C library that both know is used as it is; only what one of them lacks, or spells
/// otherwise for Swift, is here. Functions that can fail leave `errno`.
package enum System {
    /// A UDP socket for IPv4 that does not block and that no other program inherits: `socket(2)`.
    ///
    /// - Returns: The descriptor, or a negative number.
    package static func udpSocket() -> Int32 {
        #if canImport(Darwin)
            let descriptor = socket(AF_INET, SOCK_DGRAM, 0)
            guard descriptor >= 0 else { return descriptor }
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
            return descriptor
        #else
            let kind = SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
            return socket(AF_INET, Int32(kind), 0)
        #endif
    }

    /// How a folder is opened from which others are opened, and for nothing else: `open(2)`.
    package static var folderFlags: Int32 {
        #if canImport(Darwin)
            return O_RDONLY | O_DIRECTORY | O_CLOEXEC
        #else
            // O_PATH, which Swift does not see: a folder that may be searched need not be readable.
            return 0o10000000 | O_DIRECTORY | O_CLOEXEC
        #endif
    }

    /// A port of 127.0.0.1 as an address: `ip(7)`.
    package static func loopback(port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        #if canImport(Darwin)
            address.sin_len = UInt8(MemoryLayout<sockaddr_in>.size)
        #endif
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    /// Takes the next datagram and the port of 127.0.0.1 that it came from: `recvfrom(2)`, `recvmsg(2)`.
    ///
    /// - Returns: How long the datagram was, which is more than the buffer holds where its end was cut
    ///   off; or a negative number.
    package static func receive(
        from descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer
    ) -> (count: Int, port: UInt16) {
        var address = sockaddr_in()
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let count = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
                #if canImport(Darwin)
                    // Its MSG_TRUNC is only said of a message, and not asked for.
                    var part = iovec(iov_base: buffer.baseAddress, iov_len: buffer.count)
                    return unsafe withUnsafeMutablePointer(to: &part) { part in
                        var message = msghdr()
                        unsafe message.msg_name = UnsafeMutableRawPointer(name)
                        message.msg_namelen = size
                        unsafe message.msg_iov = part
                        message.msg_iovlen = 1
                        let count = unsafe recvmsg(descriptor, &message, 0)
                        return count + (message.msg_flags & MSG_TRUNC != 0 ? 1 : 0)
                    }
                #else
                    var length = size
                    // With MSG_TRUNC the kernel returns the length that the datagram really had.
                    return unsafe recvfrom(
                        descriptor, buffer.baseAddress, buffer.count, Int32(MSG_TRUNC),
                        name, &length)
                #endif
            }
        }
        return (count, UInt16(bigEndian: address.sin_port))
    }

    /// Lets a UDP socket hear that nobody listens where its datagrams went (ICMP port unreachable): `ip(7)`.
    ///
    /// macOS tells it only of the one port that a socket is connected to, which then hears nobody else; without
    /// a port nothing changes there.
    ///
    /// - Returns: 0, or a negative number.
    package static func hearRefusals(of descriptor: Int32, from port: UInt16?) -> Int32 {
        #if canImport(Darwin)
            guard let port else { return 0 }
            var address = loopback(port: port)
            return unsafe withUnsafePointer(to: &address) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
        #else
            var isOn: Int32 = 1
            return unsafe setsockopt(
                descriptor, Int32(IPPROTO_IP), IP_RECVERR, &isOn,
                socklen_t(MemoryLayout<Int32>.size))
        #endif
    }

    /// Takes the news that nobody listens where a datagram went, if it is there.
    ///
    /// - Returns: How many bytes of that datagram lie in the buffer now: the first ones, or none where the system
    ///   keeps none; nil when there is no news.
    package static func takeRefusal(
        of descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer
    ) -> Int? {
        #if canImport(Darwin)
            var code: Int32 = 0
            var size = socklen_t(MemoryLayout<Int32>.size)
            guard unsafe getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &size) == 0,
                code == ECONNREFUSED
            else { return nil }
            return 0
        #else
            var part = unsafe iovec(iov_base: buffer.baseAddress, iov_len: buffer.count)
            let count = unsafe withUnsafeMutablePointer(to: &part) { part in
                var message = unsafe msghdr()
                unsafe message.msg_iov = unsafe part
                unsafe message.msg_iovlen = 1
                return unsafe recvmsg(descriptor, &message, Int32(MSG_ERRQUEUE))
            }
            return count < 0 ? nil : count
        #endif
    }

    /// How many datagrams the kernel dropped because a socket's receive buffer was full: `SO_MEMINFO`.
    ///
    /// Nil where the kernel does not tell, as that of macOS.
    package static func droppedCount(of descriptor: Int32) -> Int? {
        #if canImport(Darwin)
            return nil
        #else
            // SO_MEMINFO and SK_MEMINFO_DROPS, which Swift does not see.
            let (option, place) = (Int32(55), 8)
            var counts = [UInt32](repeating: 0, count: place + 1)
            var size = socklen_t(counts.count * MemoryLayout<UInt32>.stride)
            let result = unsafe getsockopt(descriptor, SOL_SOCKET, option, &counts, &size)
            guard result == 0, Int(size) > place * MemoryLayout<UInt32>.stride else { return nil }
            return Int(counts[place])
        #endif
    }

    /// What is to happen when a signal comes: `sigaction(2)`.
    package static func action(
        flags: Int32 = 0, _ handler: @escaping @convention(c) (Int32) -> Void
    ) -> sigaction {
        var action = sigaction()
        #if canImport(Darwin)
            unsafe action.__sigaction_u.__sa_handler = handler
        #else
            unsafe action.__sigaction_handler.sa_handler = handler
        #endif
        action.sa_flags = flags
        return action
    }
}

extension System {
    /// What a thread does, for as long as it takes.
    private final class Work: Sendable {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) {
            self.body = body
        }
    }

    /// Starts a thread, which has to be joined: `pthread_create(3)`.
    ///
    /// - Returns: The thread; nil where the system has no more of them.
    package static func thread(
        stackSize: Int, _ body: @escaping @Sendable () -> Void
    ) -> pthread_t? {
        var attributes = pthread_attr_t()
        guard unsafe pthread_attr_init(&attributes) == 0 else { return nil }
        defer { _ = unsafe pthread_attr_destroy(&attributes) }
        _ = unsafe pthread_attr_setstacksize(&attributes, stackSize)
        let work = unsafe Unmanaged.passRetained(Work(body))
        #if canImport(Darwin)
            var thread: pthread_t?
            let code = unsafe pthread_create(
                &thread, &attributes,
                {
                    unsafe Unmanaged<Work>.fromOpaque($0).takeRetainedValue().body()
                    return nil
                }, work.toOpaque())
        #else
            var thread = pthread_t()
            let code = unsafe pthread_create(
                &thread, &attributes,
                {
                    if let place = unsafe $0 {
                        unsafe Unmanaged<Work>.fromOpaque(place).takeRetainedValue().body()
                    }
                    return nil
                }, work.toOpaque())
        #endif
        guard code == 0 else {
            unsafe work.release()
            return nil
        }
        return thread
    }
}
