import Firewall
import Network
import Testing
import Wire

/// The kernel's address translator (`nf_nat`) makes the same of packets as ours: the same bytes, over the same link.
///
/// The commands are in `KernelTranslator`. What differs by design, and is left out: where a source port is another flow's
/// the kernel begins to look for one at a random place, Garita behind that port. Then only the address and the range are
/// compared, and nobody answers.
@Suite struct KernelTranslationTests {
    private static let isThere = KernelTranslator() != nil

    @Test(.enabled(if: isThere, "nft or ip is not there, or no namespace is allowed"))
    func translationsAreTheKernels() throws {
        let kernel = try #require(KernelTranslator())
        var tally: [String: Int] = [:]
        for seed in 0..<30 {
            var made = try RandomTranslations(seed: UInt64(seed))
            try made.run(300)
            tally.merge(made.tally) { $0 + $1 }
            tally["dice", default: 0] += made.free.count
            let departures = try kernel.send(made.arrivals, through: made.router.rules.rules)
            guard Self.compare(made, departures) else { return }
        }
        for outcome in [
            "out", "own", "rule source", "rule destination", "known source", "known destination",
            "error source", "error destination", "both", "dice", "nat-ports-exhausted",
            "nat-address-in-use", "nat-redirect", "nat-short-quote",
        ] { #expect(tally[outcome, default: 0] > 10, "\(outcome) \(tally)") }
    }

    /// - Returns: False where something differs.
    static func compare(
        _ made: RandomTranslations, _ departures: [Int: KernelTranslator.Departure],
        _ file: String? = nil
    ) -> Bool {
        for (place, way) in made.ways.enumerated() {
            let departure = departures[place]
            let isSame: Bool
            switch way {
            case .out(let packet, let link):
                guard let departure, let other = try? Packet.parse(departure.bytes) else {
                    isSame = false
                    break
                }
                let isSameLink = departure.isNear == (link == Translator.lan)
                let isSamePacket =
                    made.free.contains(place)
                    ? Self.isAlike(packet, other) : Self.isSame(packet, other)
                isSame = isSameLink && isSamePacket
            case .own, .refused, .noRoom: isSame = departure == nil
            }
            guard isSame else {
                let other = departure.flatMap { try? Packet.parse($0.bytes) }
                Issue.record(
                    """
                    \(place): \(made.arrivals[place].packet.ends) \(made.arrivals[place].packet.fields)
                    ours: \(way)
                    the kernel's: \(other.map { "\($0.ends) \($0.quotedEnds ?? "") \($0.bytes)" } ?? "nothing")
                    \(file ?? KernelTranslator.table(of: made.router.rules.rules))
                    \(story(made, departures, until: place))
                    """)
                return false
            }
        }
        return true
    }

    /// The same bytes behind another hop limit and its checksum.
    private static func isSame(_ one: Packet, _ other: Packet) -> Bool {
        func rest(_ packet: Packet) -> [UInt8] {
            var bytes = packet.bytes
            bytes[IPv4Header.Offset.timeToLive] = 0
            bytes.put(bigEndian: 0, at: IPv4Header.Offset.checksum)
            return bytes
        }
        return rest(one) == rest(other)
    }

    /// The same addresses and far port, and right checksums.
    private static func isAlike(_ one: Packet, _ other: Packet) -> Bool {
        one.fields.source == other.fields.source
            && one.fields.destination == other.fields.destination
            && one.fields.destinationPort == other.fields.destinationPort
            && other.transportChecksumIsRight == one.transportChecksumIsRight
    }

    /// What came of the packets before that have an end in common.
    private static func story(
        _ made: RandomTranslations, _ departures: [Int: KernelTranslator.Departure],
        until last: Int
    ) -> String {
        (max(0, last - 250)...last).map { place in
            let other = departures[place].flatMap { try? Packet.parse($0.bytes) }
            let packet = made.arrivals[place].packet
            let ours =
                switch made.ways[place] {
                case .out(let packet, let link): "\(packet.ends) \(link.rawValue)"
                case .own: "own"
                case .refused(let refusal): refusal.rawValue
                case .noRoom: "no room"
                }
            let dice = made.free.contains(place) ? " dice" : ""
            let about = packet.quotedEnds.map { " about \($0)" } ?? ""
            let flags = packet.fields.tcpFlags.map { " \($0)" } ?? ""
            return
                "\(place): \(packet.ends) \(packet.fields.proto)\(flags)\(about) -> \(ours) | \(other?.ends ?? "-")\(dice)"
        }.joined(separator: "\n")
    }
}
