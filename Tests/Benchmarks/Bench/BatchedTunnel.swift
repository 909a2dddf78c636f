import EventLoop
import Timeline
import Tunnel
import Wire

/// Both ends of a tunnel and the loopback between them, a batch of packets at a time.
///
/// A batch is sealed into one buffer, sent, received, and each datagram opened with all its checks. With
/// gates there is a firewall before the seal and one behind the opening.
final class BatchedTunnel {
    private let near: TunnelEnd
    private let far: TunnelEnd
    private var nearSocket: BatchSocket
    private var farSocket: BatchSocket
    private let packets: [[UInt8]]
    private let sealedLength: Int
    private var batch: [UInt8] = []
    private var plaintext: [UInt8] = []
    private var gates: (near: Gate, far: Gate)?
    private var number = 0

    /// How many packets are sealed, sent and received together.
    static let batchCount = 64

    /// A tunnel for IP packets of `length` bytes.
    init(packetLength length: Int, way: BatchWay, gates: (near: Gate, far: Gate)? = nil) throws {
        let ends = try TunnelEnds()
        (near, far) = (ends.near, ends.far)
        nearSocket = try BatchSocket(port: 0, way: way)
        farSocket = try BatchSocket(port: 0, way: way, datagramLimit: 2_048)
        packets = try (0..<Self.batchCount).map { try Self.packet($0, length: length) }
        sealedLength = near.outbound.sealedLength(forPayload: length)
        batch.reserveCapacity(sealedLength * Self.batchCount)
        plaintext.reserveCapacity(sealedLength)
        self.gates = gates
        guard farSocket.safeWindow(forDatagramsOf: sealedLength) >= Self.batchCount else {
            throw Failure.silent("a receive buffer for a batch")
        }
    }

    /// How many datagrams the receiving socket dropped by its own counter.
    var droppedCount: Int { farSocket.droppedCount ?? -1 }

    /// The ways that the sockets really took.
    var ways: (sending: BatchWay, receiving: BatchWay) { (nearSocket.sending, farSocket.receiving) }

    /// The length of a packet when it is sealed, in bytes.
    var datagramLength: Int { sealedLength }

    /// Carries batches over one after the other.
    ///
    /// - Returns: Packets a second.
    func rate(batches: Int) throws -> Double {
        let far = far
        // Taken out for the while, so that it is neither copied nor watched.
        var plaintext: [UInt8] = []
        swap(&plaintext, &self.plaintext)
        defer { swap(&plaintext, &self.plaintext) }
        let start = System.nanoseconds()
        for _ in 0..<batches {
            if gates == nil {
                try sealAll(into: &batch)
                try transfer(batch) { Self.open($0, by: far, into: &plaintext) }
            } else {
                try judgeAndSealAll(into: &batch)
                try transfer(batch) { try openAndJudge($0, into: &plaintext) }
            }
        }
        let time = System.nanoseconds() - start
        return Double(batches * Self.batchCount) * 1e9 / Double(time)
    }

    /// The same without sockets: sealed and opened in the process.
    func rateWithoutSockets(batches: Int) throws -> Double {
        let far = far
        // Taken out for the while, so that it is neither copied nor watched.
        var plaintext: [UInt8] = []
        swap(&plaintext, &self.plaintext)
        defer { swap(&plaintext, &self.plaintext) }
        let start = System.nanoseconds()
        for _ in 0..<batches {
            try sealAll(into: &batch)
            let batch = batch
            for place in 0..<Self.batchCount {
                let range = place * sealedLength..<(place + 1) * sealedLength
                let isOpen = Self.open(
                    batch.span.extracting(range), by: far, into: &plaintext)
                guard isOpen else { throw Failure.lost(1) }
            }
        }
        let time = System.nanoseconds() - start
        return Double(batches * Self.batchCount) * 1e9 / Double(time)
    }

    /// Checks that what the gates counted adds up.
    func checkCounters() throws {
        guard let gates else { return }
        let (one, two) = (gates.near.counters, gates.far.counters)
        guard one.arrived == one.sealed, two.opened == one.sealed, two.delivered == two.opened,
            far.counters.delivered == UInt64(two.delivered)
        else { throw Failure.lost(one.arrived - two.delivered) }
    }

    private func sealAll(into batch: inout [UInt8]) throws {
        batch.removeAll(keepingCapacity: true)
        var sealed = 0
        let (near, packets) = (near, packets)
        batch.append(addingCapacity: sealedLength * Self.batchCount) { output in
            for packet in packets {
                let outcome = near.seal(
                    payload: packet.span, nextHeader: .ipv4, at: .start, appendingTo: &output)
                if case .sealed = outcome { sealed += 1 }
            }
        }
        guard sealed == Self.batchCount else { throw Failure.lost(Self.batchCount - sealed) }
    }

    /// Sends the batch, and hands over what arrives until all of it is there.
    private func transfer(
        _ batch: [UInt8], _ open: (Span<UInt8>) throws -> Bool
    ) throws {
        try nearSocket.send(batch.span, segment: sealedLength, to: farSocket.localPort)
        var missing = Self.batchCount
        while missing > 0 {
            var opened = 0
            var failure: (any Error)?
            let count = try farSocket.receive { bytes, _ in
                do {
                    if try open(bytes) { opened += 1 }
                } catch let error {
                    failure = error
                }
            }
            if let failure { throw failure }
            guard count > 0, opened == count else { throw Failure.lost(missing) }
            missing -= count
        }
    }

    private static func open(
        _ datagram: Span<UInt8>, by end: TunnelEnd, into plaintext: inout [UInt8]
    ) -> Bool {
        if case .opened = end.receive(datagram: datagram, at: .start, into: &plaintext) {
            return true
        }
        return false
    }

    private func judgeAndSealAll(into batch: inout [UInt8]) throws {
        gates?.near.takeEvents()
        gates?.far.takeEvents()
        batch.removeAll(keepingCapacity: true)
        var failure: (any Error)?
        batch.append(addingCapacity: sealedLength * Self.batchCount) { output in
            for bytes in packets {
                do {
                    let packet = try Packet.parse(bytes)
                    number += 1
                    guard gates?.near.pass(packet, number: number, at: .start) == true else {
                        continue
                    }
                    switch near.seal(
                        payload: packet.bytes.span, nextHeader: .ipv4, at: .start,
                        appendingTo: &output)
                    {
                    case .sealed(let sequence):
                        gates?.near.note(.sealed(number: number, sequence))
                    case .refused(let reason):
                        gates?.near.note(.dropped(number: number, reason))
                    }
                } catch let error {
                    failure = error
                }
            }
        }
        if let failure { throw failure }
    }

    private func openAndJudge(
        _ datagram: Span<UInt8>, into plaintext: inout [UInt8]
    ) throws -> Bool {
        switch far.receive(datagram: datagram, at: .start, into: &plaintext) {
        case .refused(let reason):
            gates?.far.note(.dropped(number: 0, reason))
            return false
        case .opened(let opened):
            let number = Int(opened.sequence.rawValue)
            gates?.far.note(.opened(number: number, opened.sequence))
            plaintext.removeLast(plaintext.count - opened.payload.upperBound)
            let packet = try Packet.parse(plaintext)
            guard gates?.far.pass(packet, number: number, at: .start) == true else { return false }
            gates?.far.note(.delivered(number: number))
            return true
        }
    }

    /// A UDP packet; each of a batch belongs to a flow of its own.
    private static func packet(_ number: Int, length: Int) throws -> [UInt8] {
        let draft = PacketDraft(
            source: .v4(IPv4Address(rawValue: 0x0A00_0007)),
            destination: .v4(IPv4Address(rawValue: 0x0A01_0009)),
            transport: .udp(
                source: Port(rawValue: UInt16(49_152 + number)),
                destination: Port(rawValue: 53)),
            data: [UInt8](
                repeating: 0x61, count: length - IPv4Header.length - UDPHeader.length))
        return try draft.build().bytes
    }
}
