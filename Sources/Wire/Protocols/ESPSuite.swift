/// What an SA protects packets with: a transform, the length of its key, and that of its ICV.
///
/// Every one of them takes a salt of 4 bytes behind its key, and an explicit IV of 8 bytes in each packet.
package struct ESPSuite: Hashable, Sendable {
    /// The transforms.
    package enum Transform: Hashable, Sendable {
        /// AES in Galois/Counter Mode: encrypts and authenticates (RFC 4106).
        case aesGCM
        /// ChaCha20 and Poly1305: encrypts and authenticates (RFC 7634).
        case chaCha20Poly1305
        /// AES in Galois Message Authentication Code mode: authenticates and encrypts nothing (RFC 4543).
        case aesGMAC
    }

    /// The transform.
    package let transform: Transform
    /// The length of the key in bytes, without the salt.
    package let keyLength: Int
    /// The length of the ICV in bytes: 16, or for AES-GCM also 12 or 8.
    package let icvLength: Int

    /// The length of the salt in bytes (RFC 4106 section 4).
    package static let saltLength = 4
    /// AES-256-GCM with a 16-byte ICV: what a tunnel has unless another is asked for.
    package static let usual = ESPSuite(.aesGCM, keyLength: 32)

    private init(_ transform: Transform, keyLength: Int, icvLength: Int = 16) {
        self.transform = transform
        self.keyLength = keyLength
        self.icvLength = icvLength
    }

    /// Every suite, in the order in which they are listed.
    package static let all: [ESPSuite] =
        [32, 24, 16].flatMap { key in
            [16, 12, 8].map { ESPSuite(.aesGCM, keyLength: key, icvLength: $0) }
        } + [ESPSuite(.chaCha20Poly1305, keyLength: 32)]
        + [32, 24, 16].map { ESPSuite(.aesGMAC, keyLength: $0) }

    /// Whether the payload is encrypted; if not, everybody reads it.
    package var encrypts: Bool { transform != .aesGMAC }

    /// Where things lie in its packets.
    package var layout: ESPLayout { ESPLayout(icvLength: icvLength) }

    /// How the language writes it: `aes-256-gcm`, and `aes-256-gcm-12` for a shorter ICV.
    package var name: String {
        let ending = icvLength == 16 ? "" : "-\(icvLength)"
        return switch transform {
        case .aesGCM: "aes-\(keyLength * 8)-gcm\(ending)"
        case .chaCha20Poly1305: "chacha20-poly1305"
        case .aesGMAC: "aes-\(keyLength * 8)-gmac"
        }
    }

    /// The suite that the language writes so; nil for any other text.
    package static func named(_ text: Span<UInt8>) -> ESPSuite? {
        let text = String(decoding: text.indices.map { text[$0] }, as: UTF8.self)
        return all.first { $0.name == text }
    }

    /// The document that defines it.
    package var source: String {
        switch transform {
        case .aesGCM: "RFC 4106"
        case .chaCha20Poly1305: "RFC 7634"
        case .aesGMAC: "RFC 4543"
        }
    }
}

/// What an SA puts into ESP (RFC 4301 section 4.1).
package enum ESPMode: String, CaseIterable, Sendable {
    /// The whole IP packet; the outer header names the gateways (RFC 4303 section 3.1.2).
    case tunnel
    /// What follows the packet's own IP header, which stays readable (RFC 4303 section 3.1.1).
    case transport
}
