import Chance
import Commands
import Grammar
import Testing

/// Any bytes at all get at most one fault, which lies in the line.
@Suite struct BadInputTests {
    /// Whether a line was right, and whether its fault could be pointed at.
    private func reads(_ bytes: [UInt8]) -> Bool {
        guard let fault = Reading.fault(bytes) else { return true }
        let lies = fault.range.lowerBound >= 0 && fault.range.upperBound <= bytes.count
        #expect(lies, "\(bytes): \(fault)")
        if case .expected(let expectations) = fault.kind {
            #expect(!expectations.isEmpty, "\(bytes)")
        }
        return false
    }

    private static let longLines = [
        "rule add deny proto tcp from 10.0.0.0/8 port 1-5 to 192.168.0.0/16 port 22,8000-8099 at 12",
        "packet send udp from [2001:db8::7]:5353 to [2001:db8::9]:53 data \"h\\x6fla\\n\\\"\" via demo count 3",
        "tunnel open demo client spi 0x1001 port 40001 server spi 0x1002 port 40002 password \"é → ü\" # so",
        "expect error tunnel key demo client 000102030405060708090a0b0c0d0e0f",
    ]

    @Test(arguments: Reading.examples + longLines)
    func survivesEveryTruncation(_ line: String) {
        let bytes = Array(line.utf8)
        #expect(reads(bytes))
        for length in 0..<bytes.count {
            _ = reads(Array(bytes[..<length]))
            _ = Reading.table.completion(at: Array(bytes[..<length]))
            _ = Reading.table.mayHoldSecret(
                Reading.table.read(Array(bytes[..<length])), behind: Reading.table.secretIntroducers
            )
        }
    }

    @Test func survivesRandomBytes() {
        var random = SplitMix(seed: 11)
        var refused = 0
        for _ in 0..<100_000 {
            let count = Int.random(in: 0...12, using: &random)
            var bytes: [UInt8] = []
            for _ in 0..<count { bytes.append(UInt8(truncatingIfNeeded: random.next())) }
            if !reads(bytes) { refused += 1 }
        }
        #expect(refused > 80_000)
    }

    @Test func survivesRandomWords() {
        let words: [[UInt8]] = Self.words.map { Array($0.utf8) }
        var random = SplitMix(seed: 12)
        var right = 0
        var refused = 0
        for _ in 0..<100_000 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                bytes += words[Int(random.next() % UInt64(words.count))]
                bytes.append(0x20)
            }
            if reads(bytes) { right += 1 } else { refused += 1 }
        }
        #expect(right > 100)
        #expect(refused > 50_000)
    }

    @Test func survivesOneWrongByteInARightLine() {
        let lines = (Reading.examples + Self.longLines).map { Array($0.utf8) }
        var random = SplitMix(seed: 13)
        var right = 0
        var refused = 0
        for _ in 0..<20_000 {
            var bytes = lines[Int(random.next() % UInt64(lines.count))]
            let place = Int(random.next() % UInt64(bytes.count))
            bytes[place] = UInt8(truncatingIfNeeded: random.next())
            if reads(bytes) { right += 1 } else { refused += 1 }
        }
        #expect(right > 500)
        #expect(refused > 5_000)
    }

    private static let words = [
        "rule", "rule add", "rule add allow", "packet", "packet send", "packet test", "tunnel",
        "tunnel open", "tunnel key", "expect", "expect error", "expect denied by", "list", "from",
        "to", "any", "port", "proto", "tcp", "icmp", "10.0.0.1", "10.0.0.0/8", "2001:db8::1",
        "::/0",
        "[::1]:80", "22", "0", "1-5", "5-1", "443/tcp", "at", "1", "1000000000", "->", "count",
        "data",
        "via", "demo", "client", "server", "spi", "0x1001", "key", "password", "\"a b\"",
        "\"\\x00\"",
        "\"", "#", "wait", "5s", "seed", "help", "clock", "counters", "quit", "é", "٣", "\u{7}",
        "rule 5",
    ]
}
