/// One stretch of a packet's bytes: a header with its fields, or data.
package struct DissectedLayer: Hashable, Sendable {
    /// What the bytes are.
    package let kind: LayerKind
    /// Which bytes of the packet they are.
    package let range: Range<Int>
    /// The fields in the order of the header; empty where `kind` is `unreadable`.
    package internal(set) var fields: [DissectedField] = []
    /// What ESP does for them.
    package internal(set) var protection = Protection.none
    /// Why the bytes are no header; nil unless `kind` is `unreadable`.
    package let fault: WireFault?

    /// A layer of readable bytes, without fields so far.
    init(_ kind: LayerKind, _ range: Range<Int>) {
        self.kind = kind
        self.range = range
        fault = nil
    }

    /// A layer of bytes that `fault` keeps from being read.
    init(unreadable fault: WireFault, _ range: Range<Int>) {
        kind = .unreadable
        self.range = range
        self.fault = fault
    }

    /// The first field called `name`.
    package func field(_ name: FieldName) -> DissectedField? {
        for field in fields where field.name == name { return field }
        return nil
    }

    /// Adds the field of `length` bytes at `offset` from the layer's start.
    mutating func add(_ name: FieldName, at offset: Int, length: Int, _ value: FieldValue) {
        let start = range.lowerBound + offset
        fields.append(DissectedField(name: name, range: start..<(start + length), value: value))
    }
}

/// What a stretch of a packet's bytes is.
package enum LayerKind: String, CaseIterable, Sendable {
    /// An IPv4 header.
    case ipv4
    /// An IPv6 header.
    case ipv6
    /// Hop-by-hop options of IPv6.
    case hopByHop = "hop-by-hop"
    /// A routing header of IPv6.
    case routing
    /// A fragment header of IPv6.
    case fragment
    /// Destination options of IPv6.
    case destinationOptions = "destination-options"
    /// A TCP header.
    case tcp
    /// A UDP header.
    case udp
    /// An ICMP header.
    case icmp
    /// An ICMPv6 header.
    case icmpv6
    /// A whole ESP packet, still sealed, of which nothing more is known.
    case esp
    /// SPI and sequence number.
    case espHeader = "esp-header"
    /// The explicit IV of ESP.
    case initializationVector = "iv"
    /// Bytes that no header here explains.
    case data
    /// What ESP adds after the payload so that its length says less.
    case trafficPadding = "traffic-padding"
    /// What ESP adds after that before sealing.
    case espTrailer = "esp-trailer"
    /// The ICV of ESP.
    case integrityCheck = "icv"
    /// Bytes that should have been a header and aren't.
    case unreadable
}

/// One field of a dissected header.
package struct DissectedField: Hashable, Sendable {
    /// The field's name.
    package let name: FieldName
    /// The bytes of the packet that the field lies in; fields under a byte share theirs.
    package let range: Range<Int>
    /// What the field says.
    package let value: FieldValue

    /// The field `name` in the bytes `range`.
    package init(name: FieldName, range: Range<Int>, value: FieldValue) {
        self.name = name
        self.range = range
        self.value = value
    }
}

/// What ESP does for a stretch of bytes.
package enum Protection: String, CaseIterable, Sendable {
    /// Nothing: outside ESP, or of a packet of which nothing is known; the ICV itself too.
    case none
    /// Part of the nonce: readable, and with another one the ICV is wrong (RFC 4106 section 4).
    case nonce
    /// Readable and authenticated (RFC 4303 section 2, RFC 4106 section 5, RFC 4543 section 3.2).
    case authenticated
    /// Encrypted and authenticated.
    case encrypted
}
