package import Cipher
package import Wire

/// The sending half of an ESP tunnel: seals payloads with AES-GCM (RFC 4303 section 3.3, RFC 4106).
package final class OutboundSA {
    /// The index that the receiver finds its SA by.
    package let spi: SPI
    /// The sequence number of the newest datagram; 0 before the first.
    package private(set) var lastSequence: SequenceNumber
    /// What was sealed so far.
    package private(set) var traffic = TrafficCount()

    private let sealer: GCMSealer
    private let salt: Salt
    private let ivs: IVCounter

    /// The longest payload that still fits into a datagram, in bytes.
    package static let maximumPayload =
        UDPEncapsulation.maximumLength / ESPLayout.alignment * ESPLayout.alignment
        - ESPLayout.minimumLength - ESPLayout.trailerLength

    /// An SA whose first datagram carries the number after `lastSequence`; its IVs come from `ledger`.
    ///
    /// - Throws: `keyLength` or `algorithmUnavailable`.
    package init(
        spi: SPI, material: borrowing KeyMaterial, ledger: IVLedger,
        lastSequence: SequenceNumber = SequenceNumber(rawValue: 0)
    ) throws(CipherFault) {
        self.spi = spi
        self.lastSequence = lastSequence
        sealer = try GCMSealer(key: material.key)
        salt = material.salt
        ivs = ledger.counter(for: material.key)
    }

    /// The SA that takes the place of `other` with another key: SPI, sequence numbers and counts go on.
    ///
    /// - Throws: as ``init(spi:material:ledger:lastSequence:)``.
    convenience init(
        continuing other: OutboundSA, material: borrowing KeyMaterial, ledger: IVLedger
    ) throws(CipherFault) {
        try self.init(
            spi: other.spi, material: material, ledger: ledger, lastSequence: other.lastSequence)
        traffic = other.traffic
    }

    /// Seals `payload` into `datagram`, which keeps its capacity and is left empty by a refusal.
    ///
    /// Refuses, in this order, once the last sequence number is used (it never wraps), a payload above
    /// ``maximumPayload``, and once the key's IVs are used up. A refusal uses neither number nor IV.
    package func seal(
        payload: Span<UInt8>, nextHeader: IPProtocol, into datagram: inout [UInt8]
    ) -> SealOutcome {
        datagram.removeAll(keepingCapacity: true)
        guard lastSequence.rawValue < .max else { return .refused(.sequenceExhausted) }
        guard payload.count <= Self.maximumPayload else { return .refused(.tooLarge) }
        guard let iv = ivs.next() else { return .refused(.ivExhausted) }
        let sequence = SequenceNumber(rawValue: lastSequence.rawValue + 1)

        let length = fill(
            &datagram, header: ESPHeader(spi: spi, sequence: sequence), iv: iv,
            payload: payload, nextHeader: nextHeader)
        var bytes = datagram.mutableSpan
        sealer.seal(
            &bytes, text: ESPLayout.ciphertextOffset..<length - ESPLayout.icvLength,
            additional: 0..<ESPLayout.headerLength,
            nonce: GCMNonce(salt: salt.rawValue, iv: iv))

        lastSequence = sequence
        traffic.add(payload: payload.count)
        return .sealed(sequence)
    }

    /// Writes the packet as it is before encryption, with zeros for the ICV; its length in bytes.
    private func fill(
        _ datagram: inout [UInt8], header: ESPHeader, iv: UInt64, payload: Span<UInt8>,
        nextHeader: IPProtocol
    ) -> Int {
        let length = ESPLayout.packetLength(forPayload: payload.count)
        let trailer = ESPTrailer(forPayload: payload.count, nextHeader: nextHeader)
        datagram.append(addingCapacity: length) { output in
            output.append(
                bigEndian: UInt64(header.spi.rawValue) << 32 | UInt64(header.sequence.rawValue))
            output.append(bigEndian: iv)
            output.append(copying: payload)
            trailer.write(to: &output)
            output.append(repeating: 0, count: ESPLayout.icvLength)
        }
        return length
    }
}

extension OutputSpan<UInt8> {
    /// Appends the eight bytes of `number` in network byte order.
    fileprivate mutating func append(bigEndian number: UInt64) {
        for shift in stride(from: 56, through: 0, by: -8) {
            append(UInt8(truncatingIfNeeded: number >> UInt64(shift)))
        }
    }
}
