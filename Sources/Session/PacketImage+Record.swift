package import Events
package import Fabric
import Wire

extension PacketImage {
    /// The bytes of a packet at each point of its way where they differ, with what the lab knows of them.
    package static func all(of record: PacketRecord, in log: FrameLog) -> [PacketImage] {
        let packet = record.packet
        // A packet from another process was sealed there, and came in the frame that it came out of.
        let frame = (record.sealedFrame ?? record.openedFrame).flatMap(log.image)
        let content = (record.encapsulation ?? frame?.frame.encapsulation)?.content(around: packet)
        var images = [
            PacketImage(
                .plain, bytes: packet.bytes, layers: Dissection.layers(of: packet.bytes.span))
        ]
        if let frame {
            images.append(
                PacketImage(
                    .wire, bytes: frame.bytes,
                    layers: Dissection.layers(of: frame.bytes.span, knowing: content)))
        }
        if record.decapsulation != nil, let plaintext = frame?.plaintext {
            images.append(
                PacketImage(
                    .decrypted, bytes: plaintext,
                    layers: Dissection.layers(ofPlaintext: plaintext.span, knowing: content)))
        }
        return images
    }
}
