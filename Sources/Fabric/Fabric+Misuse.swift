import Cipher
package import Tunnel
import Wire

extension Fabric {
    /// Seals two texts with one IV under a key that is made for it alone; no SA of the tunnel has a part in it.
    ///
    /// - Throws: `FabricFault` when the tunnel is not open or a text is too long.
    package func reuseIV(
        in name: String, for first: [UInt8], and second: [UInt8]
    ) throws(FabricFault) -> NonceMisuse {
        let suite = try tunnels.pair(name).client.end.outbound.parameters.suite
        let longest = max(first.count, second.count)
        guard longest <= Self.messageLimit else {
            throw .messageTooLarge(bytes: longest, limit: Self.messageLimit)
        }
        let attacker = try theAttacker()
        do {
            let material = try tunnels.keys.material(
                label: attacker.nextLabel("reuse-iv \(name)"), for: suite)
            return try NonceMisuse(of: first, and: second, material: material, suite: suite)
        } catch {
            throw .cipher(error)
        }
    }
}
