package import Fabric
package import Firewall
package import Network
package import Tunnel
package import Wire

/// What can happen to packets.
package enum PacketEvent: Event {
    /// A packet was sent and its way has ended; with what came of it: a refusal, copies.
    case sent(PacketRecord, others: [PacketRecord], Topology)
    /// Several packets were sent by one command.
    case sentMany(PacketBurst)
    /// A packet was only thought about: what the gateway's rules say, and why those before do not; with the
    /// tunnel that it would take, or the policy that would decide how it crosses, if one is about it.
    case tested(PacketFields, VerdictRecord, NearMisses, via: String?, PolicyChoice?)
    /// Some packets of a capture file were only thought about.
    case testedPackets([CaptureTest.Line])
    /// All packets of a capture file were only thought about.
    case testedFile(CaptureTest)
    /// The packets of a capture file were sent.
    case loaded(PacketLoad)
    /// A packet's layers were asked for.
    case layers(PacketRecord, Topology)
    /// A packet's bytes were asked for.
    case bytes(PacketRecord, [PacketImage], Topology)
    /// A packet's way was asked for; with why earlier rules did not match, for each gateway that judged it;
    /// nil where its rules have changed.
    case trace(PacketRecord, Topology, [NearMisses?])
    /// The packets were asked for.
    case listed([PacketRecord], Topology)

    var row: Row {
        switch self {
        case .sent(let record, let others, let topology):
            ["packet": topology.named(record), "others": others.map(topology.named)]
        case .sentMany(let burst): burst.row
        case .tested(let fields, let verdict, let misses, let via, let policy):
            [
                "packet": fields, "decision": verdict, "misses": misses, "via": via,
                "policy": policy?.policy, "opaque": policy?.isOpaque,
            ]
        case .testedPackets(let lines): ["packets": lines]
        case .testedFile(let test): test.row
        case .loaded(let load): load.row
        case .layers(let record, let topology):
            [
                "packet": topology.named(record),
                "layers": Dissection.layers(of: record.packet.bytes.span),
            ]
        case .bytes(let record, let images, let topology):
            ["packet": topology.named(record), "images": images]
        case .trace(let record, let topology, let misses):
            ["packet": topology.named(record), "misses": misses]
        case .listed(let records, let topology): ["packets": records.map(topology.named)]
        }
    }
}

/// What became of several packets that one command sent.
package struct PacketBurst: RowValue {
    /// The numbers from the first one to the last, copies included.
    package var numbers: ClosedRange<Int>
    /// How many were asked for; more than were sent when the person interrupted.
    package let asked: Int
    /// How many were sent.
    package var sent = 0
    /// How many copies links made of them; they are in the counts below like every packet.
    package var copies = 0
    /// How many arrived.
    package var delivered = 0
    /// How many left for the other end of their tunnel, in another process.
    package var departed = 0
    /// How many were dropped for each reason, in the order in which they came up.
    package var drops: [Counted<DropReason>] = []
    /// How many of those sent came after one that was sent later.
    package var reordered = 0

    /// How many are under way, because the person interrupted.
    package var underWay: Int {
        sent + copies - delivered - departed - drops.reduce(0) { $0 + $1.count }
    }

    /// A burst of which nothing has been sent.
    package init(first: Int, asked: Int) {
        numbers = first...first
        self.asked = asked
    }

    package var row: Row {
        [
            "first": numbers.lowerBound, "last": numbers.upperBound, "asked": asked.in(.packets),
            "sent": sent.in(.packets),
            "copies": copies.in(.packets), "delivered": delivered.in(.packets),
            "departed": departed.in(.packets), "drops": drops, "reordered": reordered.in(.packets),
        ]
    }
}

/// The bytes of a packet at a point of its way where they differ from those before.
package struct PacketImage: RowValue {
    /// The points at which bytes can differ.
    package enum Point: String, CaseIterable, CellValue {
        /// As the sender made it.
        case plain
        /// As an eavesdropper sees it on the wire.
        case wire
        /// As the receiving end decrypted it, with the ESP trailer still behind it.
        case decrypted
    }

    /// Where.
    package let point: Point
    /// The bytes there.
    package let bytes: [UInt8]
    /// What they mean.
    package let layers: [DissectedLayer]
    /// How many more there are, which are other ones in each run.
    package var hidden = 0

    /// The bytes of a packet at each point of its way where they differ, with what the lab knows of them; what a
    /// seed does not repeat is left out in a lab that has one.
    package static func all(
        of record: PacketRecord, in log: FrameLog, isSeeded: Bool = false
    ) -> [PacketImage] {
        let packet = record.packet
        // A packet from another process was sealed there, and came in the frame that it came out of.
        let frame = (record.sealedFrame ?? record.openedFrame).flatMap(log.image)
        let content = (record.encapsulation ?? frame?.frame.encapsulation)?.content(
            around: record.sealedPacket)
        var images = [
            PacketImage(
                point: .plain, bytes: packet.bytes,
                layers: Dissection.layers(of: packet.bytes.span))
        ]
        if let frame {
            let shown = frame.repeatable(isSeeded: isSeeded)
            let layers = Dissection.layers(of: frame.bytes.span, knowing: content)
            images.append(
                PacketImage(
                    point: .wire, bytes: shown.bytes,
                    layers: layers.filter { $0.range.upperBound <= shown.bytes.count },
                    hidden: shown.hidden))
        }
        if record.decapsulation != nil, let plaintext = frame?.plaintext {
            images.append(
                PacketImage(
                    point: .decrypted, bytes: plaintext,
                    layers: Dissection.layers(ofPlaintext: plaintext.span, knowing: content)))
        }
        return images
    }

    package var row: Row {
        [
            "point": point, "bytes": Hexadecimal(bytes), "layers": layers,
            "hidden": hidden.in(.bytes),
        ]
    }
}
