import Chance
import Firewall
import Wire

/// Random conversations of a few hosts through the router, most of whose packets follow from those before.
///
/// Sequence numbers are the same in every segment, just below 2^32 with a window that reaches far: whatever the
/// order of the segments is, the kernel finds each in its window.
struct RandomConversations {
    private var random: SplitMix
    private let family: IPFamily
    private var talks: [Talk] = []
    private var recent: [Packet] = []
    private var arrivals: [KernelRouter.Arrival] = []

    /// Two ends and how far they have come in what hosts usually do.
    private struct Talk {
        let near: Endpoint
        let far: Endpoint
        let kind: Kind
        var step = 0
        var isTurned: Bool

        enum Kind { case tcp, udp, query(UInt8, code: UInt8, identifier: UInt16), other }
    }

    /// So many packets in their order, with the links over which they come in.
    static func arrivals(
        _ count: Int, _ family: IPFamily, seed: UInt64
    ) throws -> [KernelRouter.Arrival] {
        var conversations = RandomConversations(random: SplitMix(seed: seed), family: family)
        while conversations.arrivals.count < count { try conversations.speak() }
        return conversations.arrivals
    }

    private init(random: SplitMix, family: IPFamily) {
        (self.random, self.family) = (random, family)
    }

    private mutating func chance(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &random) < percent
    }

    private mutating func one<Value>(of values: [Value]) -> Value {
        guard let value = values.randomElement(using: &random) else {
            preconditionFailure("there is one")
        }
        return value
    }

    private func address(_ isNear: Bool, _ number: Int) throws -> IPAddress {
        guard
            let address = IPAddress(
                family == .v4
                    ? (isNear ? "10.0.0.\(number)" : "203.0.113.\(number)")
                    : (isNear ? "2001:db8::\(number)" : "2001:db8:1::\(number)"))
        else { preconditionFailure("an address") }
        return address
    }

    // MARK: - Who speaks

    private mutating func speak() throws {
        if talks.count < 8 || chance(4) {
            if talks.count == 8 { talks.remove(at: Int.random(in: 0..<8, using: &random)) }
            talks.append(try talk())
        }
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<12: try error()
        case 12..<15: try message()
        default:
            let place = Int.random(in: 0..<talks.count, using: &random)
            var talk = talks[place]
            try speak(&talk)
            talks[place] = talk
        }
    }

    private mutating func talk() throws -> Talk {
        let near = Endpoint(
            address: try address(true, one(of: [7, 8])),
            port: Port(rawValue: one(of: [4000, 4001])))
        let far = Endpoint(
            address: try address(false, one(of: [5, 9])), port: Port(rawValue: one(of: [53, 443])))
        let kind: Talk.Kind
        switch Int.random(in: 0..<20, using: &random) {
        case 0..<13: kind = .tcp
        case 13..<16: kind = .udp
        case 16..<19:
            let type: UInt8 = one(of: family == .v4 ? [8, 8, 13, 15, 17] : [128, 128, 139])
            kind = .query(type, code: chance(20) ? 1 : 0, identifier: one(of: [1, 2]))
        default: kind = .other
        }
        return Talk(near: near, far: far, kind: kind, isTurned: chance(25))
    }

    private mutating func speak(_ talk: inout Talk) throws {
        switch talk.kind {
        case .tcp: try segment(&talk)
        case .udp:
            try datagram(
                talk, .udp(source: Port(rawValue: 0), destination: Port(rawValue: 0)),
                isBack: chance(45))
        case .other: try datagram(talk, .other(.esp), isBack: chance(45))
        case .query(let type, let code, let identifier):
            let isBack = chance(45)
            let reply: UInt8 = type == 8 ? 0 : type + 1
            // At times the reply comes from the wrong side, or asks itself.
            try datagram(
                talk,
                .icmp(
                    type: isBack != chance(10) ? reply : type, code: chance(5) ? 2 : code,
                    rest: UInt32(identifier) << 16),
                isBack: isBack)
        }
    }

    // MARK: - What is said

    private static let usual: [(isBack: Bool, flags: TCPFlags)] = [
        (false, .syn), (true, [.syn, .ack]), (false, .ack), (false, [.psh, .ack]), (true, .ack),
        (true, [.psh, .ack]), (false, .ack), (false, [.fin, .ack]), (true, .ack),
        (true, [.fin, .ack]), (false, .ack),
    ]

    private mutating func segment(_ talk: inout Talk) throws {
        var (isBack, flags) = Self.usual[talk.step % Self.usual.count]
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<65: talk.step += 1
        case 65..<72: talk.step = 0
        case 72..<75: (isBack, flags) = (chance(50), TCPFlags(rawValue: one(of: Array(0...255))))
        default:
            (isBack, flags) = (
                chance(50),
                one(of: [
                    .syn, .syn, [.syn, .ack], .ack, [.psh, .ack], [.fin, .ack], [.fin, .ack], .rst,
                    [.rst, .ack],
                ])
            )
        }
        let first: UInt32 = 0xFFFF_FE00
        try datagram(
            talk,
            .tcp(
                source: Port(rawValue: 0), destination: Port(rawValue: 0),
                sequence: flags.contains(.syn) ? first : first + 1,
                acknowledgment: flags.contains(.ack) ? first + 1 : 0, flags: flags),
            [UInt8](repeating: 1, count: flags.contains(.psh) ? one(of: [1, 2, 3]) : 0),
            isBack: isBack)
    }

    /// A packet between the ends of a talk, with the ports of the ends where it has any.
    private mutating func datagram(
        _ talk: Talk, _ transport: PacketDraft.Transport, _ data: [UInt8] = [7], isBack: Bool
    ) throws {
        let isNear = isBack == talk.isTurned
        let (from, to) = isNear ? (talk.near, talk.far) : (talk.far, talk.near)
        var transport = transport
        if let source = from.port, let destination = to.port {
            switch transport {
            case .udp: transport = .udp(source: source, destination: destination)
            case .tcp(_, _, let sequence, let acknowledgment, let flags):
                transport = .tcp(
                    source: source, destination: destination, sequence: sequence,
                    acknowledgment: acknowledgment, flags: flags)
            default: break
            }
        }
        let packet = try PacketDraft(
            source: from.address, destination: to.address, transport: transport, data: data
        ).build()
        send(packet, fromNear: isNear)
        recent.append(packet)
        if recent.count > 40 { recent.removeFirst() }
    }

    /// A message that quotes a packet, mostly one of late and mostly to its sender.
    private mutating func error() throws {
        guard let about = recent.randomElement(using: &random) else { return }
        var bytes = about.bytes
        // Of nobody's flow.
        let port = family == .v4 ? 21 : 41
        if chance(10), port < bytes.count { bytes[port] ^= 0x80 }
        if chance(20) { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random)) }
        let sender = about.fields.source
        let (near, far) = (try address(true, 7), try address(false, 5))
        let isFromNear = [try address(false, 5), try address(false, 9)].contains(sender)
        let types: [UInt8] = family == .v4 ? [3, 4, 5, 11, 12] : [0, 1, 2, 3, 4, 5, 100, 127]
        let packet = try PacketDraft(
            source: try address(isFromNear, 1),
            destination: chance(80) ? sender : isFromNear ? far : near,
            transport: .icmpError(type: one(of: types), code: 0, about: bytes)
        ).build()
        send(packet, fromNear: isFromNear)
        // Errors are quoted as well, at times.
        if chance(20) { recent.append(packet) }
    }

    /// All but those of multicast routers, which are untracked to Linux 6.18 and were invalid before.
    static let types = (UInt8.min ... .max).filter { $0 != 151 && $0 != 152 }

    /// Any message of ICMP, or one of the other family's, which is only a number here.
    private mutating func message() throws {
        let isNear = chance(50)
        let (near, far) = (try address(true, 7), try address(false, 5))
        let transport: PacketDraft.Transport =
            chance(15)
            ? .other(family == .v4 ? .icmpv6 : .icmp)
            : .icmp(type: one(of: Self.types), code: 0)
        let packet = try PacketDraft(
            source: isNear ? near : far, destination: isNear ? far : near, transport: transport,
            data: [8, 0, 0, 0, 0, 0, 0, 0], hopLimit: 255
        ).build()
        send(packet, fromNear: isNear)
    }

    private mutating func send(_ packet: Packet, fromNear: Bool) {
        let link = LinkName(rawValue: fromNear ? "lan-a" : "internet")
        arrivals.append(KernelRouter.Arrival(packet: packet, link: link))
    }

    // MARK: - Rules

    /// A list that asks about states, mostly.
    static func rules(seed: UInt64) throws -> RuleSet {
        var maker = RandomConversations(random: SplitMix(seed: seed), family: .v4)
        var set = RuleSet()
        for _ in 0..<Int.random(in: 2...7, using: &maker.random) { _ = try set.add(maker.rule()) }
        set.setDefault(maker.one(of: [.allow, .deny, .deny]))
        return set
    }

    private mutating func rule() -> Rule {
        var match = RuleMatch()
        if chance(75) {
            match.states = StateMatch(
                (0..<one(of: [1, 1, 2, 3])).map { _ in one(of: ConnectionState.allCases) })
        }
        if chance(40) { match.links = [LinkName(rawValue: one(of: ["lan-a", "internet"]))] }
        if chance(30) {
            let protos: [IPProtocol] = [.tcp, .tcp, .udp, .icmp, .icmpv6]
            match.proto = ProtocolMatch([one(of: protos)])
        }
        let action: Action = one(of: [.allow, .allow, .allow, .deny, .deny, .reject])
        // The reset about a segment without ACK has a sequence number that may be in a window or not.
        if action == .reject, match.states?.contains(.invalid) ?? true {
            match.proto = ProtocolMatch([.tcp])
            match.flags = FlagMatch(set: .ack, among: .ack)
        }
        return Rule(action, match)
    }
}
