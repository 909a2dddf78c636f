/// An ICMP or ICMPv6 header, with the fields of an echo message (RFC 792, RFC 4443 section 4).
///
/// Other messages use the last four bytes for something else.
package struct ICMPHeader: Hashable, Sendable {
    /// Which message it is; the two families number them differently.
    package var type: UInt8
    /// Which kind of the message.
    package var code: UInt8 = 0
    /// The checksum as read, or as `write(to:)` will write it.
    package var checksum: UInt16 = 0
    /// Tells one sender's echoes from another's.
    package var identifier: UInt16
    /// The echo's number.
    package var sequence: UInt16

    /// The header of an echo message.
    package init(type: UInt8, identifier: UInt16, sequence: UInt16) {
        self.type = type
        self.identifier = identifier
        self.sequence = sequence
    }

    /// The header of any message; `rest` are its last four bytes.
    package init(type: UInt8, code: UInt8, rest: UInt32) {
        self.init(
            type: type, identifier: UInt16(truncatingIfNeeded: rest >> 16),
            sequence: UInt16(truncatingIfNeeded: rest))
        self.code = code
    }

    /// Where the fields lie (RFC 792, RFC 4443 section 4.1).
    package enum Offset {
        /// Type, 1 byte.
        package static let type = 0
        /// Code, 1 byte.
        package static let code = 1
        /// Checksum, 2 bytes.
        package static let checksum = 2
        /// Identifier, 2 bytes.
        package static let identifier = 4
        /// Sequence number, 2 bytes.
        package static let sequence = 6
    }

    /// Length in bytes.
    package static let length = 8

    /// The type of an echo request.
    package static func echoRequest(_ family: IPFamily) -> UInt8 {
        switch family {
        case .v4: 8
        case .v6: 128
        }
    }

    /// The type of an echo reply.
    package static func echoReply(_ family: IPFamily) -> UInt8 {
        switch family {
        case .v4: 0
        case .v6: 129
        }
    }

    /// A kind of message that asks a host, or the kind that answers it with the same identifier.
    package struct Query: Hashable, Sendable {
        /// The type of the messages that ask.
        package let request: UInt8
        /// Whether it is the kind that answers.
        package let isReply: Bool

        /// The kind that asks by messages of a type, or the kind that answers them.
        package init(request: UInt8, isReply: Bool) {
            self.request = request
            self.isReply = isReply
        }
    }

    /// The query to which messages of the type belong; nil where they are none.
    ///
    /// Those of ICMP are echo, timestamp and information (RFC 792) and address mask (RFC 950), those of
    /// ICMPv6 echo (RFC 4443 section 4) and node information (RFC 4620 section 4).
    package static func query(_ type: UInt8, _ family: IPFamily) -> Query? {
        switch (family, type) {
        case (.v4, 8), (.v4, 13), (.v4, 15), (.v4, 17), (.v6, 128), (.v6, 139):
            Query(request: type, isReply: false)
        case (.v4, 0): Query(request: 8, isReply: true)
        case (.v4, 14), (.v4, 16), (.v4, 18), (.v6, 129), (.v6, 140):
            Query(request: type - 1, isReply: true)
        default: nil
        }
    }

    /// The type of the messages the other way: the reply's of a query, the query's of a reply, and every other
    /// type itself.
    package static func counterpart(of type: UInt8, _ family: IPFamily) -> UInt8 {
        guard let query = query(type, family) else { return type }
        if query.isReply { return query.request }
        return type == 8 && family == .v4 ? 0 : type + 1
    }

    /// The type of an ICMP message that names a better router (RFC 792).
    package static let redirect: UInt8 = 5

    /// Whether messages of the type report that a packet could not be handled, and quote it.
    ///
    /// The types are those of RFC 1122 section 3.2.2 for ICMP; of ICMPv6 all below 128, which are kept
    /// for errors (RFC 4443 section 2.1).
    package static func isError(_ type: UInt8, _ family: IPFamily) -> Bool {
        switch (family, type) {
        case (.v4, 3), (.v4, 4), (.v4, 5), (.v4, 11), (.v4, 12): true
        case (.v4, _): false
        case (.v6, _): type < 128
        }
    }

    /// Reads the header at the start of `bytes`.
    ///
    /// - Throws: `truncated`.
    package static func parse(_ bytes: Span<UInt8>) throws(WireFault) -> ICMPHeader {
        guard bytes.count >= length else { throw .truncated }
        var header = ICMPHeader(
            type: bytes[Offset.type],
            identifier: bytes.uint16(at: Offset.identifier),
            sequence: bytes.uint16(at: Offset.sequence))
        header.code = bytes[Offset.code]
        header.checksum = bytes.uint16(at: Offset.checksum)
        return header
    }

    /// Appends the header; ``PseudoHeader/fillChecksum(of:in:)`` makes its checksum right.
    package func write(to bytes: inout [UInt8]) {
        bytes.append(type)
        bytes.append(code)
        bytes.append(bigEndian: checksum)
        bytes.append(bigEndian: identifier)
        bytes.append(bigEndian: sequence)
    }
}
