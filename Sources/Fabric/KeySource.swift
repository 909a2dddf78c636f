import Cipher
import Tunnel

/// Makes the keys of a tunnel by hand-given means; a handshake would be another way to the same result.
struct KeySource {
    /// The seed, when the lab has one.
    var seed: UInt64?
    /// How often each tunnel name was given keys from the current seed.
    private var openings: [String: Int] = [:]

    /// A source that uses the system's generator.
    init() {}

    /// Makes keys from a seed from now on.
    ///
    /// The same seed gives a name the same keys again; the IV ledger keeps their IVs apart.
    mutating func reseed(_ seed: UInt64) {
        self.seed = seed
        openings.removeAll()
    }

    /// The material of both directions: what the client sends under, then what the server sends under.
    ///
    /// - Throws: `CipherFault` when libcrypto can't make it.
    mutating func material(for plan: TunnelPlan) throws(CipherFault) -> KeyPair {
        switch plan.keys {
        case .generated: try generated(name: plan.name)
        case .given(let bytes): try Self.shared(bytes)
        case .password(let password):
            KeyPair(
                client: try KeyMaterial(password: password.span, name: "\(plan.name) client"),
                server: try KeyMaterial(password: password.span, name: "\(plan.name) server"))
        }
    }

    /// One key for both directions; the ledger makes them share its IVs.
    ///
    /// - Throws: `CipherFault.keyLength` for any length but 32 and 36 bytes.
    static func shared(_ bytes: [UInt8]) throws(CipherFault) -> KeyPair {
        var digits: [UInt8] = []
        Hexadecimal.write(bytes.span, to: &digits)
        defer { SecretBytes.wipe(&digits) }
        let material = try KeyMaterial(hexadecimal: digits.span)
        return KeyPair(client: material.copy(), server: material)
    }

    private mutating func generated(name: String) throws(CipherFault) -> KeyPair {
        guard let seed else {
            return KeyPair(
                client: try KeyMaterial(from: .system), server: try KeyMaterial(from: .system))
        }
        let opening = openings[name, default: 0] + 1
        openings[name] = opening
        return KeyPair(
            client: try KeyMaterial(seed: seed, label: "\(name) client \(opening)"),
            server: try KeyMaterial(seed: seed, label: "\(name) server \(opening)"))
    }
}

/// The material of both directions of a tunnel.
struct KeyPair: ~Copyable {
    /// What the client seals with and the server opens with.
    let client: KeyMaterial
    /// What the server seals with and the client opens with.
    let server: KeyMaterial

    /// The same keys, for the other end.
    borrowing func copy() -> KeyPair {
        KeyPair(client: client.copy(), server: server.copy())
    }
}
