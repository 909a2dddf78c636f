import Firewall
import Testing
import Timeline
import Wire

/// Two hosts that send each other packets.
struct Hosts {
    var near: IPAddress
    var far: IPAddress
    var nearPort: UInt16 = 40_000
    var farPort: UInt16 = 443

    static let v4 = Hosts("192.168.1.50", "132.145.78.1")
    static let v6 = Hosts("2001:db8::7", "2001:db8:1::9")
    /// Both families, each with either host as the one with the lower address.
    static let all = [v4, v6, v4.turned, v6.turned]

    init(_ near: String, _ far: String) {
        self.near = address(near)
        self.far = address(far)
    }

    /// The same hosts with their places changed.
    var turned: Hosts {
        var hosts = self
        (hosts.near, hosts.far) = (far, near)
        (hosts.nearPort, hosts.farPort) = (farPort, nearPort)
        return hosts
    }

    var family: IPFamily { near.family }

    /// A packet from the near host to the far one.
    func packet(_ transport: PacketDraft.Transport, _ data: [UInt8] = []) throws -> Packet {
        try PacketDraft(source: near, destination: far, transport: transport, data: data).build()
    }

    func tcp(_ flags: TCPFlags, _ data: [UInt8] = []) throws -> Packet {
        try packet(
            .tcp(
                source: Port(rawValue: nearPort), destination: Port(rawValue: farPort),
                sequence: 1000, acknowledgment: 2000, flags: flags), data)
    }

    func udp(_ data: [UInt8] = []) throws -> Packet {
        try packet(
            .udp(source: Port(rawValue: nearPort), destination: Port(rawValue: farPort)), data)
    }

    func echo(_ kind: PacketDraft.Echo, identifier: UInt16 = 9) throws -> Packet {
        try packet(.icmpEcho(kind, identifier: identifier, sequence: 1))
    }

    /// An error from the far host, or from another node on the way, to the near one.
    func error(
        _ type: UInt8, about original: Packet, from node: IPAddress? = nil
    ) throws -> Packet {
        try PacketDraft(
            source: node ?? far, destination: near,
            transport: .icmpError(type: type, code: 0, about: original.bytes)
        ).build()
    }
}

extension Packet {
    /// The same packet as a fragment; only of an IPv4 packet without options.
    func fragment(_ bits: UInt16) throws -> Packet {
        var bytes = self.bytes
        bytes.put(bigEndian: bits, at: IPv4Header.Offset.fragment)
        IPv4Header.fillChecksum(of: 0..<IPv4Header.length, in: &bytes)
        return try Packet.parse(bytes)
    }
}

extension FlowTable {
    /// Tracks a packet and lets it pass.
    ///
    /// - Returns: What it was; nil where there was no room for its flow.
    @discardableResult
    mutating func pass(_ packet: Packet, at now: Instant = .start) -> ConnectionState? {
        let foreseen = state(of: packet, at: now)
        let tracked = track(packet, at: now)
        #expect(tracked.state == foreseen)
        return confirm(tracked, packet, at: now) ? tracked.state : nil
    }

    /// Lets segments pass: `o SYN` of the originator, `r SYN,ACK` of the responder; or stops them, where `x`
    /// comes first, as in `x r RST`.
    ///
    /// - Returns: What each was.
    @discardableResult
    mutating func run(
        _ script: String, _ hosts: Hosts = .v4, at now: Instant = .start
    ) throws -> [ConnectionState] {
        try script.split(separator: "; ").map { step in
            let isStopped = step.hasPrefix("x ")
            let segment = isStopped ? step.dropFirst(2) : step
            let flags = try #require(TCPFlags(String(segment.dropFirst(2))))
            let packet = try (segment.hasPrefix("o ") ? hosts : hosts.turned).tcp(flags)
            return isStopped
                ? track(packet, at: now).state : try #require(pass(packet, at: now))
        }
    }

    /// The numbers of the flows that live at an instant.
    func numbers(at now: Instant = .start) -> [UInt64] { flows(at: now).map(\.id.rawValue) }

    /// The state of the flow that was created first.
    func firstState(at now: Instant = .start) -> FlowState? { flows(at: now).first?.state }
}

/// An instant so many seconds and nanoseconds after the start.
func at(_ seconds: UInt64, _ nanoseconds: UInt64 = 0) -> Instant {
    Instant(nanoseconds: seconds * 1_000_000_000 + nanoseconds)
}
