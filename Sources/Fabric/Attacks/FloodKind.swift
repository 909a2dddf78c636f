/// The kinds of hostile datagram in a flood.
package enum FloodKind: String, CaseIterable, Sendable {
    /// Random bytes.
    case random
    /// What shares the port with ESP: keepalives, and the marker of IKE (RFC 3948).
    case control
    /// The right SPI, and random bytes behind it.
    case rightSPI = "right-spi"
    /// A recorded datagram, cut somewhere.
    case truncated
    /// A recorded datagram with a bit turned round.
    case flipped
    /// A recorded datagram as it was.
    case replayed

    /// Whether it is made from a recorded datagram.
    package var needsRecord: Bool {
        switch self {
        case .random, .control, .rightSPI: false
        case .truncated, .flipped, .replayed: true
        }
    }
}
