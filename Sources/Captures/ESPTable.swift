package import Fabric
package import Network
package import Wire

/// Keys as Wireshark reads them: its table `esp_sa`, which is also what stands in a block of secrets.
///
/// A row for each SA, in one direction, or one for each family in transport mode, each of its columns filled
/// (draft-ietf-opsawg-pcapng section 4.7): family, addresses, SPI, encryption, key with salt, authentication and its
/// key, length of sequence numbers and their high half. Wireshark takes the first row that fits a packet.
package enum ESPTable {
    /// What the rows stand in.
    package enum Place {
        /// A file, behind the lab's mark. Wireshark 4.0 knows the first eight columns
        /// (epan/dissectors/packet-ipsec.c) and complains about the others, which so stand only where they say
        /// something: for extended sequence numbers.
        case file
        /// A block of secrets of a capture, for which the draft asks for all ten.
        case secrets
    }

    /// What a file of the lab begins with; for Wireshark it is a comment.
    package static let mark = Array("# garita keys\n".utf8)

    /// Lends the table of these keys to `body`, and wipes it afterwards.
    ///
    /// - Parameters:
    ///   - keys: The keys; those are left out whose suite Wireshark does not know.
    ///   - topology: The network, for the addresses of the gateways.
    ///   - place: What the table stands in.
    ///   - body: What uses the table; the span is valid inside it only.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws.
    package static func withText<Result, Fault: Error>(
        of keys: [SealingKey], _ topology: Topology, in place: Place,
        _ body: (Span<UInt8>) throws(Fault) -> Result
    ) throws(Fault) -> Result {
        var text: [UInt8] = []
        // With room for everything, no part is left behind where the text was before it grew.
        text.reserveCapacity(mark.count + keys.count * rowLimit)
        defer { text.wipe() }
        if place == .file { text += mark }
        for key in keys { write(key, topology, in: place, to: &text) }
        return try body(text.span)
    }

    /// Whether Wireshark knows the suite of a key.
    package static func knows(_ key: SealingKey) -> Bool { encryption(of: key.suite) != nil }

    /// The longest rows of one key, in bytes.
    package static let rowLimit = 512

    private static func write(
        _ key: SealingKey, _ topology: Topology, in place: Place, to text: inout [UInt8]
    ) {
        guard let encryption = encryption(of: key.suite) else { return }
        switch key.mode {
        case .tunnel:
            guard let (client, server) = topology.tunnelAddresses else { return }
            // Somebody between them may translate addresses: on each link they are others then.
            guard topology.tunnelsAreDirect else {
                return write(key, encryption, between: ["*", "*"], "IPv4", in: place, to: &text)
            }
            let ends = key.isClients ? [client, server] : [server, client]
            write(key, encryption, between: ends.map { "\($0)" }, "IPv4", in: place, to: &text)
        case .transport:
            // The outer header is that of the hosts, whoever they are.
            for family in ["IPv4", "IPv6"] {
                write(key, encryption, between: ["*", "*"], family, in: place, to: &text)
            }
        }
    }

    private static func write(
        _ key: SealingKey, _ encryption: String, between ends: [String], _ family: String,
        in place: Place, to text: inout [UInt8]
    ) {
        text += "\"\(family)\",\"\(ends[0])\",\"\(ends[1])\",\"".utf8
        key.spi.write(to: &text)
        text += "\",\"\(encryption)\",\"0x".utf8
        key.writeHexadecimal(to: &text)
        // What is encrypted is authenticated with it, so that there is no key for that alone.
        text += "\",\"NULL\",\"0x\"".utf8
        if place == .secrets || key.isExtended {
            text += ",\"\(key.isExtended ? 64 : 32)-bit\",\"0x00000000\"".utf8
        }
        text.append(0x0A)
    }

    /// What Wireshark calls a suite; nil for AES-GMAC, for which it has no name.
    ///
    /// The length of an AES key follows from the key. ChaCha20 is not known to Wireshark 4.0 yet.
    package static func encryption(of suite: ESPSuite) -> String? {
        switch suite.transform {
        case .aesGCM: "AES-GCM with \(suite.icvLength) octet ICV [RFC4106]"
        case .chaCha20Poly1305: "ChaCha20 with Poly1305 [RFC7634]"
        case .aesGMAC: nil
        }
    }
}
