import Chance
import TestSupport
import Testing

@testable import Wire

@Suite struct ChecksumTests {
    /// The words of RFC 1071 section 3, whose sum is ddf2.
    @Test func agreesWithTheRFC() {
        var checksum = Checksum()
        checksum.add(bytes("0001 f203 f4f5 f6f7").span)
        #expect(checksum.finish() == ~0xddf2)
    }

    @Test func nothingAndAllOnes() {
        #expect(Checksum().finish() == 0xFFFF)
        var checksum = Checksum()
        checksum.add(UInt16.max)
        checksum.add(UInt32.max)
        #expect(checksum.finish() == 0)
    }

    /// The definition, word by word.
    private func naive(_ bytes: [UInt8]) -> UInt16 {
        var sum: UInt32 = 0
        for index in stride(from: 0, to: bytes.count, by: 2) {
            let low = index + 1 < bytes.count ? bytes[index + 1] : 0
            sum += UInt32(bytes[index]) << 8 | UInt32(low)
            if sum > 0xFFFF { sum -= 0xFFFF }
        }
        return ~UInt16(sum)
    }

    @Test func agreesWithTheDefinition() {
        var generator = SplitMix(seed: 6)
        for length in 0...200 {
            let bytes = generator.bytes(length)
            var whole = Checksum()
            whole.add(bytes.span)
            #expect(whole.finish() == naive(bytes))
            var pieces = Checksum()
            let middle = Int.random(in: 0...(length / 2), using: &generator) * 2
            pieces.add(bytes.span.extracting(..<middle))
            pieces.add(bytes.span.extracting(middle...))
            #expect(pieces.finish() == whole.finish())
        }
        let long = [UInt8](repeating: 0xFF, count: 65_535)
        var checksum = Checksum()
        checksum.add(long.span)
        #expect(checksum.finish() == naive(long))
    }

    @Test func pseudoHeadersAreThoseOfTheRFCs() throws {
        let v4 = PseudoHeader(
            source: try #require(IPAddress("192.168.1.50")),
            destination: try #require(IPAddress("192.168.1.1")), proto: .tcp)
        #expect(v4.checksum(length: 20).finish() == naive(bytes("c0a80132 c0a80101 0006 0014")))
        let v6 = PseudoHeader(
            source: try #require(IPAddress("2001:db8::7")),
            destination: try #require(IPAddress("2001:db8:1::9")), proto: .udp)
        let expected = bytes(
            "20010db8000000000000000000000007 20010db8000100000000000000000009 0000000c 00000011")
        #expect(v6.checksum(length: 12).finish() == naive(expected))
    }
}
