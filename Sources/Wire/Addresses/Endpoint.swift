/// An address, and a port where one was given.
package struct Endpoint: Hashable, Sendable {
    /// The address.
    package let address: IPAddress
    /// The port, or nil where none was given.
    package let port: Port?

    /// The endpoint at `address` and `port`.
    package init(address: IPAddress, port: Port? = nil) {
        self.address = address
        self.port = port
    }
}

extension Endpoint: TextParsable {
    /// Reads `192.0.2.1`, `192.0.2.1:443`, `2001:db8::1` or `[2001:db8::1]:443` (RFC 3986 section 3.2.2).
    ///
    /// - Throws: `badBrackets`, or what `IPAddress.parse(_:)` and `Port.parse(_:)` throw.
    package static func parse(_ text: Span<UInt8>) throws(TextFault) -> Endpoint {
        guard text.count > 0 else { throw .empty }
        guard text[0] != ASCII.openBracket else { return try parseBracketed(text) }
        guard let colon = text.firstIndex(of: ASCII.colon),
            text.extracting((colon + 1)...).firstIndex(of: ASCII.colon) == nil
        else {
            return Endpoint(address: try .parse(text))
        }
        let address = try IPv4Address.parse(text.extracting(..<colon))
        return Endpoint(address: .v4(address), port: try .parse(text.extracting((colon + 1)...)))
    }

    /// Appends the address alone, or both with the brackets that an IPv6 address needs.
    package func write(to text: inout [UInt8]) {
        guard let port else { return address.write(to: &text) }
        switch address {
        case .v4(let address):
            address.write(to: &text)
        case .v6(let address):
            text.append(ASCII.openBracket)
            address.write(to: &text)
            text.append(ASCII.closeBracket)
        }
        text.append(ASCII.colon)
        port.write(to: &text)
    }

    private static func parseBracketed(_ text: Span<UInt8>) throws(TextFault) -> Endpoint {
        guard let close = text.firstIndex(of: ASCII.closeBracket) else { throw .badBrackets }
        let address = IPAddress.v6(try .parse(text.extracting(1..<close)))
        let rest = text.extracting((close + 1)...)
        guard rest.count > 0 else { return Endpoint(address: address) }
        guard rest[0] == ASCII.colon else { throw .badBrackets }
        return Endpoint(address: address, port: try .parse(rest.extracting(1...)))
    }
}
