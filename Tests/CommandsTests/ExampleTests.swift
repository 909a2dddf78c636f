import Commands
import Grammar
import Testing
import Timeline
import Wire

/// What help, completion and the reference say is what the parser takes.
@Suite struct ExampleTests {
    @Test(arguments: Reading.examples)
    func parses(_ example: String) {
        #expect(Reading.fault(example) == nil)
    }

    @Test func everyCommandHasHelpUsageAndAnExampleOfItsOwn() {
        var names: Set<String> = []
        for row in Reading.table.rows {
            #expect(!row.examples.isEmpty, "\(row.name)")
            #expect(row.usage.hasPrefix(row.name), "\(row.name)")
            #expect(row.examples.allSatisfy { $0.hasPrefix(row.name) }, "\(row.name)")
            #expect(names.insert(row.name).inserted, "\(row.name)")
        }
        #expect(names.count > 30)
    }

    @Test(arguments: [
        (
            "rule add",
            "rule add (allow|deny|reject|log) [SERVICE] [on LINKS] [out LINKS] "
                + "[proto (any|[not] (tcp|udp|icmp|icmpv6|esp|PROTOCOLS))] "
                + "[from zone ZONE] [to zone ZONE] "
                + "[from (any|[not] ADDRESSES) [port [not] PORTS]] "
                + "[to (any|[not] ADDRESSES) [port [not] PORTS]] [port [not] PORTS] "
                + "[type TYPES [code CODES]] [flags FLAGS] [ttl [not] HOPS] "
                + "[length [not] LENGTHS] [dscp [not] CODEPOINTS] [state STATES] "
                + "[limit [over] RATE [burst COUNT]] [name NAME] [at NUMBER]"
        ),
        ("rule move", "rule move RULE to NUMBER"), ("rule delete", "rule delete RULES"),
        ("set add", "set add SET ADDRESS..."),
        ("rule order", "rule order (first-match|last-match|source-first)"),
        ("rule list", "rule list [path NUMBER]"),
        ("tunnel key", "tunnel key TUNNEL (client|server) HEX"), ("help", "help [COMMAND...]"),
        ("transcript", "transcript (off|html FILE|FILE)"), ("expect error", "expect error COMMAND"),
    ])
    func generatesUsage(_ name: String, _ usage: String) {
        #expect(Reading.table.rows.first { $0.name == name }?.usage == usage)
    }

    /// At the beginning and behind every word of an example, completion offers what comes next.
    @Test(arguments: Reading.examples)
    func completes(_ example: String) throws {
        let bytes = Array(example.utf8)
        let line = try CommandLine(bytes)
        for token in line.tokens {
            let start = token.range.lowerBound
            let completion = Reading.table.completion(at: Array(bytes[..<start]))
            #expect(completion.wordStart == start)
            let fits = completion.expectations.contains { expectation in
                switch expectation {
                case .word, .command: expectation.word.map { line.matches(token, $0) } ?? false
                case .argument: token.kind != .arrow
                case .endOfLine: false
                }
            }
            #expect(fits, "\(example) at \(start)")
        }
        #expect(Reading.table.completion(at: bytes + [0x20]).expectations.contains(.endOfLine))
    }

    @Test(arguments: [
        ("tunnel open demo", false), ("tunnel open demo key 00", true),
        ("tunnel open demo password \"x\"", true), ("tunnel key demo client 00", true),
        ("tunnel opn demo password x", true), ("expect error tunnel key a b c", true),
        ("rule add allow from 10.0.0.1", false), ("packet send udp", false), ("seed 42", false),
        ("tunnel open demo password \"x", true),
    ])
    func keepsSecretsOutOfTheHistory(_ text: String, _ isSecret: Bool) {
        #expect(
            Reading.table.mayHoldSecret(
                Reading.table.read(Array(text.utf8)), behind: Reading.table.secretIntroducers)
                == isSecret)
    }

    @Test func readsDurations() throws {
        for (text, milliseconds) in [
            ("500ms", 500), ("5s", 5_000), ("2m", 120_000), ("1h", 3_600_000), ("0ms", 0),
            ("\"\\x35s\"", 5_000), ("86400000s", 86_400_000_000),
        ] as [(String, UInt64)] {
            guard case .lab(.wait(let duration)) = try Reading.command("wait \(text)") else {
                Issue.record("\(text) is no wait")
                continue
            }
            #expect(duration == .milliseconds(milliseconds), "\(text)")
        }
    }

    @Test func readsTheFixedPartsOfATunnel() throws {
        let text =
            "tunnel open demo server port 40002 client port 40001 spi 0x1001 password \"a\\x41\""
        guard case .tunnel(.open(let request)) = try Reading.command(text) else {
            Issue.record("no tunnel")
            return
        }
        #expect(request.name.value == "demo" && request.name.range == 12..<16)
        #expect(request.client.spi?.value.rawValue == 0x1001)
        #expect(request.client.port?.value.rawValue == 40_001)
        #expect(request.server.spi == nil)
        #expect(request.server.port?.value.rawValue == 40_002)
        guard case .password(let password) = request.keys else {
            Issue.record("no password")
            return
        }
        #expect(password.value == Array("aA".utf8))
    }
}
