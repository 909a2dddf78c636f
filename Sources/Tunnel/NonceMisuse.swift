package import Cipher
import Timeline
package import Wire

/// Two texts sealed with one IV under one key, which nobody may ever do: for showing what it gives away.
///
/// The packets come from two SAs whose ledgers know nothing of each other, as from a sender that forgot its
/// counter when it started anew. Material that is given here must be used nowhere else (RFC 4106 section
/// 3.1); for every real SA an ``IVLedger`` of the lab keeps this from happening.
package struct NonceMisuse: Sendable {
    /// What sealed them.
    package let suite: ESPSuite
    /// Both ESP packets, which carry the same sequence number and the same IV.
    package let packets: [2 of [UInt8]]
    /// How many bytes both texts have.
    package let commonLength: Int

    /// Seals two texts, each short enough for a datagram.
    ///
    /// - Throws: `keyLength` unless the key is as long as the suite asks, or `algorithmUnavailable`.
    package init(
        of first: [UInt8], and second: [UInt8], material: borrowing KeyMaterial, suite: ESPSuite
    ) throws(CipherFault) {
        self.suite = suite
        commonLength = min(first.count, second.count)
        packets = [
            try Self.seal(first, material, suite), try Self.seal(second, material, suite),
        ]
    }

    private static func seal(
        _ text: [UInt8], _ material: borrowing KeyMaterial, _ suite: ESPSuite
    ) throws(CipherFault) -> [UInt8] {
        let sender = try OutboundSA(
            spi: spi, material: material, ledger: IVLedger(),
            parameters: SAParameters(suite: suite, mode: .transport))
        var packet: [UInt8] = []
        let outcome = sender.seal(
            payload: text.span, nextHeader: .udp, at: .start, into: &packet)
        guard case .sealed = outcome else {
            preconditionFailure("a text that is sealed twice fits into a datagram")
        }
        return packet
    }

    /// The text of a packet as it travels: the bytes that are common to both.
    package func ciphertext(_ index: Int) -> ArraySlice<UInt8> {
        packets[index][ESPLayout.ciphertextOffset...].prefix(commonLength)
    }

    /// The IV that both packets carry.
    package var iv: ArraySlice<UInt8> {
        packets[0][ESPLayout.ivOffset..<ESPLayout.ciphertextOffset]
    }

    /// The bits in which both packets differ; the key stream, which is the same in both, falls out.
    ///
    /// With a suite that encrypts it equals the bits in which the texts differ.
    package var ciphertextDifference: [UInt8] {
        Self.difference(ciphertext(0), ciphertext(1))
    }

    /// What whoever knows the first text reads of the second one, from the two packets and without a key.
    package func secondText(knowing first: [UInt8]) -> [UInt8] {
        guard suite.encrypts else { return Array(ciphertext(1)) }
        return Self.difference(ciphertextDifference[...], first[...])
    }

    /// The bits in which two texts differ, as far as both go.
    package static func difference(
        _ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>
    ) -> [UInt8] {
        zip(left, right).map { $0 ^ $1 }
    }

    /// The SPI of both packets: no other SA meets them.
    private static let spi = SPI(rawValue: 0x100)
}
