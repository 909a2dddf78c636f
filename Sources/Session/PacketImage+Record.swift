package import Events
package import Fabric
import Wire

extension PacketImage {
    /// The bytes of a packet at each point of its way where they differ, with what the lab knows of them.
    package static func all(of record: PacketRecord, in topology: Topology) -> [PacketImage] {
        let packet = record.packet
        let content = record.sealing?.content(around: packet)
        var images = [
            PacketImage(
                .plain, bytes: packet.bytes, layers: Dissection.layers(of: packet.bytes.span))
        ]
        if let sealing = record.sealing,
            let outer = topology.outerPacket(of: sealing, around: packet)
        {
            images.append(
                PacketImage(
                    .wire, bytes: outer,
                    layers: Dissection.layers(of: outer.span, knowing: content)))
        }
        if let opening = record.opening {
            images.append(
                PacketImage(
                    .decrypted, bytes: opening.plaintext,
                    layers: Dissection.layers(
                        ofPlaintext: opening.plaintext.span, knowing: content)))
        }
        return images
    }
}
