package import Fabric
package import Wire

/// Keys as Wireshark reads them: its table `esp_sa`, which is also what stands in a block of secrets.
///
/// A row for each SA, in one direction, or one for each family in transport mode: family, addresses, SPI, encryption, key with salt, authentication;
/// and for extended sequence numbers their length and high half, which Wireshark 4.0 passes over
/// (epan/dissectors/packet-ipsec.c). Wireshark takes the first row that fits a packet.
package enum ESPTable {
    /// What a file of the lab begins with; for Wireshark it is a comment.
    package static let mark = Array("# garita keys\n".utf8)

    /// Lends the table of these keys to `body`, and wipes it afterwards.
    ///
    /// - Parameters:
    ///   - keys: The keys; those are left out whose suite Wireshark does not know.
    ///   - topology: The network, for the addresses of the gateways.
    ///   - start: What stands in front of the rows.
    ///   - body: What uses the table; the span is valid inside it only.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws.
    package static func withText<Result, Fault: Error>(
        of keys: [SealingKey], _ topology: Topology, behind start: [UInt8] = [],
        _ body: (Span<UInt8>) throws(Fault) -> Result
    ) throws(Fault) -> Result {
        var text: [UInt8] = []
        // With room for everything, no part is left behind where the text was before it grew.
        text.reserveCapacity(start.count + keys.count * rowLimit)
        defer { text.wipe() }
        text += start
        for key in keys { write(key, topology, to: &text) }
        return try body(text.span)
    }

    /// Whether Wireshark knows the suite of a key.
    package static func knows(_ key: SealingKey) -> Bool { encryption(of: key.suite) != nil }

    /// The longest rows of one key, in bytes.
    package static let rowLimit = 512

    private static func write(_ key: SealingKey, _ topology: Topology, to text: inout [UInt8]) {
        guard let encryption = encryption(of: key.suite) else { return }
        switch key.mode {
        case .tunnel:
            guard let client = topology.nodes[topology.clientGateway.rawValue].address,
                let server = topology.nodes[topology.serverGateway.rawValue].address
            else { return }
            let ends = key.isClients ? [client, server] : [server, client]
            write(key, encryption, between: ends.map { "\($0)" }, "IPv4", to: &text)
        case .transport:
            // The outer header is that of the hosts, whoever they are.
            for family in ["IPv4", "IPv6"] {
                write(key, encryption, between: ["*", "*"], family, to: &text)
            }
        }
    }

    private static func write(
        _ key: SealingKey, _ encryption: String, between ends: [String], _ family: String,
        to text: inout [UInt8]
    ) {
        text += "\"\(family)\",\"\(ends[0])\",\"\(ends[1])\",\"".utf8
        key.spi.write(to: &text)
        text += "\",\"\(encryption)\",\"0x".utf8
        key.writeHexadecimal(to: &text)
        text += "\",\"NULL\",\"\"".utf8
        if key.isExtended { text += ",\"64-bit\",\"0\"".utf8 }
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
