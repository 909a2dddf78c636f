import Cipher
import EventLoop
import Fabric
import Firewall
import Timeline
import Tunnel
import Wire

/// Addresses and packets that tests keep asking for.
enum Lab {
    static let source = IPAddress.v4(IPv4Address(rawValue: 0x0A00_0007))
    static let destination = IPAddress.v4(IPv4Address(rawValue: 0x0A01_0009))
    static let source6 = IPAddress.v6(IPv6Address(rawValue: 0x2001_0db8 << 96 | 7))
    static let destination6 = IPAddress.v6(IPv6Address(rawValue: 0x2001_0db8 << 96 | 9))
    static let key = [UInt8](0..<32)

    /// A lab whose firewall lets everything pass.
    static func open(patience: Duration = .seconds(2)) -> Fabric {
        let fabric = Fabric(loop: EventLoop(patience: patience))
        fabric.firewall.setDefault(.allow)
        return fabric
    }

    static func udp(_ data: [UInt8] = Array("hola".utf8)) -> PacketDraft {
        PacketDraft(
            source: source, destination: destination,
            transport: .udp(source: Port(rawValue: 40_000), destination: Port(rawValue: 53)),
            data: data)
    }

    static func udp6(_ data: [UInt8] = Array("hola".utf8)) -> PacketDraft {
        PacketDraft(
            source: source6, destination: destination6,
            transport: .udp(source: Port(rawValue: 40_000), destination: Port(rawValue: 53)),
            data: data)
    }
}

extension Fabric {
    /// The rules of gw-a.
    var firewall: RuleSet {
        get { gateways[0].firewall }
        set { gateways[0].firewall = newValue }
    }

    /// What happened to a packet, one word and one time for each step.
    func way(_ number: Int) -> [String] {
        (log[number]?.hops ?? []).map { hop in
            let what =
                switch hop.what {
                case .entered: "entered"
                case .arrived: "arrived"
                case .judged: "judged"
                case .sealed: "sealed"
                case .opened: "opened"
                case .delivered: "delivered"
                case .departed: "departed"
                case .selected(let policy): "\(policy.action)"
                case .dropped(let reason): reason.rawValue
                case .impaired(let effect): "\(effect.link) \(effect.kind)"
                case .answered(let number): "answered by \(number)"
                case .unanswered: "unanswered"
                }
            return "\(topology.nodes[hop.node.rawValue].name) \(what) \(hop.instant)"
        }
    }

    /// The record of a packet; unlike in `log[try send(...)]`, the packet is sent before the log is read.
    func record(_ number: Int) -> PacketRecord? { log[number] }

    /// Whether every packet that was made has ended, in a delivery or a drop.
    var addsUp: Bool {
        counters.underway == 0 && counters.made == counters.delivered + counters.dropped
            && loop.inFlight == 0
    }
}

extension FabricEvent {
    /// The stranger of the event, if it is one.
    var stranger: StrangerDatagram? {
        guard case .stranger(let stranger) = self else { return nil }
        return stranger
    }
}
