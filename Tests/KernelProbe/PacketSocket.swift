import Platform

/// A socket of packets without their link header, on one interface (`packet(7)`).
struct PacketSocket {
    private let descriptor: Int32
    private let index: UInt32
    /// The last byte of the hardware address at the other end of the cable: 02:00:00:00:00:0N.
    private let peer: UInt8

    /// Every protocol: `ETH_P_ALL`.
    static let everything: UInt16 = 3
    /// A protocol for local experiments (IEEE Std 802), which no router forwards.
    static let fence: UInt16 = 0x88B5

    /// Opens the socket; what the machine itself sends over the interface is not heard.
    init(_ name: String, peer: UInt8, hears proto: UInt16) throws(ProbeFault) {
        self.peer = peer
        index = unsafe if_nametoindex(name)
        guard index != 0 else { throw .call("if_nametoindex \(name)", errno) }
        descriptor = socket(AF_PACKET, Int32(SOCK_DGRAM.rawValue), 0)
        guard descriptor >= 0 else { throw .call("socket", errno) }
        // SOL_PACKET and PACKET_IGNORE_OUTGOING of <linux/if_packet.h>, since Linux 4.20.
        var one: Int32 = 1
        guard unsafe setsockopt(descriptor, 263, 23, &one, 4) == 0 else {
            throw .call("setsockopt", errno)
        }
        let (own, address) = (descriptor, address(proto))
        let bound = unsafe Self.with(address) { unsafe bind(own, $0, $1) }
        guard bound == 0 else { throw .call("bind", errno) }
    }

    /// Sends a packet to the other end of the cable, or to another hardware address of six bytes.
    func send(_ packet: [UInt8], as proto: UInt16, to target: [UInt8]? = nil) throws(ProbeFault) {
        let sent = unsafe Self.with(address(proto, target)) { address, length in
            unsafe packet.withUnsafeBytes {
                unsafe sendto(descriptor, $0.baseAddress, $0.count, 0, address, length)
            }
        }
        guard sent == packet.count else { throw .call("sendto", errno) }
    }

    /// The next packet that has come; nil where there is none.
    func receive() -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 2048)
        let count = unsafe buffer.withUnsafeMutableBytes {
            unsafe recv(descriptor, $0.baseAddress, $0.count, Int32(MSG_DONTWAIT))
        }
        return count < 0 ? nil : Array(buffer[..<count])
    }

    /// The next packet, for which it waits a while; nil where none comes.
    func wait() throws(ProbeFault) -> [UInt8]? {
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard unsafe poll(&request, 1, 10_000) > 0 else { return nil }
        return receive()
    }

    /// A `struct sockaddr_ll`, which Swift has no type for.
    private func address(_ proto: UInt16, _ target: [UInt8]? = nil) -> [UInt8] {
        var bytes: [UInt8] = []
        func add(_ number: some FixedWidthInteger) {
            unsafe withUnsafeBytes(of: number) { unsafe bytes.append(contentsOf: $0) }
        }
        add(UInt16(AF_PACKET))
        add(proto.bigEndian)
        add(index)
        // The type of the hardware and of the packet, which count only for what is received.
        bytes += [0, 0, 0, 6]
        bytes += (target ?? [2, 0, 0, 0, 0, peer]) + [0, 0]
        return bytes
    }

    private static func with<Result>(
        _ address: [UInt8], _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        var storage = sockaddr_storage()
        return unsafe withUnsafeMutableBytes(of: &storage) { bytes in
            unsafe bytes.copyBytes(from: address)
            return unsafe bytes.withMemoryRebound(to: sockaddr.self) {
                guard let start = $0.baseAddress else { preconditionFailure("storage has room") }
                return unsafe body(start, socklen_t(address.count))
            }
        }
    }
}
