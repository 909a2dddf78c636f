package import Firewall
package import Grammar
package import Wire

/// What can be done with the address translation of a node.
package enum NATCommand: Sendable {
    /// Put a rule at a number, or at the end.
    case add(NATRequest, at: Placed<Int>?)
    /// Show the rules.
    case list
    /// Take one out.
    case delete(Placed<Int>)
    /// Give one another number.
    case move(Placed<Int>, to: Placed<Int>)
    /// Take all out.
    case clear
    /// Show whose addresses are translated, and how it is done in the words of RFC 4787.
    case show
    /// Turn the last change back.
    case undo
    /// Do again what was turned back.
    case redo
}

/// An address translation rule as a person writes it.
package struct NATRequest: Sendable {
    /// What it does.
    package let action: Action
    /// Which packets it matches.
    package let match: RuleMatch
    /// Where in the line it stands.
    package let range: Range<Int>

    /// What a rule does, with a host that may be named.
    package enum Action: Sendable {
        /// The source becomes the address of the link over which packets go out.
        case masquerade(ports: PortRange?)
        /// The source becomes one of these.
        case source(Placed<NATTarget>, isPersistent: Bool)
        /// The destination becomes one of these.
        case destination(Placed<NATTarget>, isPersistent: Bool)
        /// Each inside address has an outside one for itself.
        case oneToOne(inside: Placed<PrefixWord>, outside: Placed<PrefixWord>)
    }
}

/// What an address becomes, as a person writes it: `198.51.100.2`, `198.51.100.2-198.51.100.5:40000-40999`, `web:443`.
package struct NATTarget: Hashable, Sendable {
    /// The addresses.
    package let host: Host
    /// The ports; nil: as they are.
    package let ports: PortRange?

    /// Addresses, or whose.
    package enum Host: Hashable, Sendable {
        /// These.
        case range(AddressRange)
        /// The first IPv4 address of the node of this name.
        case name(String)
    }
}
