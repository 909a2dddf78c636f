import EventLoop
import Fabric
import Firewall
import Network
import Timeline
import Wire

/// One packet at a time from its sender to its receiver, through the firewall and a tunnel.
///
/// No output is made: it is the network alone, with its real sockets and its real cipher.
struct Crossing {
    private let fabric: Fabric
    private let draft: PacketDraft
    private var cursor = Cursor()

    /// A network that lets everything pass, with one open tunnel.
    ///
    /// `length` is that of the whole IP packet, in bytes.
    init(packetLength length: Int) throws {
        fabric = Fabric()
        fabric[fabric.topology.gateways[0]].firewall.setDefault(.allow)
        fabric.seed(1)
        _ = try fabric.open(TunnelPlan(name: "bench"))
        draft = PacketDraft(
            source: .v4(IPv4Address(rawValue: 0x0A00_0007)),
            destination: .v4(IPv4Address(rawValue: 0x0A01_0009)),
            transport: .udp(source: Port(rawValue: 49_152), destination: Port(rawValue: 53)),
            data: [UInt8](
                repeating: 0x61, count: length - IPv4Header.length - UDPHeader.length))
    }

    /// Sends packets one after the other.
    ///
    /// - Returns: Packets a second.
    mutating func rate(packets: Int) throws -> Double {
        let delivered = fabric.counters.delivered
        let start = System.nanoseconds()
        for count in 1...packets {
            _ = try fabric.send(draft, via: "bench")
            // As `packet send` with a count does.
            if count.isMultiple(of: 256) { fabric.read(&cursor) { _ in } }
        }
        let time = System.nanoseconds() - start
        let arrived = Int(fabric.counters.delivered - delivered)
        guard arrived == packets else { throw Failure.lost(packets - arrived) }
        return Double(packets) * 1e9 / Double(time)
    }
}
