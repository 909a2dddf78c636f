/// A box of the space of packets of one family: a packet lies in it when each of its numbers does.
///
/// Every rule is a union of such boxes, in the space that rules can see. The space is laid out so that
/// each point stands for a packet that exists:
///
/// - `sourcePort` and `destinationPort` are the source and destination ports of TCP and UDP, and 256 times the type
///   and 256 times the code of ICMP (IPv4) and ICMPv6 (IPv6); a rule about a type takes 256 numbers. For
///   other protocols no rule asks about them.
/// - `flags` are the sets of TCP control bits; for other protocols no rule asks about them.
/// - `context` has a bit for each pair of an arrival link and a connection state: bit
///   `link * ConnectionState.allCases.count + state`.
///
/// `Address` is `UInt32` for IPv4 and `UInt128` for IPv6.
package struct PacketBox<Address: FixedWidthInteger & UnsignedInteger & Sendable>: Hashable,
    Sendable
{
    /// Source addresses.
    package var source: Interval<Address>
    /// Destination addresses.
    package var destination: Interval<Address>
    /// Source ports, or ICMP types times 256.
    package var sourcePort: Interval<UInt16>
    /// Destination ports, or ICMP codes times 256.
    package var destinationPort: Interval<UInt16>
    /// IP protocol numbers.
    package var proto: Interval<UInt8>
    /// TCP control bits.
    package var flags: FlagSets
    /// Arrival links and connection states, a bit for each pair.
    package var context: UInt64

    /// The whole space.
    package static var all: Self {
        Self(
            source: .all, destination: .all, sourcePort: .all, destinationPort: .all, proto: .all,
            flags: .all,
            context: .max)
    }

    package init(
        source: Interval<Address>, destination: Interval<Address>, sourcePort: Interval<UInt16>,
        destinationPort: Interval<UInt16>, proto: Interval<UInt8>, flags: FlagSets, context: UInt64
    ) {
        self.source = source
        self.destination = destination
        self.sourcePort = sourcePort
        self.destinationPort = destinationPort
        self.proto = proto
        self.flags = flags
        self.context = context
    }
}

/// The numbers from `low` to `high`, both included.
package struct Interval<Number: FixedWidthInteger & UnsignedInteger & Sendable>: Hashable, Sendable
{
    /// The lowest number.
    package var low: Number
    /// The highest number, never under `low`.
    package var high: Number

    /// The numbers from `low` to `high`.
    @inline(__always)
    package init(_ low: Number, _ high: Number) {
        self.low = low
        self.high = high
    }

    /// Every number.
    package static var all: Self { Self(0, .max) }

    /// Whether the number is one of them.
    @inline(__always)
    package func contains(_ number: Number) -> Bool { low <= number && number <= high }
}

/// A set of TCP flag bytes: bit `n` stands for the flags byte `n`.
package struct FlagSets: Hashable, Sendable {
    /// 64 flag bytes to a word, lowest first.
    package var words: SIMD4<UInt64>

    /// The set with these words.
    package init(words: SIMD4<UInt64>) { self.words = words }

    /// Every flags byte.
    package static let all = FlagSets(words: SIMD4(repeating: .max))

    /// The bytes whose bits under `mask` are exactly those of `value`.
    package init(mask: UInt8, value: UInt8) {
        words = SIMD4(repeating: 0)
        for byte in UInt8.min...UInt8.max where byte & mask == value {
            words[Int(byte >> 6)] |= 1 << UInt64(byte & 63)
        }
    }

    /// Whether the byte is in the set.
    package func contains(_ byte: UInt8) -> Bool {
        words[Int(byte >> 6)] >> UInt64(byte & 63) & 1 == 1
    }
}
