import Cipher
import Tunnel

/// Who makes the keys of tunnels.
///
/// Keys that people set by hand, or that a seed gives, are one way; a handshake would be another with the same
/// result. Whoever asks does not know how the keys came about.
protocol KeyMaker {
    /// The keys of a tunnel's first pair of SAs.
    ///
    /// - Throws: `CipherFault` when they can't be made, `keyLength` for a key that does not fit the suites.
    mutating func keys(for plan: TunnelPlan) throws(CipherFault) -> KeyPair

    /// The keys of the pair of SAs that takes over from one that has the keys `present`.
    ///
    /// - Throws: `CipherFault` when they can't be made.
    mutating func successors(
        of present: consuming KeyPair, for plan: TunnelPlan
    ) throws(CipherFault) -> KeyPair
}

/// The material of both directions of a tunnel.
struct KeyPair: ~Copyable {
    /// What the client seals with and the server opens with.
    let client: KeyMaterial
    /// What the server seals with and the client opens with.
    let server: KeyMaterial

    /// What the end of a role seals with.
    borrowing func sealing(_ role: TunnelRole) -> KeyMaterial {
        role == .client ? client.copy() : server.copy()
    }
}
