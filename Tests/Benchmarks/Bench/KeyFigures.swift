import Processes

/// A key while typing at a prompt with 10,000 rules, until colours, error and hint are on the screen; and what the prompt
/// takes of a processor while nobody types.
///
/// A key's time ends with the last byte that came before a silence: what the program still draws then would be another answer.
struct KeyFigures {
    private let programs: Programs

    private static let rules = 10_000
    private static let rounds = 3
    /// So long nothing comes until a key is answered, in milliseconds.
    private static let silence: Int32 = 60
    /// How long the prompt is left alone, with a line begun.
    private static let seconds = 10

    /// Right and wrong lines, of which hints say what the rules would do.
    private static let lines = [
        "rule add deny proto tcp from 192.168.7.0/24 to any port 22",
        "rule add alow from 10.0.0.5 to 10.1.0.9 port 443", "rule move 5000 to 1",
        "packet test tcp 10.0.0.5:40000 -> 10.1.0.9:443", "rule why-not 10.0.0.5 -> 10.1.0.9:22",
        "packet send 10.0.0.7 -> 10.1.0.9:80 data \"hello\"", "rul list | find deny | count",
        "help rule add",
    ]

    init(_ programs: Programs) {
        self.programs = programs
    }

    func print() throws {
        let rules = ChildProcess.folder() + "/key.rules"
        defer { System.remove(rules) }
        var script = ScriptMaker(seed: 7)
        try System.write(script.rules(Self.rules), to: rules)
        for program in programs.all {
            let child = try Child(atPromptOf: program.path)
            try child.type("rule load \(rules)\r")
            try child.read(until: "\(Self.rules) rules loaded")
            try child.read(until: "garita>")
            _ = try child.time(ofKey: "\u{15}", silence: Self.silence)
            var keys = Series()
            for _ in 0..<Self.rounds {
                for line in Self.lines {
                    for key in line {
                        keys.add(try child.time(ofKey: String(key), silence: Self.silence))
                    }
                    _ = try child.time(ofKey: "\u{15}", silence: Self.silence)
                }
            }
            try child.type("rule del")
            System.sleep(seconds: 1)
            let before = try child.processorTime()
            System.sleep(seconds: Self.seconds)
            let share = Double(try child.processorTime() - before) / Double(Self.seconds) / 1e7
            Swift.print(
                "key: \(program.name) \(keys.text("ms", digits: 2)),",
                "99th percentile of \(keys.count) \(Series.text(keys.part(0.99), digits: 2)) ms,",
                "idle \(Series.text(share, digits: 2)) % of a processor")
        }
    }
}
