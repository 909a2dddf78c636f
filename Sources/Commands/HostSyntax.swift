import Network
import Wire

/// How hosts, pages and what DNS knows are written.
enum HostSyntax {
    /// Reads an address, or the name of a node or of DNS.
    static func readHost(_ text: Span<UInt8>) throws(ValueFault) -> HostWord {
        if text.isEmpty { throw .emptyText }
        if let address = try? IPAddress.parse(text) { return .address(address) }
        let name = text.text
        // A node's name can have an underscore in front and be longer than a label of DNS, or begin with digits.
        guard DNSName(name) != nil || (try? Names.read(text)) != nil else { throw .notAHost }
        return .name(name)
    }

    /// Reads a host and a port, `web:80`.
    static func readHostPort(_ text: Span<UInt8>) throws(ValueFault) -> HostPort {
        if text.isEmpty { throw .emptyText }
        if let endpoint = try? Endpoint.parse(text), let port = endpoint.port {
            guard port.rawValue != 0 else { throw .portZero }
            return HostPort(host: .address(endpoint.address), port: port)
        }
        guard let colon = text.indices.last(where: { text[$0] == UInt8(ascii: ":") }) else {
            throw .portNotGiven
        }
        let host = try readHost(text.extracting(..<colon))
        if case .address(let address) = host, address.family == .v6 { throw .portNotGiven }
        guard let port = try? FieldSyntax.readPort(text.extracting((colon + 1)...)) else {
            throw .portNotGiven
        }
        guard port.rawValue != 0 else { throw .portZero }
        return HostPort(host: host, port: port)
    }

    /// Reads the address of a page.
    static func readPage(_ text: Span<UInt8>) throws(ValueFault) -> PageAddress {
        let whole = text.text
        let scheme = "http://"
        guard whole.lowercased().hasPrefix(scheme),
            whole.utf8.allSatisfy({ 0x21...0x7E ~= $0 })
        else { throw .notAPage }
        let rest = whole.dropFirst(scheme.count)
        let authority = String(rest.prefix { $0 != "/" })
        let path = rest.dropFirst(authority.count).prefix { $0 != "#" }
        let bytes = Array(authority.utf8)
        let server: HostPort
        if let named = try? readHostPort(bytes.span) {
            server = named
        } else if let address = try? Endpoint.parse(bytes.span).address, bytes.first == 0x5B {
            server = HostPort(host: .address(address), port: Port(rawValue: 80))
        } else {
            guard let host = try? readHost(bytes.span), !authority.contains(":") else {
                throw .notAPage
            }
            server = HostPort(host: host, port: Port(rawValue: 80))
        }
        return PageAddress(
            server: server, authority: authority, path: path.isEmpty ? "/" : String(path))
    }

    /// Reads a name of DNS; an address stands for the name under which it is found backwards.
    static func readDomain(_ text: Span<UInt8>) throws(ValueFault) -> DNSName {
        if text.isEmpty { throw .emptyText }
        if let address = try? IPAddress.parse(text) { return DNSName(reverse: address) }
        guard let name = DNSName(text.text) else { throw .notADomain }
        return name
    }

    /// Reads a user and a password with a colon between them.
    static func readAccount(_ text: Span<UInt8>) throws(ValueFault) -> TelnetAccounts.Account {
        let whole = text.text
        guard let colon = whole.firstIndex(of: ":"), colon != whole.startIndex else {
            throw .notAnAccount
        }
        return TelnetAccounts.Account(
            user: String(whole[..<colon]), password: String(whole[whole.index(after: colon)...]))
    }

    /// Reads the path of a page, or its text, which are bounded by what a service sends.
    static func readText(_ text: Span<UInt8>) throws(ValueFault) -> String {
        guard text.count <= HostLimits.sendBuffer / 2 else { throw .textTooLong }
        return text.text
    }
}
