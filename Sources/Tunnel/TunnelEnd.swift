package import Cipher
package import Timeline
package import Wire

/// One end of a tunnel: an SA for each direction, and the sorting of what arrives at its UDP port.
package final class TunnelEnd {
    /// Which end it is.
    package let role: TunnelRole
    /// The SA that this end sends by.
    package private(set) var outbound: OutboundSA
    /// The SA that this end receives by.
    package private(set) var inbound: InboundSA
    /// The key and salt that this end seals with, kept for whoever wants to decrypt a capture.
    package private(set) var outboundMaterial: KeyMaterial
    /// What became of everything that arrived or was to be sent.
    package private(set) var counters = TunnelCounters()

    private let ledger: IVLedger

    /// An end that sends with one SPI and key and receives with another.
    ///
    /// The other end has SPIs and material exchanged, and the same ledger. Neither SPI may be a reserved
    /// one (RFC 4303 section 2.1).
    ///
    /// - Throws: `algorithmUnavailable`.
    package init(
        role: TunnelRole, outboundSPI: SPI, inboundSPI: SPI,
        outbound outboundMaterial: consuming KeyMaterial,
        inbound inboundMaterial: borrowing KeyMaterial, ledger: IVLedger
    ) throws(CipherFault) {
        precondition(
            !outboundSPI.isReserved && !inboundSPI.isReserved, "no SA has a reserved SPI")
        self.role = role
        self.ledger = ledger
        outbound = try OutboundSA(spi: outboundSPI, material: outboundMaterial, ledger: ledger)
        inbound = try InboundSA(spi: inboundSPI, material: inboundMaterial)
        self.outboundMaterial = outboundMaterial
    }

    /// Seals `payload` into `datagram`, as ``OutboundSA/seal(payload:nextHeader:into:)``, and counts it.
    package func seal(
        payload: Span<UInt8>, nextHeader: IPProtocol, into datagram: inout [UInt8]
    ) -> SealOutcome {
        let outcome = outbound.seal(payload: payload, nextHeader: nextHeader, into: &datagram)
        counters.count(outcome)
        return outcome
    }

    /// Judges whatever arrived at the port, opens it into `plaintext` if it is this end's, and counts it.
    ///
    /// Keepalives and the non-ESP marker come first (RFC 3948 section 2), then the SPI, then the checks
    /// of ``InboundSA/open(datagram:at:into:)``. `plaintext` keeps its capacity.
    package func receive(
        datagram: Span<UInt8>, at now: Instant, into plaintext: inout [UInt8]
    ) -> OpenOutcome {
        let outcome = judge(datagram, at: now, into: &plaintext)
        counters.count(outcome)
        return outcome
    }

    /// Replaces both SAs by ones with other keys.
    ///
    /// SPIs, sequence numbers, window and counters stay; the IVs are those that the key has left. On a
    /// fault nothing has changed.
    ///
    /// - Throws: `algorithmUnavailable`.
    package func setKeys(
        outbound outboundMaterial: consuming KeyMaterial,
        inbound inboundMaterial: borrowing KeyMaterial
    ) throws(CipherFault) {
        let newOutbound = try OutboundSA(
            continuing: outbound, material: outboundMaterial, ledger: ledger)
        inbound = try InboundSA(continuing: inbound, material: inboundMaterial)
        outbound = newOutbound
        self.outboundMaterial = outboundMaterial
    }

    private func judge(
        _ datagram: Span<UInt8>, at now: Instant, into plaintext: inout [UInt8]
    ) -> OpenOutcome {
        plaintext.removeAll(keepingCapacity: true)
        if let reason = UDPEncapsulation.refusal(of: datagram) { return .refused(reason) }
        guard datagram.uint32(at: ESPHeader.Offset.spi) == inbound.spi.rawValue else {
            return .refused(.unknownSPI)
        }
        return inbound.open(datagram: datagram, at: now, into: &plaintext)
    }
}
