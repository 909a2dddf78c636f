package import Cipher
package import Timeline
package import Wire

/// The sending half of an ESP tunnel: seals payloads (RFC 4303 section 3.3).
package final class OutboundSA {
    /// The index that the receiver finds its SA by.
    package let spi: SPI
    /// What is settled about the SA.
    package let parameters: SAParameters
    /// The sequence number of the newest packet; 0 before the first.
    package var lastSequence: SequenceNumber { sent.sequence }
    /// What was sealed so far.
    package var traffic: TrafficCount { sent.traffic }
    /// When the SA was made.
    package let birth: Instant
    /// Whether its IVs are those of an end that is alone in its lab: other ones in each run, with or without a seed.
    package var hasOwnIVs: Bool { ivs.isAlone }
    private let sealer: AEADSealer
    private let salt: Salt
    private let ivs: IVCounter
    private let layout: ESPLayout
    /// Private, so that no access needs to be checked at run time: there would be several a packet.
    private var sent: Sent

    /// What was sent so far.
    private struct Sent {
        var sequence: SequenceNumber
        var traffic = TrafficCount()
    }

    /// The longest payload that still fits into a datagram with a whole ICV, in bytes.
    package static let maximumPayload = ESPLayout.full.longestPayload(
        inPacketOf: UDPEncapsulation.maximumLength)

    /// An SA whose first packet carries the number after `lastSequence`; its IVs come from `ledger`.
    ///
    /// - Throws: `keyLength` unless the key is as long as the suite asks, `algorithmUnavailable`, or
    ///   `randomUnavailable`.
    package init(
        spi: SPI, material: borrowing KeyMaterial, ledger: IVLedger,
        parameters: SAParameters = SAParameters(),
        lastSequence: SequenceNumber = SequenceNumber(rawValue: 0), birth: Instant = .start
    ) throws(CipherFault) {
        guard material.key.count == parameters.suite.keyLength else { throw .keyLength }
        self.spi = spi
        self.parameters = parameters
        sent = Sent(sequence: lastSequence)
        self.birth = birth
        sealer = try AEADSealer(
            parameters.suite.algorithm, key: material.key, tagLength: parameters.suite.icvLength)
        salt = material.salt
        ivs = try ledger.counter(for: material.key)
        layout = parameters.suite.layout
    }

    /// The SA that takes the place of `other` with another key: SPI, sequence numbers and counts go on.
    ///
    /// - Throws: as ``init(spi:material:ledger:parameters:lastSequence:birth:)``.
    convenience init(
        continuing other: OutboundSA, material: borrowing KeyMaterial, ledger: IVLedger
    ) throws(CipherFault) {
        try self.init(
            spi: other.spi, material: material, ledger: ledger, parameters: other.parameters,
            lastSequence: other.lastSequence, birth: other.birth)
        sent.traffic = other.traffic
    }

    /// Whether another SA should take its place: its soft lifetime is over (RFC 4301 section 4.4.2.1).
    package func isAging(at now: Instant) -> Bool {
        parameters.lifetime.soft.isReached(sent.traffic, birth: birth, now: now)
    }

    /// The length of the packet around a payload, which must not be too long.
    package func sealedLength(of payload: Span<UInt8>, _ nextHeader: IPProtocol) -> Int {
        layout.packetLength(forPayload: paddedLength(of: payload, nextHeader))
    }

    /// Whether the packet around a payload has at most so many bytes, of ``UDPEncapsulation/maximumLength`` or fewer.
    package func fits(_ payload: Span<UInt8>, _ nextHeader: IPProtocol, in room: Int) -> Bool {
        payload.count <= longestPayload && sealedLength(of: payload, nextHeader) <= room
    }

    /// The longest payload of which the packet around it has at most so many bytes.
    package func longestPayload(in room: Int) -> Int {
        let longest = layout.longestPayload(inPacketOf: room)
        let multiple = parameters.paddingMultiple
        return multiple > 1 ? longest / multiple * multiple : longest
    }

    /// How many bytes of padding for traffic flow confidentiality follow a payload, which must not be too long
    /// (RFC 4303 section 2.7).
    package func trafficPadding(behind payload: Span<UInt8>, _ nextHeader: IPProtocol) -> Int {
        paddedLength(of: payload, nextHeader) - payload.count
    }

    /// Seals `payload` into `packet`, which keeps its capacity and is left empty by a refusal.
    ///
    /// Refuses as ``seal(payload:nextHeader:at:appendingTo:)`` does.
    package func seal(
        payload: Span<UInt8>, nextHeader: IPProtocol, at now: Instant, into packet: inout [UInt8]
    ) -> SealOutcome {
        packet.removeAll(keepingCapacity: true)
        guard payload.count <= longestPayload else { return refusal(of: payload.count, at: now) }
        var outcome = SealOutcome.refused(.tooLarge)
        packet.append(addingCapacity: sealedLength(of: payload, nextHeader)) { output in
            outcome = seal(
                payload: payload, nextHeader: nextHeader, at: now, appendingTo: &output)
        }
        return outcome
    }

    /// Seals `payload` and appends the packet to `output`, which has room for its sealed length.
    ///
    /// Refuses, in this order, once the hard lifetime is over, once the last sequence number is used (it
    /// never wraps), a payload that doesn't fit into a datagram, and once the key's IVs are used up. A
    /// refusal appends nothing and uses neither number nor IV.
    package func seal(
        payload: Span<UInt8>, nextHeader: IPProtocol, at now: Instant,
        appendingTo output: inout OutputSpan<UInt8>
    ) -> SealOutcome {
        if let refusal = obstacle(to: payload.count, at: now) { return .refused(refusal) }
        guard let iv = ivs.next() else { return .refused(.ivExhausted) }
        let sequence = SequenceNumber(rawValue: sent.sequence.rawValue + 1)
        let start = output.count
        let padded = paddedLength(of: payload, nextHeader)
        fill(
            &output, header: ESPHeader(spi: spi, sequence: sequence), iv: iv, payload: payload,
            paddedTo: padded, nextHeader: nextHeader)
        let coverage = ESPCoverage(
            start..<output.count, parameters.suite, sequence, isExtended: parameters.isExtended)
        var bytes = output.mutableSpan
        sealer.seal(
            &bytes, text: coverage.text, additional: coverage.additional,
            nonce: AEADNonce(salt: salt.rawValue, iv: iv))
        sent.sequence = sequence
        sent.traffic.add(payload: padded)
        return .sealed(sequence)
    }

    private func obstacle(to length: Int, at now: Instant) -> DropReason? {
        if parameters.lifetime.hard.isReached(sent.traffic, birth: birth, now: now) {
            return .saExpired
        }
        let last = parameters.isExtended ? UInt64.max : UInt64(UInt32.max)
        guard sent.sequence.rawValue < last else { return .sequenceExhausted }
        return length <= longestPayload ? nil : .tooLarge
    }

    private func refusal(of length: Int, at now: Instant) -> SealOutcome {
        .refused(obstacle(to: length, at: now) ?? .tooLarge)
    }

    private var longestPayload: Int {
        layout.longestPayload(inPacketOf: UDPEncapsulation.maximumLength)
    }

    /// The length of a payload and its padding for traffic flow confidentiality.
    ///
    /// There is none behind a payload that does not tell its own length, from which a receiver could not take it
    /// off: in transport mode all but UDP and IP (RFC 4303 section 2.7).
    private func paddedLength(of payload: Span<UInt8>, _ nextHeader: IPProtocol) -> Int {
        let (length, multiple) = (payload.count, parameters.paddingMultiple)
        guard multiple > 1 else { return length }
        let isKnown =
            parameters.mode == .tunnel || nextHeader == .noNextHeader
            || nextHeader.declaredLength(of: payload) == length
        guard isKnown else { return length }
        return min((length + multiple - 1) / multiple * multiple, longestPayload)
    }

    /// Writes the packet as it is before encryption, with zeros for the ICV.
    private func fill(
        _ output: inout OutputSpan<UInt8>, header: ESPHeader, iv: UInt64, payload: Span<UInt8>,
        paddedTo padded: Int, nextHeader: IPProtocol
    ) {
        output.append(
            bigEndian: UInt64(header.spi.rawValue) << 32 | UInt64(header.sequence.low))
        output.append(bigEndian: iv)
        output.append(copying: payload)
        if padded > payload.count { output.append(repeating: 0, count: padded - payload.count) }
        ESPTrailer(forPayload: padded, nextHeader: nextHeader).write(to: &output)
        output.append(repeating: 0, count: layout.icvLength)
    }
}

/// What became of a payload that was to be sealed.
package enum SealOutcome: Hashable, Sendable {
    /// The datagram is ready and carries this sequence number.
    case sealed(SequenceNumber)
    /// There is no datagram, and no sequence number was used.
    case refused(DropReason)
}
