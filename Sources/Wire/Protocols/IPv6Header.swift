/// An IPv6 header (RFC 8200 section 3).
///
/// Extension headers are part of the payload.
package struct IPv6Header: Hashable, Sendable {
    /// DSCP and ECN (RFC 2474, RFC 3168).
    package var trafficClass: UInt8 = 0
    /// Flow label: 20 bits (RFC 6437).
    package var flowLabel: UInt32 = 0
    /// Length in bytes of what follows the header.
    package var payloadLength: UInt16
    /// What follows the header.
    package var nextHeader: IPProtocol
    /// How many hops are left.
    package var hopLimit: UInt8 = 64
    /// Source address.
    package var source: IPv6Address
    /// Destination address.
    package var destination: IPv6Address

    /// A header whose other fields have their usual values.
    package init(
        source: IPv6Address, destination: IPv6Address, nextHeader: IPProtocol,
        payloadLength: UInt16
    ) {
        self.source = source
        self.destination = destination
        self.nextHeader = nextHeader
        self.payloadLength = payloadLength
    }

    /// Where the fields lie (RFC 8200 section 3).
    package enum Offset {
        /// Version, traffic class and flow label: 4, 8 and 20 bits.
        package static let version = 0
        /// Payload length, 2 bytes.
        package static let payloadLength = 4
        /// Next header, 1 byte.
        package static let nextHeader = 6
        /// Hop limit, 1 byte.
        package static let hopLimit = 7
        /// Source address, 16 bytes.
        package static let source = 8
        /// Destination address, 16 bytes.
        package static let destination = 24
    }

    /// Length in bytes.
    package static let length = 40

    /// Reads the header at the start of `bytes`, which hold the whole packet.
    ///
    /// - Throws: `truncated`, `badVersion` or `badTotalLength`.
    package static func parse(_ bytes: Span<UInt8>) throws(WireFault) -> IPv6Header {
        guard bytes.count >= length else { throw .truncated }
        let word = bytes.uint32(at: Offset.version)
        guard word >> 28 == 6 else { throw .badVersion }
        let payloadLength = bytes.uint16(at: Offset.payloadLength)
        guard length + Int(payloadLength) <= bytes.count else { throw .badTotalLength }
        var header = IPv6Header(
            source: IPv6Address(rawValue: bytes.uint128(at: Offset.source)),
            destination: IPv6Address(rawValue: bytes.uint128(at: Offset.destination)),
            nextHeader: IPProtocol(rawValue: bytes[Offset.nextHeader]),
            payloadLength: payloadLength)
        header.trafficClass = UInt8(truncatingIfNeeded: word >> 20)
        header.flowLabel = word & 0xFFFFF
        header.hopLimit = bytes[Offset.hopLimit]
        return header
    }

    /// Appends the header.
    package func write(to bytes: inout [UInt8]) {
        bytes.append(bigEndian: 6 << 28 | UInt32(trafficClass) << 20 | flowLabel & 0xFFFFF)
        bytes.append(bigEndian: payloadLength)
        bytes.append(nextHeader.rawValue)
        bytes.append(hopLimit)
        bytes.append(bigEndian: source.rawValue)
        bytes.append(bigEndian: destination.rawValue)
    }
}
