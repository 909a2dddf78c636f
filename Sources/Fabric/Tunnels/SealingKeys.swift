import Cipher
package import Tunnel
package import Wire

/// The key that an SA seals with; it is wiped when nobody holds it any longer.
package final class SealingKey {
    /// The end that seals with it.
    package let role: TunnelRole
    /// The SPI of what it seals.
    package let spi: SPI
    /// The suite that it is a key of.
    package let suite: ESPSuite
    /// What its packets carry, and so between which addresses they travel.
    package let mode: ESPMode
    /// Whether the SA has sequence numbers of 64 bits.
    package let isExtended: Bool
    /// The key and its salt.
    package let material: KeyMaterial

    /// The key of an SA.
    package init(
        role: TunnelRole, spi: SPI, parameters: SAParameters,
        material: consuming KeyMaterial
    ) {
        self.role = role
        self.spi = spi
        suite = parameters.suite
        mode = parameters.mode
        isExtended = parameters.isExtended
        self.material = material
    }

    /// Whether the client seals with it.
    package var isClients: Bool { role == .client }

    /// Appends key and salt as hexadecimal digits; whoever asks for them wipes them.
    package func writeHexadecimal(to text: inout [UInt8]) {
        material.writeHexadecimal(to: &text)
    }

    /// Whether it is the same key as another one, for the same packets.
    package func isSame(as other: SealingKey) -> Bool {
        spi == other.spi && matches(other.role, other.material)
    }

    /// Whether it is the same key for the same packets.
    func matches(_ role: TunnelRole, _ material: borrowing KeyMaterial) -> Bool {
        self.role == role && self.material.matches(material)
    }
}

/// The keys of the SAs that sealed something, each once, in the order of their first use.
///
/// They outlive their tunnels, so that what was captured can be decrypted afterwards.
package final class SealingKeys {
    /// The keys.
    package private(set) var list: [SealingKey] = []
    /// How many more there were that did not fit.
    package private(set) var missed = 0
    /// The places in `list` of each SPI.
    private var places: [SPI: [Int]] = [:]

    /// The most keys that are remembered; as text they fit into one block of secrets.
    package static let limit = 10_000

    /// No key yet.
    package init() {}

    /// Remembers what an end seals with under an SPI.
    func note(
        _ role: TunnelRole, _ spi: SPI, _ parameters: SAParameters,
        _ material: borrowing KeyMaterial
    ) {
        for place in places[spi, default: []] where list[place].matches(role, material) { return }
        guard list.count < Self.limit else { return missed += 1 }
        places[spi, default: []].append(list.count)
        list.append(
            SealingKey(role: role, spi: spi, parameters: parameters, material: material.copy()))
    }

    /// The SPIs under which one end used more than one key, in the order of their first use.
    package var sharedSPIs: [SPI] {
        var shared: [SPI] = []
        for (place, key) in list.enumerated() {
            let others = places[key.spi, default: []]
            let hasTwin = others.contains { $0 != place && list[$0].role == key.role }
            if hasTwin, !shared.contains(key.spi) { shared.append(key.spi) }
        }
        return shared
    }
}

extension [UInt8] {
    /// Overwrites secrets with zeros, whoever else holds a copy.
    package mutating func wipe() {
        SecretBytes.wipe(&self)
    }
}
