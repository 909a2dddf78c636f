import Chance
import Network
import Testing
import Tunnel
import Wire

@testable import Fabric

/// A packet that crosses through a tunnel: as it was on the wire, and as it came out.
struct Crossing {
    let fabric: Fabric
    let number: Int
    /// What went in.
    let packet: Packet

    /// Sends a packet through a new tunnel.
    init(
        of packet: Packet, _ parameters: SAParameters,
        on prepare: (Fabric) throws -> Void = { _ in }
    ) throws {
        let fabric = Lab.open()
        var plan = TunnelPlan(name: "demo", keys: .given(Lab.key))
        plan.parameters = parameters
        _ = try fabric.open(plan)
        try prepare(fabric)
        self.fabric = fabric
        self.packet = packet
        let start = try #require(fabric.topology.firstSite)
        number = fabric.launch(packet, .sent, via: "demo", from: start)
        try fabric.run()
    }

    /// Puts a packet on the wire that the client end sealed, behind an outer header of the caller's.
    init(of packet: Packet, _ parameters: SAParameters, behind header: OuterHeader) throws {
        let fabric = Lab.open()
        var plan = TunnelPlan(name: "demo", keys: .given(Lab.key))
        plan.parameters = parameters
        _ = try fabric.open(plan)
        let (tunnel, client, _) = try fabric.tunnels.whole("demo")
        self.fabric = fabric
        self.packet = packet
        number = fabric.history.enter(packet, .sent, via: "demo", at: client.node)
        let transit = Transit(number: number, packet: packet, via: "demo", goal: nil)
        let encapsulation = try #require(fabric.walker.seal(transit, at: client, of: tunnel))
        let sealed = fabric.walker.sealed
        fabric.carrier.put(
            sealed.span, Frame.Content(kind: .esp, packet: number), encapsulation, behind: header,
            carrying: transit)
        try fabric.run()
    }

    var record: PacketRecord? { fabric.log[number] }

    /// The frame on the wire.
    var wire: FrameImage? { record?.sealedFrame.flatMap(fabric.frames.image) }

    /// Its outer header.
    var outer: IPHeader? { wire.flatMap { try? IPHeader.parse($0.bytes.span) } }

    /// The packet that was delivered; nil where none was.
    var delivered: [UInt8]? {
        guard let record, record.isDelivered else { return nil }
        return record.frames.last.flatMap(fabric.frames.image)?.bytes
    }

    /// The end that receives.
    var server: TunnelEnd? { fabric.tunnels["demo"]?.local(.server)?.end }
    /// The end that seals.
    var client: TunnelEnd? { fabric.tunnels["demo"]?.local(.client)?.end }
}

/// Packets with headers that no command can ask for.
enum Headers {
    /// An IPv4 packet with UDP, whose header is changed.
    static func v4(
        _ change: (inout IPv4Header) -> Void = { _ in }, data: [UInt8] = Array("hola".utf8)
    ) throws -> Packet {
        let plain = try Lab.udp(data).build()
        guard case .v4(var header) = try IPHeader.parse(plain.bytes.span) else {
            throw WireFault.badVersion
        }
        change(&header)
        let payload = plain.bytes[plain.transportOffset...]
        header.totalLength = UInt16(header.headerLength + payload.count)
        var bytes: [UInt8] = []
        header.write(to: &bytes)
        IPv4Header.fillChecksum(of: 0..<bytes.count, in: &bytes)
        return try Packet.parse(bytes + payload)
    }

    /// An IPv6 packet with UDP, whose header is changed, behind extension headers.
    static func v6(
        _ change: (inout IPv6Header) -> Void = { _ in },
        behind extensions: [(IPProtocol, [UInt8])] = [], data: [UInt8] = Array("hola".utf8)
    ) throws -> Packet {
        let plain = try Lab.udp6(data).build()
        guard case .v6(var header) = try IPHeader.parse(plain.bytes.span) else {
            throw WireFault.badVersion
        }
        change(&header)
        header.nextHeader = extensions.first?.0 ?? .udp
        var rest: [UInt8] = []
        for (place, (_, body)) in extensions.enumerated() {
            let next = place + 1 < extensions.count ? extensions[place + 1].0 : .udp
            rest += [next.rawValue] + body
        }
        rest += plain.bytes[plain.transportOffset...]
        header.payloadLength = UInt16(rest.count)
        var bytes: [UInt8] = []
        header.write(to: &bytes)
        return try Packet.parse(bytes + rest)
    }

    /// What stands behind the next header of an extension header whose options are padding.
    static let padded: [UInt8] = [0, 1, 4, 0, 0, 0, 0]
    /// The same of a routing header that has been used up (RFC 8200 section 4.4).
    static let routed: [UInt8] = [2, 2, 0] + [UInt8](repeating: 0, count: 20)
    /// The same of a fragment header: offset in units of 8 bytes, and whether more follow.
    static func fragment(_ offset: UInt16, more: Bool) -> [UInt8] {
        let field = offset << 3 | (more ? 1 : 0)
        return [0, UInt8(field >> 8), UInt8(truncatingIfNeeded: field), 0, 0, 0, 9]
    }

    /// A packet of either family with whatever its header can have.
    static func random(_ random: inout SplitMix) throws -> Packet {
        let data = [UInt8](repeating: 7, count: .random(in: 0...300, using: &random))
        let trafficClass = UInt8.random(in: 0 ... .max, using: &random)
        let number = UInt32.random(in: 0 ... .max, using: &random)
        if Bool.random(using: &random) {
            return try v4(
                {
                    $0.differentiatedServices = trafficClass
                    $0.identification = UInt16(truncatingIfNeeded: number)
                    $0.flags = number & 1 == 0 ? .dontFragment : []
                    $0.timeToLive = UInt8(truncatingIfNeeded: number >> 16)
                    $0.options = [UInt8](repeating: 1, count: 4 * Int(number >> 24 % 11))
                }, data: data)
        }
        let known: [(IPProtocol, [UInt8])] = [
            (.hopByHop, padded), (.destinationOptions, padded), (.routing, routed),
            (.fragmentHeader, fragment(0, more: false)), (.destinationOptions, padded),
        ]
        return try v6(
            {
                $0.trafficClass = trafficClass
                $0.flowLabel = number & 0xFFFFF
                $0.hopLimit = UInt8(truncatingIfNeeded: number >> 24)
            }, behind: known.filter { _ in Bool.random(using: &random) }, data: data)
    }
}
