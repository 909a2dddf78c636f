package import Commands
package import Fabric
package import Firewall
package import Grammar
package import Timeline
package import Tunnel
package import Wire

/// Everything that can happen in a lab, as a plain value.
///
/// What is shown, recorded or counted is made from these, and only from these.
package enum LabEvent: Sendable {
    /// Something about the firewall's rules.
    case rule(RuleEvent)
    /// Something was proven about the firewall's rules.
    case proof(ProofEvent)
    /// Something about named sets of addresses.
    case set(SetEvent)
    /// Something about the connections that the firewall knows.
    case flow(FlowEvent)
    /// Something about links.
    case link(LinkEvent)
    /// Something about packets.
    case packet(PacketEvent)
    /// Something about tunnels.
    case tunnel(TunnelEvent)
    /// Something about policies.
    case policy(PolicyEvent)
    /// Something about what is recorded of the links.
    case capture(CaptureEvent)
    /// Somebody on the wire attacked a tunnel.
    case attack(AttackEvent)
    /// A claim was examined.
    case expectation(ExpectationEvent)
    /// Something about the lab itself.
    case lab(SessionEvent)
}

/// What can happen to packets.
package enum PacketEvent: Sendable {
    /// A packet was sent and its way has ended; with what came of it: a refusal, copies.
    case sent(PacketRecord, others: [PacketRecord], Topology)
    /// Several packets were sent by one command.
    case sentMany(PacketBurst)
    /// A packet was only thought about.
    case tested(PacketTest)
    /// The packets of a capture file were only thought about.
    case testedFile(CaptureTest)
    /// The packets of a capture file were sent.
    case loaded(PacketLoad)
    /// A packet's layers were asked for.
    case layers(PacketRecord)
    /// A packet's bytes were asked for.
    case bytes(PacketRecord, [PacketImage])
    /// A packet's way was asked for; with why earlier rules did not match, for each gateway that judged it;
    /// nil where its rules have changed.
    case trace(PacketRecord, Topology, [NearMisses?])
    /// The packets were asked for.
    case listed([PacketRecord])
}

/// What can happen to the connections that the firewall knows.
package enum FlowEvent: Sendable {
    /// They were asked for; with how many there can be.
    case listed([FlowRecord], limit: Int)
    /// They were forgotten.
    case cleared(count: Int)
}

/// What can happen to links.
package enum LinkEvent: Sendable {
    /// One does something else to packets now.
    case changed(LinkSnapshot)
    /// They were asked for.
    case listed([LinkSnapshot])
    /// These did something to packets, and do nothing any longer.
    case cleared([Link])
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
    package var drops: [(reason: DropReason, count: Int)] = []
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

/// What can come of a claim.
package enum ExpectationEvent: Sendable {
    /// It is true.
    case met
    /// It is not.
    case failed(expected: Claim, got: Outcome?)
}

/// What somebody claims about the last packet or message.
package enum Claim: Sendable {
    /// It arrived.
    case delivered
    /// The firewall decided so.
    case verdict(Action, by: Decider?)
    /// It was dropped.
    case refused(DropReason?)
    /// It was answered so.
    case reply([UInt8])
    /// The command is refused.
    case error
    /// No packet gets this verdict.
    case none(Action)
    /// A file's rules decide the same.
    case sameAs(String)
}

/// How the last packet, test or message ended.
package enum Outcome: Sendable {
    /// A packet was sent; with what gateways said about it, in order.
    case packet([Judgement], drop: DropReason?)
    /// A packet left for another process, where nobody here sees how it ends; so did a message without reply.
    case departed([Judgement])
    /// A packet was tested.
    case test(Judgement)
    /// A message was sent; with the text of its echo when one came.
    case message(drop: DropReason?, reply: [UInt8]?)
    /// A tunnel was attacked; with why its end refused the last datagram of the attack.
    case attack(drop: DropReason?)
    /// A command that should have been refused was accepted.
    case accepted
    /// A packet was found that should not exist, or it is not known whether there is one.
    case search(PacketAnswer, ProofScene)
    /// Two lists were compared.
    case difference(ListDifference, ProofScene)
}

/// What can happen to the lab itself.
package enum SessionEvent: Sendable {
    /// Keys are made from this seed from now on.
    case seeded(UInt64)
    /// The time was asked for.
    case clock(Instant)
    /// Virtual time has passed.
    case waited(Duration, until: Instant)
    /// Commands are about this gateway: from now on, or as before.
    case gateway(GatewayName, of: [String], isChanged: Bool)
    /// The counters were asked for.
    case counters(PacketCounters)
    /// Help was asked for: these rows of the table, briefly or whole.
    case help([HelpRow], isBrief: Bool)
    /// The lines typed before were asked for, oldest first.
    case history([String])
    /// What follows goes to a file.
    case transcriptStarted(String)
    /// Nothing goes to the file any longer.
    case transcriptStopped
    /// The person interrupted a script before this line of it.
    case interrupted(file: String, line: Int)
}

/// What the grammar knows of one command that help was asked about.
package struct HelpRow: Sendable {
    /// The command.
    package let command: CommandName
    /// How it is written.
    package let usage: String
    /// Lines to try.
    package let examples: [String]

    /// One command and its row of the language.
    package init(_ command: CommandName, _ row: CommandRow<LabCommand>) {
        self.command = command
        usage = row.usage
        examples = row.examples
    }
}
