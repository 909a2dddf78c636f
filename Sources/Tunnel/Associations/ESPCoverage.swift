import Cipher
import Wire

/// Which bytes of an ESP packet a suite encrypts, and which it only authenticates.
struct ESPCoverage: Sendable {
    /// The encrypted bytes; none with AES-GMAC.
    let text: Range<Int>
    /// The bytes that are authenticated and stay readable.
    let additional: AdditionalData

    /// The coverage of the packet at `packet` of a buffer, whose sequence number is `sequence`.
    ///
    /// AES-GCM and ChaCha20-Poly1305 authenticate the header beside the text (RFC 4106 section 5, RFC 7634
    /// section 2.1); AES-GMAC authenticates everything up to the ICV (RFC 4543 section 3.2).
    init(
        _ packet: Range<Int>, _ suite: ESPSuite, _ sequence: SequenceNumber, isExtended: Bool
    ) {
        let high = isExtended ? sequence.high : nil
        let start = packet.lowerBound
        let end = packet.upperBound - suite.icvLength
        if suite.encrypts {
            text = (start + ESPLayout.ciphertextOffset)..<end
            additional = AdditionalData(
                start..<(start + ESPLayout.headerLength), inserting: high)
        } else {
            text = end..<end
            additional = AdditionalData(start..<end, inserting: high)
        }
    }
}

extension ESPSuite {
    /// The cipher that it uses.
    var algorithm: AEADAlgorithm {
        switch transform {
        case .aesGCM, .aesGMAC: .aesGCM
        case .chaCha20Poly1305: .chaCha20Poly1305
        }
    }
}
