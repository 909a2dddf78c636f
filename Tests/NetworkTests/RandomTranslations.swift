import Chance
import Firewall
import Network
import Wire

/// Random rules, and conversations of a few hosts through a translator that follow from what comes out of it.
///
/// Sequence numbers are the same in every segment, just below 2^32 with a window that reaches far: whatever the order of
/// the segments is, the kernel finds each in its window.
struct RandomTranslations {
    private var random: SplitMix
    private(set) var router: Translator
    /// What was sent, and what Garita made of it.
    private(set) var arrivals: [KernelTranslator.Arrival] = []
    private(set) var ways: [Translator.Way] = []
    /// The places whose source port is for the kernel to choose by dice.
    private(set) var free: Set<Int> = []
    /// The flows that have such a port.
    private var diced: Set<FlowEnds> = []
    /// What came out and may be answered.
    private var seen: [(packet: Packet, isNear: Bool)] = []
    /// How often what happened.
    private(set) var tally: [String: Int] = [:]

    init(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        var rules: [NATRule] = []
        for _ in 0..<random.one(of: [1, 2, 3, 4]) {
            let rule = try Self.rule(&random)
            if !rules.contains(rule) { rules.append(rule) }
        }
        try self.init(random, NATRules(rules))
    }

    /// Conversations through rules that are given.
    init(seed: UInt64, through rules: NATRules) throws {
        try self.init(SplitMix(seed: seed), rules)
    }

    private init(_ random: SplitMix, _ rules: NATRules) throws {
        self.random = random
        router = try Translator(rules.rules)
        router.takesOwn = false
    }

    /// Lets so many packets pass.
    mutating func run(_ count: Int) throws {
        while arrivals.count < count {
            switch Int.random(in: 0..<100, using: &random) {
            case 0..<35: try ask()
            case 35..<80: try answer()
            case 80..<92: try error()
            default: try again()
            }
        }
    }

    // MARK: - Rules

    private static func rule(_ random: inout SplitMix) throws -> NATRule {
        let lan = Translator.lan
        let internet = Translator.internet
        var match = RuleMatch()
        let inside = AddressMatch(
            prefix(
                random.one(of: [
                    "10.0.0.0/24", "10.0.0.0/24", "10.0.0.0/29", "10.0.0.0/30", "10.0.0.4/31",
                ])))
        switch Int.random(in: 0..<8, using: &random) {
        case 0, 1:
            match.source = inside
            return try NATRule(
                .masquerade(ports: nil), match, out: random.one(of: [internet, internet, lan, nil]))
        case 2:
            match.source = inside
            match.proto = ProtocolMatch([.tcp, .udp])
            return try NATRule(.masquerade(ports: ports("6000-6001")), match, out: internet)
        case 3, 4:
            match.source = inside
            let pool = range(
                random.one(of: [
                    "203.0.113.2", "203.0.113.16-203.0.113.19", "203.0.113.32-203.0.113.44",
                ]))
            var given: PortRange?
            // What a source has got before depends on the dice: with several addresses even which one it gets.
            if pool.first == pool.last, random.chance(70) {
                match.proto = ProtocolMatch([.udp, .tcp])
                given = ports(random.one(of: ["7000-7001", "7100-7299"]))
            }
            return try NATRule(
                .source(NATPool(addresses: pool, ports: given, isPersistent: random.chance(30))),
                match, out: random.one(of: [internet, nil]))
        case 5, 6:
            match.destination = AddressMatch(prefix("203.0.113.2"))
            match.proto = ProtocolMatch(random.one(of: [[.tcp], [.udp, .tcp]]))
            match.destinationPorts = PortSet(random.one(of: ["443", "53,443", "53-8443"])).map {
                PortMatch($0)
            }
            if random.chance(50) { match.links = [internet] }
            let pool = range(random.one(of: ["10.0.1.80", "10.0.1.80-10.0.1.83"]))
            let given = random.one(of: [nil, "8443", "8000-8002", "443-445"]).map { ports($0) }
            return try NATRule(
                .destination(
                    NATPool(addresses: pool, ports: given, isPersistent: random.chance(30))), match)
        default:
            if random.chance(70) { match.links = [internet] }
            return try NATRule(
                .oneToOne(inside: prefix("10.0.0.0/24"), outside: prefix("192.0.2.0/24")), match)
        }
    }

    // MARK: - Packets

    /// A packet that begins a flow, mostly; each host has ports of its own.
    private mutating func ask() throws {
        let isNear = random.chance(60)
        let host = Int.random(in: 1...6, using: &random)
        let source = address(isNear ? "10.0.0.\(host)" : "198.51.100.\(host)")
        let destination = address(
            random.one(
                of: isNear
                    ? ["198.51.100.1", "198.51.100.1", "198.51.100.2", "203.0.113.2", "192.0.2.3"]
                    : ["203.0.113.2", "203.0.113.2", "192.0.2.2", "203.0.113.17", "10.0.0.3"]))
        let own = UInt16((isNear ? 40_000 : 50_000) + host * 10 + random.one(of: [0, 1]))
        let (from, to) = (Port(rawValue: own), Port(rawValue: random.one(of: [53, 443])))
        let transport: PacketDraft.Transport =
            switch Int.random(in: 0..<20, using: &random) {
            case 0..<7: segment(from, to, random.chance(90) ? .syn : .ack)
            case 7..<12: .udp(source: from, destination: to)
            case 12..<16:
                .icmp(type: random.one(of: [8, 8, 8, 13]), code: 0, rest: UInt32(own) << 16)
            default: .other(.esp)
            }
        try send(
            PacketDraft(
                source: source, destination: destination, transport: transport, data: data()),
            isNear: isNear)
    }

    private mutating func data() -> [UInt8] {
        random.bytes(random.one(of: [0, 1, 2, 7, 40]))
    }

    private func segment(_ from: Port, _ to: Port, _ flags: TCPFlags) -> PacketDraft.Transport {
        let first: UInt32 = 0xFFFF_FE00
        return .tcp(
            source: from, destination: to, sequence: flags.contains(.syn) ? first : first + 1,
            acknowledgment: flags.contains(.ack) ? first + 1 : 0, flags: flags)
    }

    /// What the receiver of a packet that came out says.
    private mutating func answer() throws {
        guard let (packet, isNear) = seen.randomElement(using: &random) else { return }
        let fields = packet.fields
        var carried = data()
        let transport: PacketDraft.Transport
        if let flags = fields.tcpFlags, let from = fields.sourcePort,
            let to = fields.destinationPort
        {
            let natural: TCPFlags =
                flags.contains(.syn) && !flags.contains(.ack) ? [.syn, .ack] : .ack
            let given =
                random.chance(70)
                ? natural : random.one(of: [.syn, .ack, [.fin, .ack], .rst, [.rst, .ack]])
            if !given.contains(.ack) || given != .ack { carried = [] }
            transport = segment(to, from, given)
        } else if let from = fields.sourcePort, let to = fields.destinationPort {
            transport = .udp(source: to, destination: from)
        } else if let type = fields.icmpType, let identifier = packet.queryIdentifier {
            let reply: UInt8 = type == 8 ? 0 : type == 0 ? 8 : type == 13 ? 14 : 13
            transport = .icmp(type: reply, code: 0, rest: UInt32(identifier) << 16)
        } else if fields.proto == .esp {
            transport = .other(.esp)
        } else {
            return
        }
        try send(
            PacketDraft(
                source: fields.destination, destination: fields.source, transport: transport,
                data: carried), isNear: isNear)
    }

    /// Something that was sent before, as it was.
    private mutating func again() throws {
        let places = arrivals.indices.filter { !free.contains($0) }
        guard let place = places.randomElement(using: &random) else { return }
        let arrival = arrivals[place]
        try take(arrival.packet, isNear: arrival.isNear)
    }

    /// A message about a packet that came out, mostly from a router behind and mostly to its sender.
    private mutating func error() throws {
        guard let (about, isNear) = seen.randomElement(using: &random) else { return }
        var bytes = about.bytes
        if random.chance(10), bytes.count > 21 { bytes[21] ^= 0x80 }
        if random.chance(40) {
            let left = random.one(of: [1, 23, 27, 28, bytes.count - 1])
            bytes.removeLast(max(0, bytes.count - left))
        }
        let router = address(isNear ? "10.0.9.1" : "198.51.100.200")
        let source = random.chance(70) ? router : about.fields.destination
        try send(
            PacketDraft(
                source: source, destination: about.fields.source,
                transport: .icmpError(
                    type: random.one(of: [3, 3, 11, 12, 4, 5]), code: 0, about: bytes)),
            isNear: isNear)
    }

    private mutating func send(_ draft: PacketDraft, isNear: Bool) throws {
        try take(try draft.build(), isNear: isNear)
    }

    private mutating func take(_ untagged: Packet, isNear: Bool) throws {
        let place = arrivals.count
        let packet = try KernelTranslator.tagged(untagged, place)
        arrivals.append(KernelTranslator.Arrival(packet: packet, isNear: isNear))
        let way = router.pass(packet, on: isNear ? Translator.lan : Translator.internet)
        ways.append(way)
        note(way, router.changes)
        guard case .out(let out, let link) = way else { return }
        if isByDice {
            free.insert(place)
            return
        }
        seen.append((out, link == Translator.lan))
        if seen.count > 24 { seen.removeFirst() }
    }

    /// Whether the last packet got a source port by dice, or is of a flow that did.
    private var isByDice: Bool {
        mutating get {
            guard let change = router.changes.first(where: { $0.end == .source && !$0.isError })
            else { return false }
            let isOther =
                change.before.originator.port != change.after.originator.port
                || change.before.query != change.after.query
            if isOther, router.begins { diced.insert(change.before) }
            return diced.contains(change.before)
        }
    }

    private mutating func note(_ way: Translator.Way, _ changes: [NATChange]) {
        switch way {
        case .out: tally["out", default: 0] += 1
        case .own: tally["own", default: 0] += 1
        case .refused(let refusal): tally[refusal.rawValue, default: 0] += 1
        case .noRoom: tally["no-room", default: 0] += 1
        }
        for change in changes {
            let kind = change.isError ? "error" : change.rule == nil ? "known" : "rule"
            tally["\(kind) \(change.end)", default: 0] += 1
        }
        if changes.count == 2 { tally["both", default: 0] += 1 }
    }
}
