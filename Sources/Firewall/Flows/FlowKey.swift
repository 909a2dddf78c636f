import Wire

/// What a flow is found by: the same for the packets of both directions.
///
/// The ends are in a fixed order: for echo messages the one that asks comes first, otherwise the one
/// with the lower address and port.
struct FlowKey: Hashable, Sendable {
    let first: UInt128
    let second: UInt128
    /// The port of each end, the first one's above; the identifier of an echo; zero for other protocols.
    let ports: UInt32
    let proto: IPProtocol
    let family: IPFamily

    /// Feeds two words for IPv4 and five for IPv6: hashing is most of a look-up.
    func hash(into hasher: inout Hasher) {
        switch family {
        case .v4:
            hasher.combine(UInt64(truncatingIfNeeded: first << 32 | second))
        case .v6:
            hasher.combine(UInt64(truncatingIfNeeded: first >> 64))
            hasher.combine(UInt64(truncatingIfNeeded: first))
            hasher.combine(UInt64(truncatingIfNeeded: second >> 64))
            hasher.combine(UInt64(truncatingIfNeeded: second))
        }
        hasher.combine(UInt64(ports) << 8 | UInt64(proto.rawValue))
    }
}
