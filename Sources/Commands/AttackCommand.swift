package import Grammar
import Network
package import Timeline
package import Wire

/// What an attacker on the wire can be told to do.
package enum AttackCommand: Sendable {
    /// Send the recorded datagram of a packet again.
    case replay(Placed<Int>)
    /// Send it with one bit turned round.
    case flip(Placed<Int>, bit: Placed<Int>)
    /// Send only its first bytes.
    case truncate(Placed<Int>, at: Placed<Int>)
    /// Hold packets of the client back, and let them go in reverse order.
    case reorder(Placed<String>, count: Int)
    /// Send what an end might expect, sealed with another key.
    case forge(Placed<String>)
    /// Send it with an SPI that no SA has.
    case spi(Placed<String>)
    /// Send many hostile datagrams.
    case flood(Placed<String>, count: Int)
    /// Seal two texts with one IV, and read one of them from the other.
    case reuseIV(Placed<String>, Placed<[UInt8]>, Placed<[UInt8]>)

    /// Ask for many connections in the names of others.
    case synFlood(Placed<HostPort>, SYNFloodWords)
    /// Reset somebody else's connection, in the name of a packet's sender.
    case reset(behind: Placed<Int>, offset: Int)
    /// Put data into it.
    case inject(behind: Placed<Int>, [UInt8], offset: Int)

    /// The most SYNs of one flood: with their answers they fit into the log.
    package static let synLimit = 2_000
    /// How many a flood of SYNs has when nobody says how many.
    package static let usualSYNs = 100
    /// The most packets that are held back at once.
    package static let reorderLimit = 10_000
    /// How many are held back when nobody says how many.
    package static let usualReorder = 4
    /// The most datagrams of one flood.
    package static let floodLimit = 1_000_000
    /// How many a flood has when nobody says how many.
    package static let usualFlood = 10_000
}

/// What `attack syn-flood` is told.
package struct SYNFloodWords: Sendable {
    /// How many.
    package var count: Int?
    /// The sources; nil: those of documentation (RFC 5737, RFC 3849).
    package var sources: Placed<Prefix>?
    /// The time between two.
    package var interval: Duration?
}
