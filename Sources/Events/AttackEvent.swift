package import Fabric
package import Tunnel

/// What can come of an attack on a tunnel.
package enum AttackEvent: Sendable {
    /// A datagram was sent; with the packet that came out of it, when it was accepted.
    case struck(AttackReport, released: PacketRecord?, Topology)
    /// Packets were held back and let go in reverse order.
    case reordered(ReorderReport)
    /// Many datagrams were sent.
    case flooded(FloodReport)
    /// Two texts were sealed with one IV.
    case reusedIV(NonceMisuse, tunnel: String, texts: [2 of [UInt8]])
}
