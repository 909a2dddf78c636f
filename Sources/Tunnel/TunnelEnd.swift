package import Cipher
package import Timeline
package import Wire

/// One end of a tunnel: the SA that it sends by, those that it receives by, and the sorting of what
/// arrives at its UDP port.
package final class TunnelEnd {
    /// Which end it is.
    package let role: TunnelRole
    /// The SA that this end sends by.
    package var outbound: OutboundSA { sender }
    /// The SAs that this end receives by: the one that the peer sends by now, then older ones that are
    /// kept for what is still under way.
    package var inbounds: [InboundSA] { receivers }
    /// The key and salt that this end seals with, kept for whoever wants to decrypt a capture, and for
    /// making the next ones.
    package private(set) var outboundMaterial: KeyMaterial
    /// The key and salt that the peer seals with now, as this end knows them.
    package private(set) var inboundMaterial: KeyMaterial
    /// What became of everything that arrived or was to be sent.
    package var counters: TunnelCounters { TunnelCounters(totals, refusals) }
    /// What the SAs before the present ones carried.
    package var earlier: (sealed: TrafficCount, opened: TrafficCount) { totals.earlier }
    private let ledger: IVLedger
    // Private and apart from each other, so that the compiler proves for the usual packet what would else be
    // checked at run time (exclusive access).
    private var sender: OutboundSA
    private var receivers: [InboundSA]
    private var totals = TunnelCounters.Totals()
    private var refusals = TunnelCounters.Refusals()

    /// How one direction of a tunnel is protected.
    package struct Direction: ~Copyable {
        let spi: SPI
        let material: KeyMaterial
        let parameters: SAParameters
        let lastSequence: SequenceNumber

        /// An SA to be made, of which the numbers up to `lastSequence` are used up: the next packet carries
        /// the one after it, and the receiver has followed so far.
        package init(
            spi: SPI, material: consuming KeyMaterial,
            parameters: SAParameters = SAParameters(),
            lastSequence: SequenceNumber = SequenceNumber(rawValue: 0)
        ) {
            self.spi = spi
            self.material = material
            self.parameters = parameters
            self.lastSequence = lastSequence
        }
    }

    /// An end that sends by one SA and receives by another, both made at `birth`.
    ///
    /// The other end has them exchanged, and the same ledger. Neither SPI may be a reserved one (RFC 4303
    /// section 2.1).
    ///
    /// - Throws: `keyLength` unless the keys are as long as their suites ask, or `algorithmUnavailable`.
    package init(
        role: TunnelRole, outbound: consuming Direction, inbound: consuming Direction,
        ledger: IVLedger, birth: Instant = .start
    ) throws(CipherFault) {
        self.role = role
        self.ledger = ledger
        let made = try Self.associations(outbound, inbound, ledger, birth)
        sender = made.outbound
        receivers = [made.inbound]
        outboundMaterial = outbound.material.copy()
        inboundMaterial = inbound.material.copy()
    }

    private static func associations(
        _ outbound: borrowing Direction, _ inbound: borrowing Direction, _ ledger: IVLedger,
        _ birth: Instant
    ) throws(CipherFault) -> (outbound: OutboundSA, inbound: InboundSA) {
        precondition(
            !outbound.spi.isReserved && !inbound.spi.isReserved, "no SA has a reserved SPI")
        return (
            try OutboundSA(
                spi: outbound.spi, material: outbound.material, ledger: ledger,
                parameters: outbound.parameters, lastSequence: outbound.lastSequence, birth: birth),
            try InboundSA(
                spi: inbound.spi, material: inbound.material, parameters: inbound.parameters,
                window: ReplayWindow(
                    size: inbound.parameters.windowSize, after: inbound.lastSequence),
                birth: birth)
        )
    }

    /// The SA that the peer sends by now.
    package var inbound: InboundSA { receivers[0] }

    /// Seals `payload` into `datagram`, as ``OutboundSA/seal(payload:nextHeader:at:into:)``, and counts it.
    package func seal(
        payload: Span<UInt8>, nextHeader: IPProtocol, at now: Instant = .start,
        into datagram: inout [UInt8]
    ) -> SealOutcome {
        count(
            sender.seal(payload: payload, nextHeader: nextHeader, at: now, into: &datagram))
    }

    /// Seals `payload` and appends it, as ``OutboundSA/seal(payload:nextHeader:at:appendingTo:)``, and
    /// counts it.
    package func seal(
        payload: Span<UInt8>, nextHeader: IPProtocol, at now: Instant,
        appendingTo output: inout OutputSpan<UInt8>
    ) -> SealOutcome {
        count(
            sender.seal(payload: payload, nextHeader: nextHeader, at: now, appendingTo: &output))
    }

    /// Judges whatever arrived at the port, opens it into `plaintext` if it is this end's, and counts it.
    ///
    /// Keepalives and the non-ESP marker come first (RFC 3948 section 2), then the SPI, then the checks
    /// of ``InboundSA/open(datagram:at:into:)``. `plaintext` keeps its capacity.
    package func receive(
        datagram: Span<UInt8>, at now: Instant, into plaintext: inout [UInt8]
    ) -> OpenOutcome {
        let outcome = judge(datagram, at: now, into: &plaintext)
        count(outcome)
        return outcome
    }

    /// Counts what was opened last as refused: what was inside is none that the SA may carry (RFC 4301 section
    /// 5.2, step 4), which takes what only the owner of the end knows.
    package func refuse(_ reason: DropReason) {
        precondition(totals.delivered > 0, "only what was opened is refused for what is inside")
        totals.delivered -= 1
        refusals.onArrival[reason, default: 0] += 1
    }

    /// Counts a packet as refused that can't be given to the SA for what it is, which only the owner of the end knows.
    package func refuse(toSeal reason: DropReason) {
        totals.offered += 1
        refusals.forSending[reason, default: 0] += 1
    }

    /// Counts what became of a payload, and says why no other SA has taken the place of one that is over.
    private func count(_ outcome: SealOutcome) -> SealOutcome {
        totals.offered += 1
        switch outcome {
        case .sealed:
            totals.sealed += 1
            return outcome
        case .refused(let reason):
            let named = reason == .saExpired && isFull ? .tooManyAssociations : reason
            refusals.forSending[named, default: 0] += 1
            return .refused(named)
        }
    }

    /// Whether it receives by as many SAs as it can, so that none can take the place of the present one.
    package var isFull: Bool { receivers.count >= Self.associationLimit }

    /// The most SAs that an end receives by: the present one, and those that are kept for what is under way.
    package static let associationLimit = 64

    private func count(_ outcome: OpenOutcome) {
        totals.arrived += 1
        switch outcome {
        case .opened: totals.delivered += 1
        case .refused(let reason): refusals.onArrival[reason, default: 0] += 1
        }
    }

    private func judge(
        _ datagram: Span<UInt8>, at now: Instant, into plaintext: inout [UInt8]
    ) -> OpenOutcome {
        if let reason = UDPEncapsulation.refusal(of: datagram) {
            plaintext.removeAll(keepingCapacity: true)
            return .refused(reason)
        }
        let spi = datagram.uint32(at: ESPHeader.Offset.spi)
        for place in receivers.indices where receivers[place].spi.rawValue == spi {
            return receivers[place].open(datagram: datagram, at: now, into: &plaintext)
        }
        plaintext.removeAll(keepingCapacity: true)
        return .refused(.unknownSPI)
    }
}

extension TunnelEnd {
    /// Replaces the present SAs by ones with other keys.
    ///
    /// SPIs, sequence numbers, window and counters stay; the IVs are those that the key has left. On a
    /// fault nothing has changed.
    ///
    /// - Throws: `keyLength` unless the keys are as long as the suites ask, or `algorithmUnavailable`.
    package func setKeys(
        outbound outboundMaterial: consuming KeyMaterial,
        inbound inboundMaterial: consuming KeyMaterial
    ) throws(CipherFault) {
        let newOutbound = try OutboundSA(
            continuing: outbound, material: outboundMaterial, ledger: ledger)
        receivers[0] = try InboundSA(continuing: inbound, material: inboundMaterial)
        sender = newOutbound
        self.outboundMaterial = outboundMaterial
        self.inboundMaterial = inboundMaterial
    }

    /// Lets a new pair of SAs, made at `now`, take over from the present one (RFC 4301 section 4.5).
    ///
    /// The SA that this end sent by is wiped at once. The one that it received by stays for what is under
    /// way, until ``retire(_:)``. On a fault nothing has changed.
    ///
    /// - Throws: as the initializer.
    package func rekey(
        outbound newOutbound: consuming Direction, inbound newInbound: consuming Direction,
        at now: Instant
    ) throws(CipherFault) {
        let made = try Self.associations(newOutbound, newInbound, ledger, now)
        totals.earlier.sealed.add(outbound.traffic)
        sender = made.outbound
        receivers.insert(made.inbound, at: 0)
        outboundMaterial = newOutbound.material.copy()
        inboundMaterial = newInbound.material.copy()
    }

    /// Ends an SA that another one has taken the place of, and wipes its key; what comes for it after
    /// that has an unknown SPI.
    ///
    /// - Returns: Whether there was such an SA; the present one is never ended so.
    @discardableResult
    package func retire(_ spi: SPI) -> Bool {
        guard let index = inbounds.dropFirst().firstIndex(where: { $0.spi == spi }) else {
            return false
        }
        totals.earlier.opened.add(receivers.remove(at: index).traffic)
        return true
    }

    /// Everything that this end sealed, by whichever SA.
    package var sealed: TrafficCount {
        var total = earlier.sealed
        total.add(outbound.traffic)
        return total
    }

    /// Everything authentic that this end opened, by whichever SA.
    package var opened: TrafficCount {
        var total = earlier.opened
        for association in inbounds { total.add(association.traffic) }
        return total
    }
}

/// Going back.
extension TunnelEnd {
    /// What an end has done, by whichever SA: keys, numbers and windows are no part of it.
    package struct Past: Sendable {
        fileprivate let totals: TunnelCounters.Totals
        fileprivate let refusals: TunnelCounters.Refusals
    }

    /// What the end has done so far.
    package var past: Past {
        var totals = totals
        totals.earlier = (sealed, opened)
        return Past(totals: totals, refusals: refusals)
    }

    /// Lets an end whose SAs have carried nothing have done that, and nothing else.
    package func putBack(_ past: Past) {
        precondition(
            outbound.traffic.packets == 0 && inbounds.allSatisfy { $0.traffic.packets == 0 },
            "an end goes back with new associations")
        totals = past.totals
        refusals = past.refusals
    }
}

/// Which end of a tunnel it is.
package enum TunnelRole: String, CaseIterable, Sendable {
    /// The end that opened the tunnel.
    case client
    /// The end that the client reached.
    case server

    /// The end at the other side.
    package var peer: TunnelRole { self == .client ? .server : .client }
}
