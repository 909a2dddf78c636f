package import Timeline
import Wire

/// A connection kept in the sequence number of the SYN-ACK instead of memory (RFC 4987 section 3.6).
///
/// As Bernstein proposed: 5 bits count minutes of 64 seconds, 3 bits say which of eight segment sizes, 24 bits are a
/// keyed digest of the endpoints, the peer's number and the count. A cookie is taken for two counts.
package enum SYNCookie {
    /// The segment sizes that a cookie can say, in bytes.
    package static let sizes: [UInt16] = [88, 536, 1_220, 1_300, 1_360, 1_400, 1_440, 1_460]

    /// The initial sequence number that keeps a connection whose SYN had the number `peer`.
    package static func make(
        _ key: ConnectionKey, peer: TCPSequence, maximumSize: UInt16?, at instant: Instant,
        _ secret: HostSecret
    ) -> TCPSequence {
        let wanted = maximumSize ?? (key.localAddress.family == .v4 ? 536 : 1_220)
        let index = UInt32(sizes.lastIndex { $0 <= wanted } ?? 0)
        let count = Self.count(instant)
        let digest = digest(key, peer, count, index, secret)
        return TCPSequence(rawValue: (count & 31) << 27 | index << 24 | digest)
    }

    /// The segment size that a connection began with, if the ACK brings a cookie that was made for it.
    package static func check(
        _ ack: TCPSegment, _ key: ConnectionKey, at instant: Instant, _ secret: HostSecret
    ) -> UInt16? {
        let cookie = (ack.acknowledgment + -1).rawValue
        let index = cookie >> 24 & 7
        for age in 0...1 as ClosedRange<UInt32> {
            let count = Self.count(instant)
            guard count >= age, (count - age) & 31 == cookie >> 27 else { continue }
            let right = digest(key, ack.sequence + -1, count - age, index, secret)
            if right == cookie & 0xFF_FFFF { return sizes[Int(index)] }
        }
        return nil
    }

    private static func count(_ instant: Instant) -> UInt32 {
        UInt32(truncatingIfNeeded: instant.nanoseconds / 64_000_000_000)
    }

    private static func digest(
        _ key: ConnectionKey, _ peer: TCPSequence, _ count: UInt32, _ index: UInt32,
        _ secret: HostSecret
    ) -> UInt32 {
        var bytes = key.mixed
        bytes.append(bigEndian: peer.rawValue)
        bytes.append(bigEndian: count << 3 | index)
        return UInt32(truncatingIfNeeded: secret.mix(bytes)) & 0xFF_FFFF
    }
}
