import Cipher
import Testing
import Timeline
import Tunnel
import Wire

@testable import Fabric

/// Packets that an SA of any suite really sealed and opened, as the lab would remember them.
final class SealedRecords {
    private(set) var records: [PacketRecord] = []
    private let sender: OutboundSA
    private let receiver: InboundSA
    private let parameters: SAParameters

    init(_ parameters: SAParameters, spi: UInt32 = 0x1002, after last: UInt64 = 0) throws {
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
    func send(
        _ length: Int, at milliseconds: UInt64, isLost: Bool = false
    ) throws -> PacketRecord {
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
        func add(_ what: Hop.Kind, _ node: NodeID, _ time: UInt64) {
            record.hops.append(
                Hop(instant: .start + .milliseconds(time), node: node, what: what))
        }
        add(.entered, topology.clientGateway, milliseconds)
        let sealing = Sealing(
            tunnel: "demo", role: .client, datagram: datagram,
            form: SealingForm(sender, sequence, payload: payload.count))
        add(.sealed(sealing), topology.clientGateway, milliseconds)
        if isLost {
            add(.dropped(.lostOnLink), topology.clientGateway, milliseconds)
        } else {
            var plaintext: [UInt8] = []
            guard
                case .opened(let opened) = receiver.open(
                    datagram: datagram.span, at: .start, into: &plaintext)
            else { throw Refused() }
            let opening = Opening(
                tunnel: "demo", role: .server, plaintext: plaintext, payload: opened.payload,
                sequence: opened.sequence, suite: sender.parameters.suite)
            add(.opened(opening), topology.serverGateway, milliseconds + 20)
            add(.delivered, topology.serverGateway, milliseconds + 20)
        }
        records.append(record)
        return record
    }

    private struct Refused: Error {}
}
