package import Cipher
import Wire

/// What an SA is keyed with: a key and the salt that follows it (RFC 4106 section 8.1).
package struct KeyMaterial: ~Copyable {
    /// The key, as long as the suite asks.
    package let key: SecretBytes
    /// The salt that belongs to the key.
    package let salt: Salt

    /// The length in bytes of a key and salt for the usual suite.
    package static let length = ESPSuite.usual.keyLength + Salt.length

    /// The given key with the given salt; which lengths fit is for the suite to say.
    package init(key: consuming SecretBytes, salt: Salt) {
        self.key = key
        self.salt = salt
    }

    /// New material from the system's generator, or from the seeded one.
    ///
    /// - Throws: `randomUnavailable`.
    package init(
        from source: RandomSource, keyLength: Int = ESPSuite.usual.keyLength
    ) throws(CipherFault) {
        self.init(joined: try source.secret(count: keyLength + Salt.length))
    }

    /// The material that `seed` gives for `label`, the same on every machine: HKDF-SHA256 (RFC 5869).
    ///
    /// - Throws: `algorithmUnavailable`.
    package init(
        seed: UInt64, label: String, keyLength: Int = ESPSuite.usual.keyLength
    ) throws(CipherFault) {
        self.init(
            joined: try KeyDerivation.hkdfSHA256(
                seed: seed, salt: "garita/1 key material", info: label,
                count: keyLength + Salt.length))
    }

    /// The material that a password gives for the tunnel `name`, by scrypt (RFC 7914).
    ///
    /// Takes some 50 ms and 16 MiB. The same password gives other material for another name.
    ///
    /// - Throws: `cost` where the memory is lacking.
    package init(
        password: Span<UInt8>, name: String, keyLength: Int = ESPSuite.usual.keyLength
    ) throws(CipherFault) {
        self.init(
            joined: try KeyDerivation.scrypt(
                password: password, salt: Array("garita/1 tunnel \(name)".utf8).span,
                count: keyLength + Salt.length))
    }

    /// The material that hexadecimal digits spell: key and salt, or a key alone, whose salt is then
    /// derived from it by HKDF-SHA256.
    ///
    /// - Throws: `oddDigitCount`, `notHexadecimal`, or `keyLength` for any other number of digits.
    package init(
        hexadecimal text: Span<UInt8>, keyLength: Int = ESPSuite.usual.keyLength
    ) throws(CipherFault) {
        let secret = try Hexadecimal.parseSecret(text)
        if secret.count == keyLength {
            let label = Array("garita/1 salt".utf8)
            let derived = try secret.withBytes { key throws(CipherFault) in
                try KeyDerivation.hkdfSHA256(
                    secret: key, salt: Span(), info: label.span, count: Salt.length)
            }
            let salt = derived.withBytes { bytes in Salt(rawValue: bytes.uint32(at: 0)) }
            self.init(key: secret, salt: salt)
        } else {
            guard secret.count == keyLength + Salt.length else { throw .keyLength }
            self.init(joined: secret)
        }
    }

    /// A second value with the same key and salt, for the other end of a tunnel.
    package borrowing func copy() -> KeyMaterial {
        KeyMaterial(copying: self)
    }

    /// Whether both are the same key and salt, in a time that depends on the key's length only.
    package borrowing func matches(_ other: borrowing KeyMaterial) -> Bool {
        let isSameKey = key.matches(other.key)
        let isSameSalt = saltBytes.matches(other.saltBytes)
        return isSameKey && isSameSalt
    }

    private var saltBytes: SecretBytes {
        SecretBytes(count: Salt.length) { bytes in
            for index in bytes.indices {
                bytes[index] = UInt8(truncatingIfNeeded: salt.rawValue >> UInt32(24 - 8 * index))
            }
        }
    }

    /// The material that follows on this one by HKDF-SHA256, for whoever has nothing but this one.
    ///
    /// Both ends of a tunnel come to the same without a word between them; whoever has this one has the
    /// next, too, which a handshake would spare them.
    ///
    /// - Throws: `algorithmUnavailable`.
    package borrowing func successor(label: String) throws(CipherFault) -> KeyMaterial {
        var text: [UInt8] = []
        text.reserveCapacity(key.count + Salt.length)
        key.withBytes { bytes in for index in bytes.indices { text.append(bytes[index]) } }
        text.append(bigEndian: salt.rawValue)
        defer { SecretBytes.wipe(&text) }
        return KeyMaterial(
            joined: try KeyDerivation.hkdfSHA256(
                secret: text.span, salt: Array("garita/1 rekey".utf8).span,
                info: Array(label.utf8).span, count: text.count))
    }

    /// Appends key and salt as digits, which ``init(hexadecimal:keyLength:)`` accepts; the caller wipes
    /// them.
    package borrowing func writeHexadecimal(to text: inout [UInt8]) {
        key.withBytes { bytes in Hexadecimal.write(bytes, to: &text) }
        saltBytes.withBytes { bytes in Hexadecimal.write(bytes, to: &text) }
    }

    private init(joined secret: consuming SecretBytes) {
        let keyLength = secret.count - Salt.length
        let salt = secret.withBytes { bytes in Salt(rawValue: bytes.uint32(at: keyLength)) }
        let key = secret.withBytes { bytes in
            SecretBytes(copying: bytes.extracting(first: keyLength))
        }
        self.init(key: key, salt: salt)
    }

    private init(copying other: borrowing KeyMaterial) {
        key = other.key.copy()
        salt = other.salt
    }
}
