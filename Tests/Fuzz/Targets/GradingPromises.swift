import Firewall
import Reports
import Session
import Wire

/// What the grader promises about any submission.
///
/// It says what became of it, gives the same grade again, also where the network is put back and not made anew, and gives no point
/// that reading the rules one by one does not give: the packets of a check that passed are asked about one at a time.
package enum GradingPromises {
    private static let text = """
        exercise "Any submission"
        submission
        check 1 "no Telnet" expect none allow proto tcp to any port 23
        check 2 "HTTPS passes" expect none deny proto tcp from 10.0.0.0/24 to 10.1.0.0/24 port 443
        check 4 "only our own" expect none allow from not 10.0.0.0/8
        check 8 "nothing new by UDP" expect none allow proto udp state new
        check 16 "one packet" packet test 10.0.0.7 -> 10.1.0.20:443 expect allowed
        rule order last-match
        check 32 "from the end, too" expect none allow proto tcp to any port 23

        """

    /// Made once: it is the same for every input.
    private static let grader: Grader? = {
        let table = LanguagePromises.table
        return (try? Exercise(Array(text.utf8), file: "exercise", table)).map { Grader($0, table) }
    }()

    /// What a submission earns of 63 points; nil where it is not graded.
    package static func points(for bytes: [UInt8]) throws(BrokenPromise) -> Int? {
        guard let grader else { throw BrokenPromise("the exercise is read") }
        let result = try grade(bytes, at: GradingDesk(grader)).result
        return result.isGraded ? result.earned : nil
    }

    static func hold(for bytes: [UInt8]) throws(BrokenPromise) {
        guard let grader else { throw BrokenPromise("the exercise is read") }
        let desk = GradingDesk(grader)
        let graded = try grade(bytes, at: desk)
        let again = try grade(bytes, at: desk)
        let result = graded.result
        try promise(
            again.result.checks.map(\.outcome) == result.checks.map(\.outcome)
                && again.result.problem == result.problem,
            "a submission has one grade")
        try promise(result.earned <= result.points && result.checks.count == 6, "points are whole")
        guard result.isGraded, let rules = graded.rules.first else {
            return try promise(result.earned == 0, "what is not graded earns nothing")
        }
        var last = rules
        last.setOrder(.lastMatch)
        for (place, check) in result.checks.enumerated() where check.outcome == .passed {
            try hold(place, place == 5 ? last : rules, bytes)
        }
    }

    private static func grade(
        _ bytes: [UInt8], at desk: GradingDesk
    ) throws(BrokenPromise) -> GradedSubmission {
        do {
            return try desk.grade(bytes, name: "any", keeping: true) { false }
        } catch {
            throw BrokenPromise("the exercise's own commands are carried out")
        }
    }

    // MARK: - The reference

    /// Whether a check's claim is about a packet, and what it must be then.
    private static func wanted(_ check: Int, _ packet: PacketFields, _ state: ConnectionState)
        -> Bool?
    {
        let (tcp, udp) = (packet.proto == .tcp, packet.proto == .udp)
        let port = packet.destinationPort?.rawValue
        switch check {
        case 0, 5: return tcp && port == 23 ? false : nil
        case 1:
            let isAsked =
                tcp && port == 443 && isIn(packet.source, 0x0A00_0000, 24)
                && isIn(packet.destination, 0x0A01_0000, 24)
            return isAsked ? true : nil
        case 2: return isIn(packet.source, 0x0A00_0000, 8) ? nil : false
        case 3: return udp && state == .new ? false : nil
        default: return nil
        }
    }

    private static func isIn(_ address: IPAddress, _ prefix: UInt32, _ length: Int) -> Bool {
        guard case .v4(let address) = address else { return false }
        return (address.rawValue ^ prefix) >> UInt32(32 - length) == 0
    }

    /// Asks about packets at the ends of what rules and check are about.
    private static func hold(
        _ check: Int, _ rules: RuleSet, _ bytes: [UInt8]
    ) throws(BrokenPromise) {
        let pool = Pool(rules)
        var draw = Draw(bytes)
        for _ in 0..<samples {
            let (source, destination) = (draw.one(of: pool.addresses), draw.one(of: pool.addresses))
            let proto = draw.one(of: [IPProtocol.tcp, .tcp, .udp, .icmp])
            let hasPorts = proto != .icmp
            let packet = PacketFields(
                source: source, destination: destination, proto: proto,
                sourcePort: hasPorts ? draw.one(of: pool.ports) : nil,
                destinationPort: hasPorts ? draw.one(of: pool.ports) : nil,
                icmpType: hasPorts ? nil : 8, icmpCode: hasPorts ? nil : 0,
                tcpFlags: proto == .tcp ? .syn : nil, totalLength: proto == .tcp ? 40 : 28)
            let state = draw.one(of: [ConnectionState.new, .new, .established, .invalid])
            guard let wanted = wanted(check, packet, state) else { continue }
            let context = PacketContext(
                link: draw.one(of: rules.links), out: draw.one(of: rules.links), state: state)
            let verdict = rules.decideByReading(packet, context)
            try promise(
                (verdict.action == .allow) == wanted,
                "check \(check) passed, and \(packet) is decided otherwise: \(verdict)")
        }
    }

    private static let samples = 400
}

/// Values at which rules begin and end, and those beside them.
private struct Pool {
    private(set) var addresses: [IPAddress] = []
    private(set) var ports: [Port] = []

    init(_ rules: RuleSet) {
        for value: UInt32 in [
            0x0A00_0000, 0x0A00_0007, 0x0A00_00FF, 0x0A00_0100, 0x0A01_0000, 0x0A01_0014,
            0x0A01_00FF, 0x0AFF_FFFF, 0x0B00_0000, 0x09FF_FFFF, 0xCB00_7109,
        ] {
            addresses.append(.v4(IPv4Address(rawValue: value)))
        }
        for value: UInt16 in [22, 23, 24, 80, 442, 443, 444, 40_000] {
            ports.append(Port(rawValue: value))
        }
        for entry in rules.entries.prefix(32) {
            for match in [entry.rule.match.source, entry.rule.match.destination].compactMap({ $0 })
            {
                for span in match.spans4.prefix(8) {
                    for value in [span.low, span.high] {
                        addresses.append(.v4(IPv4Address(rawValue: value)))
                    }
                }
            }
            for match in [entry.rule.match.sourcePorts, entry.rule.match.destinationPorts]
                .compactMap({ $0 })
            {
                for span in match.spans.prefix(8) {
                    ports += [Port(rawValue: span.low), Port(rawValue: span.high)]
                }
            }
        }
    }
}

/// Choices that depend on the input alone: a linear congruential generator.
private struct Draw {
    private var state: UInt64

    init(_ bytes: [UInt8]) {
        state = bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    mutating func one<Value>(of values: [Value]) -> Value {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return values[Int((state >> 33) % UInt64(values.count))]
    }
}
