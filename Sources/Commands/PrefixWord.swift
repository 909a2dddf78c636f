package import Firewall
package import Wire

/// A prefix as a line names it: by its addresses, or as the address of a node.
package enum PrefixWord: Sendable {
    /// These addresses.
    case prefix(Prefix)
    /// The address of the node of this name.
    case name(NodeName)

    /// Reads a name, an address or a prefix.
    ///
    /// - Throws: What `Prefix.parse(_:)` throws.
    static func read(_ text: Span<UInt8>) throws(TextFault) -> PrefixWord {
        if let name = try? NodeWord.read(text) { return .name(name) }
        return .prefix(try Prefix.parse(text))
    }

    /// Reads a name or an address.
    ///
    /// - Throws: What `IPAddress.parse(_:)` throws.
    static func readAddress(_ text: Span<UInt8>) throws(TextFault) -> PrefixWord {
        if let name = try? NodeWord.read(text) { return .name(name) }
        return .prefix(Prefix(try IPAddress.parse(text)))
    }

    /// The prefix; nil where a name stands.
    var prefix: Prefix? {
        guard case .prefix(let prefix) = self else { return nil }
        return prefix
    }

    /// The name; nil where addresses stand.
    package var name: NodeName? {
        guard case .name(let name) = self else { return nil }
        return name
    }
}
