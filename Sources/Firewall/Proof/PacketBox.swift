/// A box of the space of packets of one family: a packet lies in it when each of its numbers does.
///
/// Every rule is a union of such boxes, in the space that rules can see. The space is laid out so that
/// each point stands for a packet that exists:
///
/// - The source and destination port are those of TCP and UDP, and 256 times the type and 256 times the code
///   of ICMP (IPv4) and ICMPv6 (IPv6); a rule about a type takes 256 numbers. For other protocols no rule
///   asks about them.
/// - A header number below the least that a protocol has stands for the least: a TCP segment in IPv4 of
///   length 0 to 40 is one of 40 bytes.
/// - `flags` are the sets of TCP control bits; for other protocols no rule asks about them.
/// - The out link is the place of a link among those of the firewall, from 0.
/// - `context` has a bit for each pair of an arrival link and a connection state: bit
///   `link * ConnectionState.allCases.count + state`.
///
/// `Address` is `UInt32` for IPv4 and `UInt128` for IPv6.
@usableFromInline
package struct PacketBox<Address: FixedWidthInteger & UnsignedInteger & Sendable>: Hashable,
    Sendable
{
    /// The lowest value of each number, and the highest, by its lane.
    @usableFromInline
    var lows: SIMD8<UInt16>
    @usableFromInline
    var highs: SIMD8<UInt16>
    /// Source addresses.
    @usableFromInline
    package var source: Interval<Address>
    /// Destination addresses.
    @usableFromInline
    package var destination: Interval<Address>
    /// Arrival links and connection states, a bit for each pair.
    @usableFromInline
    package var context: UInt64
    /// TCP control bits.
    @usableFromInline
    package var flags: FlagSets

    /// The whole space.
    package static var all: Self {
        Self(
            lows: PacketSpace.lows, highs: PacketSpace.highs, source: .all, destination: .all,
            context: .max, flags: .all)
    }

    @inlinable
    init(
        lows: SIMD8<UInt16>, highs: SIMD8<UInt16>, source: Interval<Address>,
        destination: Interval<Address>, context: UInt64, flags: FlagSets
    ) {
        self.lows = lows
        self.highs = highs
        self.source = source
        self.destination = destination
        self.context = context
        self.flags = flags
    }

    /// The values of a number.
    @inlinable @inline(__always)
    package subscript(number: PacketNumber) -> Interval<UInt16> {
        get { Interval(lows[number.lane], highs[number.lane]) }
        set {
            lows[number.lane] = newValue.low
            highs[number.lane] = newValue.high
        }
    }
}

/// What is common to the spaces of both families.
package enum PacketSpace {
    /// How many links a firewall can tell apart: each of them with each state has a bit of 64.
    package static let linkLimit = 12

    static func contextBit(link: Int, state: Int) -> UInt64 {
        1 << UInt64(link * ConnectionState.allCases.count + state)
    }

    /// The link over which a packet goes out where nobody says so, by its place among so many: another one than that over
    /// which it came in.
    package static func usualOut(from link: Int, of count: Int) -> UInt16 {
        link == 0 && count > 1 ? 1 : 0
    }

    /// The contexts of packets that come over one of so many links.
    package static func contexts(linkCount: Int) -> UInt64 {
        let bits = linkCount * ConnectionState.allCases.count
        return bits >= 64 ? .max : (1 << UInt64(bits)) - 1
    }

    fileprivate static let lows: SIMD8<UInt16> = PacketNumber.allCases.reduce(into: SIMD8()) {
        $0[$1.lane] = $1.whole.low
    }

    fileprivate static let highs: SIMD8<UInt16> = PacketNumber.allCases.reduce(into: SIMD8()) {
        $0[$1.lane] = $1.whole.high
    }
}
