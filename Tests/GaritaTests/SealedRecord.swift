import Cipher
import Network
import Testing
import Timeline
import Tunnel
import Wire

@testable import Fabric

/// Packets that an SA of any suite really sealed and opened, as the lab would remember them.
final class SealedRecords {
    private(set) var records: [PacketRecord] = []
    /// Where they crossed.
    let wire: SealedWire
    private let sender: OutboundSA
    private let receiver: InboundSA
    private let parameters: SAParameters

    init(
        _ parameters: SAParameters, spi: UInt32 = 0x1002, after last: UInt64 = 0,
        on wire: SealedWire = SealedWire()
    ) throws {
        self.wire = wire
        self.parameters = parameters
        let material = try KeyMaterial(
            seed: 1, label: "records", keyLength: parameters.suite.keyLength)
        var window = ReplayWindow(size: parameters.windowSize)
        if last > 0 { window.commit(SequenceNumber(rawValue: last)) }
        sender = try OutboundSA(
            spi: SPI(rawValue: spi), material: material, ledger: IVLedger(),
            parameters: parameters, lastSequence: SequenceNumber(rawValue: last))
        receiver = try InboundSA(
            spi: SPI(rawValue: spi), material: material, parameters: parameters, window: window)
    }

    /// A record of a UDP packet with so many bytes of data that left `gw-a` at a millisecond.
    ///
    /// One that is lost has used its sequence number all the same.
    @discardableResult
    func send(_ length: Int, at milliseconds: UInt64, isLost: Bool = false) throws -> PacketRecord {
        let number = records.count + 1
        let packet = try PacketDraft(
            source: #require(IPAddress("10.8.0.1")),
            destination: #require(IPAddress("10.8.0.2")),
            transport: .udp(source: Port(rawValue: 49_152), destination: Port(rawValue: 7)),
            data: [UInt8](repeating: 0x61, count: length)
        ).build()
        let isTunnel = parameters.mode == .tunnel
        let payload = Array(packet.bytes[(isTunnel ? 0 : packet.transportOffset)...])
        var datagram: [UInt8] = []
        let outcome = sender.seal(
            payload: payload.span, nextHeader: isTunnel ? .ipv4 : .udp, at: .start,
            into: &datagram)
        guard case .sealed(let sequence) = outcome else { throw Refused() }
        let topology = Topology.standard
        var record = PacketRecord(
            number: number, origin: .message(tunnel: "demo"), via: "demo", packet: packet)
        let sealed = Encapsulation(
            tunnel: "demo", sender: .client, length: datagram.count,
            form: ESPForm(sender, sequence, payload.span, isTunnel ? .ipv4 : .udp),
            sequence: sequence)
        let frame = try put(datagram, sealed, packet, from: milliseconds)
        func add(_ what: Step.Kind, _ node: NodeID, _ time: UInt64) {
            record.steps.append(
                Step(instant: .start + .milliseconds(time), node: node, what: what))
        }
        add(.entered, topology.gateA, milliseconds)
        add(.sealed(sealed), topology.gateA, milliseconds)
        add(.forwarded(frame: frame), topology.gateA, milliseconds)
        if isLost {
            _ = wire.log.settle(frame, .lost, at: .start + .milliseconds(milliseconds))
            add(.dropped(.lostOnLink), topology.gateA, milliseconds)
        } else {
            var plaintext: [UInt8] = []
            guard
                case .opened(let opened) = receiver.open(
                    datagram: datagram.span, at: .start, into: &plaintext)
            else { throw Refused() }
            wire.log.keep(plaintext: plaintext.span, of: frame)
            _ = wire.log.settle(frame, .arrived, at: .start + .milliseconds(milliseconds + 20))
            let taken = Decapsulation(
                tunnel: "demo", role: .server, mode: parameters.mode, length: opened.payload.count,
                sequence: opened.sequence, suite: sender.parameters.suite)
            add(.opened(taken), topology.gateB, milliseconds + 20)
            add(.delivered, topology.gateB, milliseconds + 20)
        }
        records.append(record)
        return record
    }

    /// Puts an ESP packet on the wire, with the outer header that it has there.
    private func put(
        _ datagram: [UInt8], _ sealed: Encapsulation, _ packet: Packet, from milliseconds: UInt64
    ) throws -> Int {
        let topology = Topology.standard
        let isTunnel = parameters.mode == .tunnel
        let ends = topology.addresses(from: .client)
        let outer = try PacketDraft(
            source: isTunnel ? ends.source : packet.fields.source,
            destination: isTunnel ? ends.destination : packet.fields.destination,
            transport: .udp(source: .udpEncapsulation, destination: .udpEncapsulation),
            data: datagram
        ).build()
        let direction = try #require(topology.way(from: topology.gateA, to: topology.gateB))
        return wire.log.add(
            Frame.Content(kind: .esp, packet: records.count + 1), direction,
            at: .start + .milliseconds(milliseconds), sealed, outer.bytes.span,
            headerLength: outer.bytes.count - datagram.count)
    }

    private struct Refused: Error {}
}

/// The frames of packets that several SAs sealed.
final class SealedWire {
    var log = FrameLog()
}

extension Topology {
    fileprivate var gateA: NodeID { NodeID(rawValue: 1) }
    fileprivate var gateB: NodeID { NodeID(rawValue: 2) }
}
