import Wire

/// What a flow is found by: the same for the packets of both directions, unless the flow is translated.
///
/// The ends are in a fixed order: for echo messages the one that asks comes first, otherwise the one
/// with the lower address and port.
struct FlowKey: Hashable, Sendable {
    /// The address of the first end as a number.
    let first: UInt128
    /// The address of the second end.
    let second: UInt128
    /// The port of each end, the first one's above; the identifier of an echo; zero for other protocols.
    let ports: UInt32
    /// The protocol, 256 for IPv6, and 512 or 1,024 for one direction: a number, as names are slow to compare.
    let kind: UInt16

    /// The key of packets of a protocol and family between two ends.
    init(
        first: UInt128, second: UInt128, ports: UInt32, proto: IPProtocol, family: IPFamily
    ) {
        self.first = first
        self.second = second
        self.ports = ports
        kind =
            switch family {
            case .v4: UInt16(proto.rawValue)
            case .v6: 256 | UInt16(proto.rawValue)
            }
    }

    private init(_ key: FlowKey, kind: UInt16) {
        first = key.first
        second = key.second
        ports = key.ports
        self.kind = kind
    }

    /// The key of the packets of one direction alone: those of the other one are told from them.
    func directed(isReversed: Bool) -> FlowKey {
        FlowKey(self, kind: kind & 511 | (isReversed ? 1024 : 512))
    }

    /// The protocol.
    var proto: IPProtocol { IPProtocol(rawValue: UInt8(truncatingIfNeeded: kind)) }

    /// The family of both addresses.
    var family: IPFamily { kind & 256 == 0 ? .v4 : .v6 }

    /// Feeds two words for IPv4 and five for IPv6: hashing is most of a look-up.
    func hash(into hasher: inout Hasher) {
        if kind & 256 == 0 {
            hasher.combine(UInt64(truncatingIfNeeded: first << 32 | second))
        } else {
            hasher.combine(UInt64(truncatingIfNeeded: first >> 64))
            hasher.combine(UInt64(truncatingIfNeeded: first))
            hasher.combine(UInt64(truncatingIfNeeded: second >> 64))
            hasher.combine(UInt64(truncatingIfNeeded: second))
        }
        hasher.combine(UInt64(ports) << 16 | UInt64(kind))
    }
}
