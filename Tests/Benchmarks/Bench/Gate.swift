import Firewall
import Timeline
import Tunnel
import Wire

/// A firewall at one end of a tunnel, with everything that it counts and an event for each thing that
/// happens there.
struct Gate {
    /// What happened to a packet.
    enum Event {
        case arrived(number: Int, length: Int)
        case judged(number: Int, Verdict, ConnectionState)
        case sealed(number: Int, SequenceNumber)
        case opened(number: Int, SequenceNumber)
        case delivered(number: Int)
        case dropped(number: Int, DropReason)
    }

    /// What is made from the events, as the lab does it.
    struct Counters {
        fileprivate(set) var arrived = 0
        fileprivate(set) var allowed = 0
        fileprivate(set) var sealed = 0
        fileprivate(set) var opened = 0
        fileprivate(set) var delivered = 0
        fileprivate(set) var dropped = [Int](repeating: 0, count: DropReason.allCases.count)
    }

    private(set) var counters = Counters()
    private var rules: RuleSet
    private var flows = FlowTable()
    private var events: [Event] = []
    private let link = LinkName(rawValue: "lan-a")

    /// A list in which the packets of these figures get to its last rule.
    init() throws {
        rules = RuleSet()
        for number in 0..<Self.rules - 1 {
            let network = try Prefix(
                address: .v4(IPv4Address(rawValue: 0xC612_0000 + UInt32(number) << 8)), length: 24)
            _ = try rules.add(Rule(.deny, RuleMatch(source: AddressMatch(network))))
        }
        _ = try rules.add(Rule(.allow, RuleMatch(proto: ProtocolMatch([.udp]))))
        events.reserveCapacity(Self.kept)
    }

    /// Judges a packet and notes it in the flow table; false when it is stopped.
    mutating func pass(_ packet: Packet, number: Int, at now: Instant) -> Bool {
        note(.arrived(number: number, length: packet.bytes.count))
        let context = PacketContext(link: link, state: flows.state(of: packet, at: now))
        let verdict = rules.decide(packet.fields, context, at: now)
        rules.count(verdict, length: packet.bytes.count, at: now)
        note(.judged(number: number, verdict, context.state))
        guard verdict.action == .allow else {
            note(.dropped(number: number, .deniedByRule))
            return false
        }
        if case .full = flows.note(packet, at: now) {
            note(.dropped(number: number, .flowTableFull))
            return false
        }
        return true
    }

    mutating func note(_ event: Event) {
        switch event {
        case .arrived: counters.arrived += 1
        case .judged(_, let verdict, _): if verdict.action == .allow { counters.allowed += 1 }
        case .sealed: counters.sealed += 1
        case .opened: counters.opened += 1
        case .delivered: counters.delivered += 1
        case .dropped(_, let reason):
            if let place = DropReason.allCases.firstIndex(of: reason) {
                counters.dropped[place] += 1
            }
        }
        events.append(event)
    }

    /// Forgets the events, as whoever shows them does after each command.
    mutating func takeEvents() {
        events.removeAll(keepingCapacity: true)
    }

    /// How many rules there are.
    static let rules = 20
    private static let kept = 4_096
}
