import Captures
import Cipher
import EventLoop
@testable import Fabric
import Firewall
@testable import Network
import Timeline
import Tunnel
import Wire

/// Addresses and packets that tests keep asking for.
enum Lab {
    static let source = IPAddress.v4(IPv4Address(rawValue: 0x0A00_0007))
    static let destination = IPAddress.v4(IPv4Address(rawValue: 0x0A01_0009))
    static let source6 = IPAddress.v6(IPv6Address(rawValue: 0x2001_0db8 << 96 | 7))
    static let destination6 = IPAddress.v6(IPv6Address(rawValue: 0x2001_0db8 << 96 | 9))
    static let stranger = IPAddress.v4(IPv4Address(rawValue: 0x0A63_0001))
    static let stranger6 = IPAddress.v6(IPv6Address(rawValue: 0x2001_0db8 << 96 | 0x63_0001))
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
    /// Lets every link take the longest packets that there are.
    func widen() throws {
        var net = topology
        for link in net.linkIDs { try net.setMTU(Link.mostMTU, of: link) }
        try update(to: net)
    }
}

extension Topology {
    var siteA: NodeID { NodeID(rawValue: 0) }
    var gateA: NodeID { NodeID(rawValue: 1) }
    var gateB: NodeID { NodeID(rawValue: 2) }
    var siteB: NodeID { NodeID(rawValue: 3) }
}

extension Origin {
    /// Where packets begin that come over a link of the standard network, to gw-a if nothing else is said.
    static func over(_ name: String, to gateway: NodeID = Topology.standard.gateA) -> Origin {
        Topology.standard.link(named: name).map { .beyond($0, of: gateway) } ?? .source
    }
}

extension Fabric {
    /// What each gateway decides by.
    var gateways: [Gateway] {
        get { topology.gateways.map { self[$0] } }
        set { for gateway in newValue { self[gateway.node] = gateway } }
    }

    /// The policies of each gateway.
    var policyTables: [PolicyTable] { topology.gateways.map { policies(of: $0) } }

    /// The name of the link over which packets come to a gateway of which nobody says more.
    func entranceLink(of gateway: NodeID) -> String? {
        topology.entrance(of: gateway).map { topology.name(of: $0) }
    }

    /// The rules of gw-a.
    var firewall: RuleSet {
        get { gateways[0].firewall }
        set { gateways[0].firewall = newValue }
    }

    /// What happened to a packet, one word and one time for each step.
    func way(_ number: Int) -> [String] {
        (log[number]?.steps ?? []).compactMap { step in
            if case .forwarded = step.what { return nil }
            let what =
                switch step.what {
                case .entered: "entered"
                case .arrived: "arrived"
                case .judged: "judged"
                case .contradicted(let why): "not from \(why.link)"
                case .forwarded(let frame): "frame \(frame)"
                case .sealed: "sealed"
                case .opened: "opened"
                case .delivered: "delivered"
                case .departed: "departed"
                case .translated(let change): "\(change.end) translated"
                case .fragmented(let count, _): "\(count) fragments"
                case .joined(let count): "joined \(count)"
                case .clamped(let change): "clamped \(change.after)"
                case .selected(let policy): "\(policy.action)"
                case .outer(.judged(let verdict)): "outer \(verdict.action)"
                case .outer(.translated(let change)): "outer \(change.end) translated"
                case .dropped(let reason): reason.rawValue
                case .impaired(let effect): "\(effect.link) \(effect.kind)"
                case .answered(let number): "answered by \(number)"
                case .unanswered: "unanswered"
                }
            return "\(topology.name(of: step.node)) \(what) \(step.instant)"
        }
    }

    /// The record of a packet; unlike in `log[try send(...)]`, the packet is sent before the log is read.
    func record(_ number: Int) -> PacketRecord? { log[number] }

    /// Takes everything that waits at a peer's socket: on a busy machine something may be left when the lab's
    /// patience ends.
    func clear(_ peer: LocalPeer) throws {
        var before = UInt64.max
        while before != counters.strangers {
            before = counters.strangers
            try socketReady(peer.socketID)
        }
    }

    /// Records what is put on links from now on.
    func startCapture() -> Capture {
        let capture = Capture(of: topology)
        add(capture)
        return capture
    }

    /// The ESP packet in which a packet crossed.
    func datagram(of number: Int) -> [UInt8]? {
        log[number]?.sealedFrame.flatMap(frames.image).map { Array($0.datagram) }
    }

    /// Whether every packet that was made has ended, in a delivery or a drop.
    var addsUp: Bool {
        counters.underway == 0 && counters.made == counters.delivered + counters.dropped
            && loop.inFlight == 0
    }
}

/// Somebody who listens to a network, from its beginning on.
final class Listener {
    private var cursor = Cursor()

    /// What happened since he was asked last.
    func hear(_ fabric: Fabric) -> [Happening] {
        var heard: [Happening] = []
        fabric.read(&cursor) { heard.append($0) }
        return heard
    }
}

extension Happening {
    /// The stranger's datagram, if it is one.
    func stranger(in fabric: Fabric) -> Frame? {
        guard case .frame(let number) = self, let frame = fabric.frames[number],
            frame.kind == .foreign
        else { return nil }
        return frame
    }
}
