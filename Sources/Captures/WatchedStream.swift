import Fabric
import Timeline
package import Wire

/// What the datagrams of one SA tell.
package struct WatchedStream: Sendable {
    /// The SPI that they carried.
    package let spi: SPI
    /// What protected them.
    package let suite: ESPSuite
    /// What they carried.
    package let mode: ESPMode
    /// How many there were, how long, and when.
    package private(set) var traffic: WatchedTraffic
    /// The sequence numbers that they carried.
    package private(set) var numbers: Numbers
    /// Whether padding for traffic flow confidentiality was in one of them.
    package private(set) var hasTrafficPadding: Bool
    /// The length of the shortest ESP packet and of the longest.
    private var packets: ClosedRange<Int>
    private let tunnel: String?

    /// The sequence numbers that the datagrams of an SA carried.
    package struct Numbers: Sendable {
        /// The lowest and the highest.
        package private(set) var range: ClosedRange<SequenceNumber>
        /// How many datagrams carried a number that had been seen before.
        package private(set) var repeated = 0
        /// How many datagrams came after one with a higher number.
        package private(set) var overtaken = 0
        /// When the last one came with a number that had not been seen before.
        private(set) var lastNew: Instant
        private var seen: Set<SequenceNumber>

        fileprivate init(_ first: SequenceNumber, at instant: Instant) {
            range = first...first
            seen = [first]
            lastNew = instant
        }

        fileprivate mutating func add(_ number: SequenceNumber, at instant: Instant) {
            if seen.insert(number).inserted {
                lastNew = instant
                if number < range.upperBound { overtaken += 1 }
            } else {
                repeated += 1
            }
            range = min(range.lowerBound, number)...max(range.upperBound, number)
        }

        /// How many numbers between the lowest and the highest were not seen.
        package var missing: UInt64 {
            range.upperBound.rawValue - range.lowerBound.rawValue + 1 - UInt64(seen.count)
        }
    }

    /// The stream that begins with a datagram.
    init(_ frame: Frame, _ header: ESPHeader, _ form: ESPForm) {
        spi = header.spi
        suite = form.suite
        mode = form.mode
        tunnel = frame.encapsulation?.tunnel
        traffic = WatchedTraffic(frame)
        numbers = Numbers(Self.number(header, form), at: frame.end)
        hasTrafficPadding = form.trafficPadding > 0
        packets = frame.payload.count...frame.payload.count
    }

    /// Whether a datagram belongs to the stream.
    func holds(_ frame: Frame, _ header: ESPHeader, _ form: ESPForm) -> Bool {
        header.spi == spi && frame.encapsulation?.tunnel == tunnel && form.suite == suite
            && form.mode == mode
    }

    /// Adds a datagram that was seen after those before.
    mutating func add(_ frame: Frame, _ header: ESPHeader, _ form: ESPForm) {
        traffic.add(frame)
        numbers.add(Self.number(header, form), at: frame.end)
        let length = frame.payload.count
        packets = min(packets.lowerBound, length)...max(packets.upperBound, length)
        if form.trafficPadding > 0 { hasTrafficPadding = true }
    }

    /// How many bytes the payloads can have had, by the lengths of their packets.
    ///
    /// An aligned text has 0...3 bytes of padding, unless more of it hides the length (RFC 4303 sections 2.4
    /// and 2.7).
    package var payloads: ClosedRange<Int> {
        let most = suite.layout.longestPayload(inPacketOf: packets.upperBound)
        let shortest = suite.layout.longestPayload(inPacketOf: packets.lowerBound)
        let least = hasTrafficPadding ? 0 : max(0, shortest - Self.hidden)
        return min(least, most)...most
    }

    /// How many bytes of a payload's length the alignment hides.
    package static let hidden = ESPLayout.alignment - 1

    private static func number(_ header: ESPHeader, _ form: ESPForm) -> SequenceNumber {
        SequenceNumber(high: form.highSequence ?? 0, low: header.sequence.low)
    }
}
