package import Cipher
import Wire

/// What an SA is keyed with: an AES key and the salt that follows it (RFC 4106 section 8.1).
package struct KeyMaterial: ~Copyable {
    /// The AES key; 32 bytes unless it was given otherwise.
    package let key: SecretBytes
    /// The salt that belongs to the key.
    package let salt: Salt

    /// The length in bytes of a key and salt for AES-256.
    package static let length = keyLength + Salt.length

    /// The given key with the given salt.
    ///
    /// - Throws: `keyLength` unless the key has 16, 24 or 32 bytes.
    package init(key: consuming SecretBytes, salt: Salt) throws(CipherFault) {
        guard [16, 24, 32].contains(key.count) else { throw .keyLength }
        self.key = key
        self.salt = salt
    }

    /// New material from the system's generator, or from the seeded one.
    ///
    /// - Throws: `randomUnavailable`.
    package init(from source: RandomSource) throws(CipherFault) {
        try self.init(joined: source.secret(count: Self.length))
    }

    /// The material that `seed` gives for `label`, the same on every machine: HKDF-SHA256 (RFC 5869).
    ///
    /// - Throws: `algorithmUnavailable`.
    package init(seed: UInt64, label: String) throws(CipherFault) {
        try self.init(
            joined: KeyDerivation.hkdfSHA256(
                seed: seed, salt: "garita/1 key material", info: label, count: Self.length))
    }

    /// The material that a password gives for the tunnel `name`, by scrypt (RFC 7914).
    ///
    /// Takes some 50 ms and 16 MiB. The same password gives other material for another name.
    ///
    /// - Throws: `cost` where the memory is lacking.
    package init(password: Span<UInt8>, name: String) throws(CipherFault) {
        try self.init(
            joined: KeyDerivation.scrypt(
                password: password, salt: Array("garita/1 tunnel \(name)".utf8).span,
                count: Self.length))
    }

    /// The material that hexadecimal digits spell: 72 for key and salt, or 64 for a key alone, whose
    /// salt is then derived from it by HKDF-SHA256.
    ///
    /// - Throws: `oddDigitCount`, `notHexadecimal`, or `keyLength` for any other number of digits.
    package init(hexadecimal text: Span<UInt8>) throws(CipherFault) {
        let secret = try Hexadecimal.parseSecret(text)
        if secret.count == Self.keyLength {
            let label = Array("garita/1 salt".utf8)
            let derived = try secret.withBytes { key throws(CipherFault) in
                try KeyDerivation.hkdfSHA256(
                    secret: key, salt: Span(), info: label.span, count: Salt.length)
            }
            let salt = derived.withBytes { bytes in Salt(rawValue: bytes.uint32(at: 0)) }
            try self.init(key: secret, salt: salt)
        } else {
            try self.init(joined: secret)
        }
    }

    /// A second value with the same key and salt, for the other end of a tunnel.
    package borrowing func copy() -> KeyMaterial {
        KeyMaterial(copying: self)
    }

    /// Appends key and salt as 72 digits, which ``init(hexadecimal:)`` accepts; the caller wipes them.
    package borrowing func writeHexadecimal(to text: inout [UInt8]) {
        key.withBytes { bytes in Hexadecimal.write(bytes, to: &text) }
        var salt: [UInt8] = []
        salt.append(bigEndian: self.salt.rawValue)
        Hexadecimal.write(salt.span, to: &text)
    }

    private init(joined secret: consuming SecretBytes) throws(CipherFault) {
        guard secret.count == Self.length else { throw .keyLength }
        let salt = secret.withBytes { bytes in
            Salt(rawValue: bytes.uint32(at: Self.keyLength))
        }
        let key = secret.withBytes { bytes in
            SecretBytes(copying: bytes.extracting(first: Self.keyLength))
        }
        try self.init(key: key, salt: salt)
    }

    private init(copying other: borrowing KeyMaterial) {
        key = other.key.copy()
        salt = other.salt
    }

    private static let keyLength = 32
}
