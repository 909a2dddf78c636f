package import Events
package import Fabric
import Wire

extension PacketImage {
    /// The bytes of a packet at each point of its way where they differ, with what the lab knows of them.
    package static func all(of record: PacketRecord, in log: FrameLog) -> [PacketImage] {
        let packet = record.packet
        let content = record.encapsulation?.content(around: packet)
        let frame = record.sealedFrame.flatMap(log.image)
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
        // A packet from another process was never sealed here.
        let opened = frame ?? record.frames.first.flatMap(log.image)
        if record.decapsulation != nil, let plaintext = opened?.plaintext {
            images.append(
                PacketImage(
                    .decrypted, bytes: plaintext,
                    layers: Dissection.layers(ofPlaintext: plaintext.span, knowing: content)))
        }
        return images
    }
}
