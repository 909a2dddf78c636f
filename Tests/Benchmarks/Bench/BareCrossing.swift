import EventLoop
import Timeline
import Tunnel
import Wire

/// The least that a packet needs to cross a tunnel: sealed, sent, received and opened.
///
/// No network, no firewall and no memory of the packet: what the lab adds is measured against it.
final class BareCrossing {
    private let client: TunnelEnd
    private let server: TunnelEnd
    private let near: UDPSocket
    private let far: UDPSocket
    private let packet: [UInt8]

    /// Two ends with one key and a socket each.
    init(packetLength length: Int) throws {
        let ends = try TunnelEnds()
        near = try UDPSocket(port: 0)
        far = try UDPSocket(port: 0)
        (client, server) = (ends.near, ends.far)
        // An end looks whether what the next header says is inside (RFC 4303 section 2.6): IPv4.
        packet = [0x45] + [UInt8](repeating: 0x61, count: length - 1)
    }

    /// Carries packets over one after the other.
    ///
    /// - Returns: Packets a second.
    func rate(packets: Int) throws -> Double {
        let packet = packet
        var datagram: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        var plaintext: [UInt8] = []
        let start = System.nanoseconds()
        for _ in 0..<packets {
            _ = client.seal(payload: packet.span, nextHeader: .ipv4, into: &datagram)
            try near.send(datagram.span, to: far.localPort)
            guard let received = try far.receive(into: &buffer),
                case .opened = server.receive(
                    datagram: buffer.span.extracting(0..<received.count), at: .start,
                    into: &plaintext)
            else { throw Failure.lost(1) }
        }
        return Double(packets) * 1e9 / Double(System.nanoseconds() - start)
    }
}
