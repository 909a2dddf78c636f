package import Fabric
package import Firewall
package import Tunnel
package import Wire

/// What can happen to packets.
package enum PacketEvent: Sendable {
    /// A packet was sent and its way has ended; with what came of it: a refusal, copies.
    case sent(PacketRecord, others: [PacketRecord], Topology)
    /// Several packets were sent by one command.
    case sentMany(PacketBurst)
    /// A packet was only thought about.
    case tested(PacketTest)
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

    /// The event's name and cells.
    var answer: Answer {
        switch self {
        case .sentMany(let burst): Answer("packet-burst", burst)
        case .tested(let test): Answer("packet-tested", test)
        case .testedPackets(let lines):
            Answer("packet-file-judged", Field("packets", lines))
        case .testedFile(let test): Answer("packet-file-tested", test)
        case .loaded(let load): Answer("packet-file-sent", load)
        case .sent(let record, let others, let topology):
            Answer(
                "packet-sent", Field("packet", topology.named(record)),
                Field("others", topology.named(others)))
        case .layers(let record, let topology):
            Answer(
                "packet-layers", Field("packet", topology.named(record)),
                Field("layers", Dissection.layers(of: record.packet.bytes.span)))
        case .bytes(let record, let images, let topology):
            Answer(
                "packet-bytes", Field("packet", topology.named(record)), Field("images", images))
        case .trace(let record, let topology, let misses):
            Answer(
                "packet-trace", Field("packet", topology.named(record)), Field("misses", misses))
        case .listed(let records, let topology):
            Answer("packet-listed", Field("packets", topology.named(records)))
        }
    }
}

/// What would become of a packet.
package struct PacketTest: Sendable {
    /// The packet.
    package let fields: PacketFields
    /// What the gateway's rules say.
    package let judgement: Judgement
    /// Why the rules before it do not.
    package let misses: NearMisses
    /// The tunnel that it would take.
    package let via: String?
    /// The policy that would decide how it crosses; nil when it names a tunnel, or none is about it.
    package let policy: Policy?

    /// The test of a packet.
    package init(
        fields: PacketFields, judgement: Judgement, misses: NearMisses, via: String?,
        policy: Policy?
    ) {
        self.fields = fields
        self.judgement = judgement
        self.misses = misses
        self.via = via
        self.policy = policy
    }
}

/// What became of several packets that one command sent.
package struct PacketBurst: Sendable {
    /// The number of the first one.
    package let first: Int
    /// The number of the last one, copies included.
    package var last: Int
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

    /// A burst of which nothing has been sent.
    package init(first: Int, asked: Int) {
        self.first = first
        self.asked = asked
        last = first
    }
}

/// The bytes of a packet at a point of its way where they differ from those before.
package struct PacketImage: Sendable {
    /// The points at which bytes can differ.
    package enum Point: String, CaseIterable, Sendable {
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

    /// The bytes at a point, with their meaning.
    package init(_ point: Point, bytes: [UInt8], layers: [DissectedLayer]) {
        self.point = point
        self.bytes = bytes
        self.layers = layers
    }
}
