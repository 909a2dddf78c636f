import Firewall
import Network
import Wire

/// What a rule about address translation does, in what the languages have in common.
struct TranslationTarget: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        /// The source becomes the address of the link over which packets go out.
        case masquerade
        case source
        case destination
        /// The destination becomes the address of the link over which packets come in.
        case redirect
        /// Each address of one prefix becomes that of another: sources, or destinations.
        case prefix(NATEnd)
    }

    var kind: Kind
    var addresses: AddressRange?
    var ports: PortRange?
    var isPersistent = false

    /// What it translates.
    var end: NATEnd {
        switch kind {
        case .masquerade, .source: .source
        case .destination, .redirect: .destination
        case .prefix(let end): end
        }
    }

    /// Takes what an address becomes: `10.0.0.5`, `10.0.0.5-10.0.0.9:80-90`, `:80`.
    mutating func take(_ text: String) throws(ForeignProblem) {
        if text.contains("[") || text.split(separator: ":", maxSplits: 2).count > 2 {
            throw .unsupported(.translationOfIPv6)
        }
        // Ports that are shifted by as much as they were (iptables-extensions(8), "DNAT").
        if text.contains("/"), !isOfPrefixes { throw .unsupported(.portShift) }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        if !parts[0].isEmpty {
            let range = try ForeignValues.range(String(parts[0]))
            if range.family == .v6 { throw .unsupported(.translationOfIPv6) }
            addresses = range
        }
        if parts.count > 1 { try take(ports: String(parts[1])) }
    }

    /// Takes `80` or `80-90`.
    mutating func take(ports text: String) throws(ForeignProblem) {
        let interval = try ServiceTable.ports(text, between: "-")
        do throws(TextFault) {
            ports = try PortRange(
                first: Port(rawValue: interval.low), last: Port(rawValue: interval.high))
        } catch {
            throw .badValue(error)
        }
    }

    private var isOfPrefixes: Bool {
        guard case .prefix = kind else { return false }
        return true
    }
}
