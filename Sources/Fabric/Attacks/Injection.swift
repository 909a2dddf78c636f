package import Network

/// A segment in the name of one end of somebody else's connection (RFC 5961 section 1).
package struct Injection: Hashable, Sendable {
    /// What the segment is.
    package enum Kind: Hashable, Sendable {
        /// A RST.
        case reset
        /// Data.
        case data([UInt8])
    }

    /// The packet that the attacker has seen: he speaks for its source, with the number that comes behind it.
    package var packet: Int
    /// What he sends.
    package var kind: Kind
    /// How far from the right number his own is: what somebody does who only guesses.
    package var offset = 0

    /// A segment behind a packet.
    package init(_ kind: Kind, behind packet: Int, offset: Int = 0) {
        self.kind = kind
        self.packet = packet
        self.offset = offset
    }
}

/// What came of a segment that was injected.
package struct InjectionReport: Sendable {
    /// What happened to a connection.
    package struct Effect: Hashable, Sendable {
        /// At which host.
        package let node: NodeID
        /// Which connection.
        package let key: ConnectionKey
        /// What.
        package let event: TCPEvent
    }

    /// Who sent it.
    package let node: NodeID
    /// What was asked for.
    package let injection: Injection
    /// Its packet.
    package let number: Int
    /// Its sequence number.
    package let sequence: TCPSequence
    /// The host that has the destination and its number that is awaited; nil where there is no such connection.
    package let receiver: (node: NodeID, awaited: TCPSequence)?
    /// What happened to connections meanwhile, in order.
    package internal(set) var effects: [Effect]
}
