import Chance
import TestSupport
import Testing

@testable import Wire

/// What routers take off a packet.
@Suite struct ForwardedPacketTests {
    @Test func aRouterTakesOffOneHopAndNothingElse() throws {
        var random = SplitMix(seed: 41)
        var ended = 0
        for round in 0..<2_000 {
            let family: IPFamily = round.isMultiple(of: 2) ? .v4 : .v6
            var draft = random.draft(family, dataLength: Int.random(in: 0...40, using: &random))
            draft.hopLimit = .random(in: 1...9, using: &random)
            let made = try draft.build()
            var (packet, limit) = (made, draft.hopLimit)
            for _ in 0..<Int.random(in: 1...11, using: &random) {
                packet = packet.forwarded
                if limit == 0 { ended += 1 } else { limit -= 1 }
            }
            draft.hopLimit = limit
            // As somebody writes it who wrote this hop limit at first; reading it judges the header checksum.
            let bytes = try draft.build().bytes
            #expect(packet.bytes == bytes)
            #expect(packet.fields.hopLimit == limit)
            let read = try Packet.parse(bytes)
            #expect(read == packet && packet == read && read.hashValue == packet.hashValue)
            #expect(read.fields == packet.fields && read.length == packet.length)
            #expect(packet != made && made.bytes != packet.bytes)
            #expect(read.forwarded == packet.forwarded)
        }
        #expect(ended > 100)
    }

    @Test func marksAndHopsGoTogether() throws {
        var random = SplitMix(seed: 42)
        for family in [IPFamily.v4, .v6] {
            let packet = try random.draft(family, dataLength: 8).build()
            let (one, other) = (
                packet.forwarded.marked(.congested), packet.marked(.congested).forwarded
            )
            #expect(one == other && one.bytes == other.bytes)
            #expect(try Packet.parse(one.bytes) == other)
            #expect(one != packet.forwarded)
        }
    }

    @Test func aPacketInThePlaceOfAForwardedOneHasAllItsHops() throws {
        var random = SplitMix(seed: 43)
        let draft = random.draft(.v4, dataLength: 30)
        let other = random.draft(.v6, dataLength: 3)
        let spare = try draft.build().forwarded.forwarded
        #expect(try other.build(inPlaceOf: spare) == other.build())
    }
}
