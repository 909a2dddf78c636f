import Testing

/// Every command that can take long, by the size of what is loaded or by a number that is typed, ends when it is
/// asked to.
///
/// A look is taken about once in 65,536 steps, which is a millisecond or so; counting looks instead of time makes this a
/// test that a slow machine can't fail.
@Suite struct LongCommandTests {
    /// A command, and what goes before it.
    struct Row: Sendable, CustomTestStringConvertible {
        let line: String
        /// How many looks it takes at least with the lists that the test has.
        let looks: Int
        let before: [String]
        /// Whether it is refused, so that nothing changes.
        let isRefused: Bool

        init(_ line: String, _ looks: Int, after before: String..., isRefused: Bool = false) {
            self.line = line
            self.looks = looks
            self.before = before
            self.isRefused = isRefused
        }

        var testDescription: String { line }
    }

    private static let load = "rule load $many.rules"
    private static let sending = "packet send udp 10.0.0.7:5000 -> 10.1.0.9:80 count 900"

    /// What was under way when Control-C was pressed.
    private static let underWay = sending + " every 1ms"

    static let proofs = [
        Row("rule check", 5, after: load), Row("rule find reject", 3, after: load),
        Row("rule compare", 9, after: load),
        Row("rule why-not 1.2.3.4 -> 10.1.0.9:80", 3, after: load),
        Row("rule diff $other.rules", 9, after: load), Row("expect none reject", 3, after: load),
        Row("expect same-as $other.rules", 9, after: load),
    ]

    static let edits = [
        Row(load, 8, isRefused: true),
        Row("rule clear", 0, after: load, isRefused: true),
        Row("rule delete 2-900", 3, after: load, isRefused: true),
        Row("rule undo", 3, after: load, "rule clear", isRefused: true),
        Row("rule redo", 3, after: load, "rule undo", isRefused: true),
        Row("set add office 10.9.0.0/16", 3, after: load, isRefused: true),
        Row("set remove office 10.8.0.0/24", 3, after: load, isRefused: true),
    ]

    static let files =
        ["garita", "nft", "iptables", "cisco", "ufw"].flatMap { format in
            [
                Row("rule save $saved as \(format)", 3, after: load, isRefused: true),
                Row(
                    "rule load $written as \(format)", 6, after: load,
                    "rule save $written as \(format)", "rule clear", isRefused: true),
            ]
        }
        + [
            Row("capture save $saved.pcapng", 3, after: "capture start", sending, isRefused: true),
            Row("packet load $many.pcapng test", 6, isRefused: true),
            Row("packet load $many.pcapng", 100),
        ]

    static let packets = [
        Row("packet test 1.2.3.4 -> 10.1.0.9:80", 12, after: load, isRefused: true),
        Row("packet trace 901", 4, after: load, "packet send 1.2.3.4 -> 10.1.0.9:80"),
        Row("rule list path 901", 4, after: load, "packet send 1.2.3.4 -> 10.1.0.9:80"),
        Row("packet send 1.2.3.4 -> 10.1.0.9:80", 6, after: load, isRefused: true),
        Row(sending, 900), Row(underWay, 900),
        Row("attack flood demo count 900", 14, after: "tunnel open demo"),
        Row("attack reorder demo count 200", 12, after: "tunnel open demo"),
        Row("tunnel dummy demo count 900", 200, after: "tunnel open demo"),
        Row("wait 3s", 0), Row("packet list", 3, after: sending),
        Row("flow list", 3, after: "packet send udp 10.0.0.7 -> 10.1.0.9:80 count 900"),
        Row("rule list", 3, after: load), Row("set list", 0, after: load),
    ]

    private static let count = 900

    private static func lab() throws -> LabInProcess {
        let lab = try LabInProcess()
        var lines = ["rule default allow", "set add office 10.8.0.0/24 10.8.2.0/24"]
        for number in 0..<count {
            let action = number.isMultiple(of: 3) ? "deny" : "allow"
            lines.append(
                "rule add \(action) proto tcp from @office to 10.\(number / 200).\(number % 200).0/24 port \(1 + number)"
            )
        }
        try lab.write(Array(lines.joined(separator: "\n").utf8), to: "many.rules")
        try lab.write(Array(lines.dropLast().reversed().joined(separator: "\n").utf8), to: "x")
        lines.swapAt(7, 900)
        try lab.write(Array(lines.joined(separator: "\n").utf8), to: "other.rules")
        lab.run("capture start", sending, "capture save $many.pcapng", "capture stop")
        return lab
    }

    @Test(arguments: proofs + edits + files + packets)
    func endsWhenAskedTo(_ row: Row) throws {
        let lab = try Self.lab()
        for line in row.before { lab.run(line) }
        let state = { lab.run("rule list") + lab.run("counters") + lab.run("clock") }
        let before = state()
        for looks in [0, 2] where looks < row.looks {
            let (said, more) = lab.interrupt(row.line, after: looks)
            lab.goOn()
            #expect(said.contains("interrupted"), "\(said.suffix(300))")
            // One for the command, and some for what it says.
            #expect(more <= 12)
            guard row.isRefused else { continue }
            #expect(said.contains("interrupted; nothing has changed"))
            #expect(state() == before)
        }
        let (said, looks) = lab.looks(during: row.line)
        #expect(looks >= row.looks)
        #expect(!said.contains("interrupted") && !said.contains("error: "), "\(said.suffix(300))")
    }

    /// What was under way when a command was interrupted comes to its end before the next one needs the network.
    @Test func whatWasUnderWayComesToItsEnd() throws {
        let lab = try Self.lab()
        lab.run("rule default allow")
        let (said, _) = lab.interrupt(Self.underWay, after: 200)
        #expect(said.contains(" under way\n") && said.contains("interrupted after 201 of 900"))
        #expect(!lab.run("counters").contains("under way                       0"))
        #expect(lab.run("expect delivered").contains("expectation failed"))
        lab.goOn()
        lab.run("wait 1ms")
        #expect(lab.run("counters").contains("under way                       0"))
    }
}
