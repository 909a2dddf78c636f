import Foundation
import TestSupport
import Testing

/// Any line of any bytes: at most one error, and the lab as it was.
@Suite struct BadInputTests {
    /// A small generator, so that a failure can be repeated.
    struct SplitMix: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }

    private static let words = [
        "rule", "add", "allow", "deny", "from", "to", "port", "proto", "tcp", "at", "move",
        "packet",
        "send", "test", "show", "bytes", "->", "10.0.0.1", "10.0.0.2:80", "2001:db8::1", "[::1]:9",
        "tunnel", "open", "demo", "key", "client", "server", "spi", "0x1001", "\"hola\"", "\"",
        "\\",
        "expect", "error", "denied", "by", "default", "wait", "5s", "seed", "1", "0", "-1", "99999",
        "18446744073709551616", "٣", "７", "via", "count", "data", "help", "clock", "#", "é", "🏰",
        "10.0.0.0/33", "300.1.1.1", "1.2.3.04", "22,80,1-5", "9-1", "history", "counters", "list",
    ]

    private static let goodLines = [
        "packet test 10.0.0.1 -> 10.0.0.2:80", "rule list", "clock", "wait 1ms", "counters",
        "packet send icmp 10.0.0.1 -> 10.0.0.2", "tunnel list", "expect denied by default",
    ]

    private static func line(_ random: inout SplitMix) -> [UInt8] {
        let kind = Int.random(in: 0..<4, using: &random)
        if kind == 1 {
            return Array(goodLines.randomElement(using: &random).map(\.utf8) ?? "".utf8)
        }
        if kind == 0 {
            // Bytes of any value but the line's end.
            let count = Int.random(in: 0..<60, using: &random)
            return (0..<count).map { _ in
                let byte = UInt8.random(in: 0...255, using: &random)
                return byte == 0x0A ? 0x20 : byte
            }
        }
        let count = Int.random(in: 1..<12, using: &random)
        let words = (0..<count).map { _ in Self.words.randomElement(using: &random) ?? "" }
        return Array(words.joined(separator: " ").utf8)
    }

    @Test func everyLineHasAtMostOneError() throws {
        var random = SplitMix(state: 7)
        var input = Data()
        for _ in 0..<6_000 {
            input.append(contentsOf: Self.line(&random))
            input.append(0x0A)
        }
        let finished = try GaritaProcess.run(["--keep-going"], input: input)
        #expect(finished.status == 2)
        var errors = 0
        var good = 0
        var errorsOfLine = 0
        // Bytes and not characters: a combining mark would swallow the blank of the prompt.
        for line in finished.output.utf8.split(separator: 0x0A) {
            if line.starts(with: "garita> ".utf8) {
                errorsOfLine = 0
                good += 1
            }
            guard line.starts(with: "error: ".utf8) else { continue }
            errors += 1
            errorsOfLine += 1
            #expect(errorsOfLine == 1)
            #expect(line.starts(with: "error: column ".utf8), "\(String(line) ?? "")")
        }
        #expect(errors > 1_000)
        #expect(good - errors > 1_000)
        #expect(!finished.output.utf8.contains(0x1B))
        #expect(finished.output.utf8.allSatisfy { $0 >= 0x20 || $0 == 0x0A })
    }

    @Test(arguments: [
        ("rule add allow port 22\u{1B}[31m", "control character (U+001B)"),
        ("rule add allow\u{0}", "control character (U+0000)"),
        ("tunnel send demo \"hola", "the quote is not closed"),
        ("tunnel send demo \"\\q\"", "an unknown escape"),
        ("rule add allow port ٢٢", "can't stand here"),
        ("rule add allow from １０.0.0.1", "can't stand here"),
        ("rule add allow port 0x16", "is no port"),
        ("packet send 10.0.0.1 -> 10.0.0.2:80 count 1000000000", "is more than one command sends"),
        ("packet send 10.0.0.1 -> 10.0.0.2", "without a destination port"),
        ("packet send 10.0.0.1 -> [::1]:80", "other family"),
        ("packet show 1", "there is no packet 1"),
        ("rule delete 1", "there is no rule 1"),
        ("rule move 1 to 2", "there is no rule 1"),
        ("tunnel send demo \"\"", "is empty"),
        ("tunnel send demo x", "there is no tunnel demo"),
        ("tunnel open demo key 00", "has the wrong length for a key"),
        ("tunnel open demo client spi 255", "is reserved"),
        ("tunnel open demo password \"\"", "is empty"),
        ("wait 5", "is no number with a unit"),
        ("rule adx", "did you mean add?"),
        ("pakcet list", "did you mean: packet list"),
        ("rule add drop port 22", "did you mean: rule add deny port 22"),
        ("rule add allow tcp from any", "did you mean: rule add allow proto tcp from any"),
        ("rule insert deny from any", "did you mean: rule add deny from any"),
    ])
    func saysWhatIsWrong(line: String, words: String) throws {
        let finished = try GaritaProcess.run(["-c", line])
        // A process's arguments end at a zero byte, so that line goes through the input.
        let said = line.utf8.contains(0) ? try GaritaProcess.script(line) : finished
        #expect(said.status == 2)
        #expect(said.output.contains("error: column "))
        #expect(said.output.contains(words), "\(said.output)")
    }

    @Test func aLineThatIsTooLongIsRefusedInBoundedSpace() throws {
        let long = "tunnel send demo \"" + String(repeating: "x", count: 1_000_000) + "\""
        let finished = try GaritaProcess.script(long + "\nclock\n", ["--keep-going"])
        #expect(finished.status == 2)
        #expect(
            finished.output.contains(
                "error: column 1: the line has 1000019 bytes; expected at most 65536"))
        #expect(finished.output.utf8.count < 10_000)
        #expect(finished.output.hasSuffix("0.000 ms\n"))
    }

    @Test func aMessageThatIsTooLargeIsRefused() throws {
        let text = String(repeating: "x", count: 65_443)
        let finished = try GaritaProcess.script(
            "tunnel open demo\ntunnel send demo \(text)\ntunnel send demo ok\nexpect reply ok\n",
            ["--keep-going"])
        #expect(finished.output.contains("the message has 65443 bytes; expected at most 65442"))
        #expect(finished.output.hasSuffix("as expected\n"))
        let largest = try GaritaProcess.script(
            "tunnel open demo\ntunnel send demo \(text.dropLast())\nexpect delivered\n")
        #expect(largest.status == 0)
    }
}
