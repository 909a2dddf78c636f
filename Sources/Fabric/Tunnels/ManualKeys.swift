import Cipher
import Tunnel
import Wire

/// Keys by hand (RFC 4301 section 4.5.1): typed, from a password, or generated in one place for both ends.
struct ManualKeys: KeyMaker {
    /// The seed, when the lab has one.
    var seed: UInt64?
    /// How often each tunnel name was given keys from the current seed.
    private var openings: [String: Int] = [:]

    /// A maker that uses the system's generator.
    init() {}

    /// Makes keys from a seed from now on.
    ///
    /// The same seed gives a name the same keys again; the IV ledger keeps their IVs apart.
    mutating func reseed(_ seed: UInt64) {
        self.seed = seed
        openings.removeAll()
    }

    mutating func keys(for plan: TunnelPlan) throws(CipherFault) -> KeyPair {
        let lengths = Lengths(plan)
        switch plan.keys {
        case .generated: return try generated(plan.name, lengths)
        case .given(let bytes): return try Self.shared(bytes, plan)
        case .both(let client, let server):
            return KeyPair(
                client: try Self.material(client, lengths.client),
                server: try Self.material(server, lengths.server))
        case .password(let password):
            return KeyPair(
                client: try KeyMaterial(
                    password: password.span, name: "\(plan.name) client",
                    keyLength: lengths.client),
                server: try KeyMaterial(
                    password: password.span, name: "\(plan.name) server",
                    keyLength: lengths.server))
        }
    }

    /// New ones where the lab makes the keys; where people chose them, the ones that follow on theirs, so
    /// that two processes which do not talk about keys come to the same.
    mutating func successors(
        of present: consuming KeyPair, for plan: TunnelPlan
    ) throws(CipherFault) -> KeyPair {
        guard plan.keys.areChosen else { return try generated(plan.name, Lengths(plan)) }
        return KeyPair(
            client: try present.client.successor(label: "client"),
            server: try present.server.successor(label: "server"))
    }

    /// One key for both directions; the ledger makes them share its IVs.
    ///
    /// - Throws: `CipherFault.keyLength` for a length that a suite of the tunnel does not have.
    static func shared(_ bytes: [UInt8], _ plan: TunnelPlan) throws(CipherFault) -> KeyPair {
        let lengths = Lengths(plan)
        return KeyPair(
            client: try material(bytes, lengths.client),
            server: try material(bytes, lengths.server))
    }

    private static func material(
        _ bytes: [UInt8], _ keyLength: Int
    ) throws(CipherFault) -> KeyMaterial {
        var digits: [UInt8] = []
        digits.reserveCapacity(2 * bytes.count)
        Hexadecimal.write(bytes.span, to: &digits)
        defer { SecretBytes.wipe(&digits) }
        return try KeyMaterial(hexadecimal: digits.span, keyLength: keyLength)
    }

    private mutating func generated(
        _ name: String, _ lengths: Lengths
    ) throws(CipherFault) -> KeyPair {
        guard let seed else {
            return KeyPair(
                client: try KeyMaterial(from: .system, keyLength: lengths.client),
                server: try KeyMaterial(from: .system, keyLength: lengths.server))
        }
        let opening = openings[name, default: 0] + 1
        openings[name] = opening
        return KeyPair(
            client: try KeyMaterial(
                seed: seed, label: "\(name) client \(opening)", keyLength: lengths.client),
            server: try KeyMaterial(
                seed: seed, label: "\(name) server \(opening)", keyLength: lengths.server))
    }

    /// How long the key of each direction is, in bytes.
    private struct Lengths {
        /// Of what the client sends: the server receives it.
        let client: Int
        /// Of what the server sends.
        let server: Int

        init(_ plan: TunnelPlan) {
            client = plan.parameters(towards: .server).suite.keyLength
            server = plan.parameters(towards: .client).suite.keyLength
        }
    }
}
