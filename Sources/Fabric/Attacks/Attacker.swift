import Cipher
import EventLoop
import Timeline
package import Tunnel
package import Wire

/// Somebody on the wire between the gateways who attacks the ends of tunnels.
///
/// He has what an eavesdropper has, the recorded frames, and none of the keys. What he sends are frames like
/// all others: the wire delays and loses them, and the real ends judge them.
package final class Attacker {
    /// Whose network it is.
    unowned let fabric: Fabric
    private var numberOfKeys = 0

    /// Somebody who has sent nothing yet.
    init(_ fabric: Fabric) {
        self.fabric = fabric
    }

    /// A name for the next thing that he draws, so that no two are alike under one seed.
    func nextLabel(_ purpose: String) -> String {
        numberOfKeys += 1
        return "attack \(purpose) \(numberOfKeys)"
    }

    // MARK: - One datagram

    /// Sends one datagram to the end that it is meant for.
    ///
    /// When it passes every check, which takes a packet that the peer sealed and that has not arrived, the
    /// packet inside gets a number of its own and goes on its way.
    ///
    /// - Throws: `FabricFault` when the packet was never sealed, its tunnel is not open, or the datagram has no
    ///   such bit or length; then nothing was sent.
    package func carryOut(_ attack: Attack) throws(FabricFault) -> AttackReport {
        let datagram = try datagram(of: attack)
        let peer = datagram.target
        // What is still under way comes first, so that nothing but the attack moves a counter.
        try fabric.run()
        // A changed SPI can be that of another SA, which then judges it.
        let original = datagram.original.map { Array($0.datagram) }
        let spis = [datagram.bytes, original].compactMap { $0.flatMap(Self.spi) }
        let wasAccepted = original.map(isAccepted) ?? false
        let before = EndState(of: peer.end, spis: spis)
        let frame = try send(datagram, attack.kind)
        try fabric.run()
        let sent = frame.flatMap { fabric.frames.last(of: $0) }
        return AttackReport(
            attack: attack,
            target: AttackReport.Target(
                tunnel: datagram.tunnel, role: peer.role,
                suite: peer.end.inbound.parameters.suite),
            datagram: datagram.bytes, original: original, wasAccepted: wasAccepted, frame: sent,
            before: before, after: EndState(of: peer.end, spis: spis))
    }

    /// A datagram that is to be sent.
    struct Datagram {
        let tunnel: String
        /// Whom it is meant for.
        let target: LocalPeer
        let bytes: [UInt8]
        /// The frame that it was made from.
        var original: FrameImage?
    }

    /// Puts a datagram on the wire; its outer header is that of the frame that it was made from, or pretends to
    /// come from the other gateway.
    @discardableResult
    func send(_ datagram: Datagram, _ kind: AttackKind) throws(FabricFault) -> Int? {
        try prepare()
        var content = Frame.Content(kind: .attack(kind))
        content.original = datagram.original?.frame.number
        // Of a whole copy the ends know what they know of the recorded one.
        let known = kind.isCopy ? datagram.original?.frame.encapsulation : nil
        return fabric.carrier.put(
            datagram.bytes.span, content,
            Encapsulation(
                tunnel: datagram.tunnel, sender: datagram.target.role.peer,
                length: datagram.bytes.count, form: known?.form, sequence: known?.sequence),
            behind: datagram.original.map(OuterHeader.init(keptOf:)))
    }

    /// Gets him a socket, the first time that there is something to send.
    func prepare() throws(FabricFault) {
        do {
            try fabric.carrier.prepareOutsider()
        } catch {
            throw .system(error)
        }
    }

    /// The SPI at the beginning of a datagram, when it is long enough for one.
    static func spi(of datagram: [UInt8]) -> SPI? {
        datagram.count < ESPHeader.length
            ? nil : SPI(rawValue: datagram.span.uint32(at: ESPHeader.Offset.spi))
    }

    /// Whether a datagram, or a copy of it, has passed every check at some time that the log remembers.
    private func isAccepted(_ datagram: [UInt8]) -> Bool {
        fabric.frames.kept.contains { frame in
            frame.fate == .arrived && frame.payload.count == datagram.count
                && frame.encapsulation != nil
                && fabric.frames.image(of: frame.number).map { Array($0.datagram) } == datagram
        }
    }

    // MARK: - Making the datagram

    private func datagram(of attack: Attack) throws(FabricFault) -> Datagram {
        switch attack {
        case .replay(let number): try copy(of: number) { $0 }
        case .flip(let number, let bit):
            try copy(of: number) { datagram throws(FabricFault) in
                guard bit < datagram.count * 8 else {
                    throw .noSuchBit(bit, last: datagram.count * 8 - 1)
                }
                var flipped = datagram
                flipped[bit / 8] ^= 0x80 >> UInt8(bit % 8)
                return flipped
            }
        case .truncation(let number, let length):
            try copy(of: number) { datagram throws(FabricFault) in
                guard length < datagram.count else {
                    throw .noSuchCut(length, last: datagram.count - 1)
                }
                return Array(datagram[..<length])
            }
        case .forgery(let name): try forgery(in: name) { $0.inbound.spi }
        case .unknownSPI(let name): try forgery(in: name) { _ in fabric.tunnels.unusedSPI }
        }
    }

    private func copy(
        of number: Int, _ change: ([UInt8]) throws(FabricFault) -> [UInt8]
    ) throws(FabricFault) -> Datagram {
        guard let record = fabric.log[number], let (tunnel, sender) = record.seal else {
            throw .neverSealed(number)
        }
        let target = try fabric.tunnels.local(sender.peer, of: tunnel)
        let frame = record.sealedFrame ?? record.openedFrame
        guard let image = frame.flatMap(fabric.frames.image) else {
            throw .frameForgotten(packet: number)
        }
        return Datagram(
            tunnel: tunnel, target: target, bytes: try change(Array(image.datagram)),
            original: image)
    }

    private func forgery(
        in name: String, _ spi: (TunnelEnd) -> SPI
    ) throws(FabricFault) -> Datagram {
        let tunnel = try fabric.tunnels.tunnel(name)
        let target = tunnel.target
        var parameters = target.end.inbound.parameters
        parameters.lifetime = SALifetime()
        // The next one that it waits for; when there is none any more, the last one again.
        let last = parameters.isExtended ? UInt64.max : UInt64(UInt32.max)
        let newest =
            tunnel.local(target.role.peer)?.end.outbound.lastSequence
            ?? target.end.inbound.window.highest
        let sequence = min(newest.rawValue, last - 1)
        let packet = try Fabric.build(
            PacketDraft(
                source: Fabric.clientAddress, destination: Fabric.serverAddress,
                transport: .udp(source: Self.discardPort, destination: Fabric.echoPort),
                data: Array("forged".utf8)))
        var bytes: [UInt8] = []
        do {
            let material = try fabric.tunnels.keys.material(
                label: nextLabel("forge \(name)"), for: parameters.suite)
            let forger = try OutboundSA(
                spi: spi(target.end), material: material, ledger: IVLedger(),
                parameters: parameters, lastSequence: SequenceNumber(rawValue: sequence))
            _ = forger.seal(
                payload: packet.bytes.span, nextHeader: .ipv4, at: .start, into: &bytes)
        } catch {
            throw .cipher(error)
        }
        return Datagram(tunnel: name, target: target, bytes: bytes)
    }

    /// The port of the discard service (RFC 863).
    static let discardPort = Port(rawValue: 9)

    // MARK: - Misuse

    /// Seals two texts with one IV under a key that is made for it alone; no SA of the tunnel has a part in it.
    ///
    /// - Throws: `FabricFault` when the tunnel is not open or a text is too long.
    package func reuseIV(
        in name: String, for first: [UInt8], and second: [UInt8]
    ) throws(FabricFault) -> NonceMisuse {
        let suite = try fabric.tunnels.tunnel(name).speaker.end.outbound.parameters.suite
        let longest = max(first.count, second.count)
        guard longest <= Fabric.messageLimit else {
            throw .messageTooLarge(bytes: longest, limit: Fabric.messageLimit)
        }
        do {
            let material = try fabric.tunnels.keys.material(
                label: nextLabel("reuse-iv \(name)"), for: suite)
            return try NonceMisuse(of: first, and: second, material: material, suite: suite)
        } catch {
            throw .cipher(error)
        }
    }
}

extension Attack {
    /// What is done to make its datagram.
    fileprivate var kind: AttackKind {
        switch self {
        case .replay: .replay
        case .flip: .flip
        case .truncation: .truncation
        case .forgery: .forgery
        case .unknownSPI: .unknownSPI
        }
    }
}

extension Tunnel {
    /// Whom an attacker can send something to: the server's end, or the one that is here.
    var target: LocalPeer { local(.server) ?? speaker }
}

extension PacketRecord {
    /// The tunnel through which it crossed in ESP, and the end that sealed it, here or in another process.
    fileprivate var seal: (tunnel: String, sender: TunnelRole)? {
        if let encapsulation { return (encapsulation.tunnel, encapsulation.sender) }
        guard let decapsulation, openedFrame != nil else { return nil }
        return (decapsulation.tunnel, decapsulation.role.peer)
    }
}

extension FrameImage {
    /// The addresses of the outermost IP header.
    package var addresses: (source: IPAddress, destination: IPAddress)? {
        (try? IPHeader.parse(bytes.span)).map { ($0.source, $0.destination) }
    }
}

extension ManualKeys {
    /// Material that belongs to no tunnel, drawn as every other key of the lab.
    ///
    /// - Throws: `CipherFault` when libcrypto can't make it.
    func material(label: String, for suite: ESPSuite) throws(CipherFault) -> KeyMaterial {
        guard let seed else { return try KeyMaterial(from: .system, keyLength: suite.keyLength) }
        return try KeyMaterial(seed: seed, label: label, keyLength: suite.keyLength)
    }
}
