import Processes

/// `packet test` lines a second through `garita run` with 1,000 and 10,000 rules, the transcript to a file.
///
/// The time of the same script without the packets is taken off.
struct ReplayFigures {
    private let programs: Programs

    private static let packets = 200_000

    init(_ programs: Programs) {
        self.programs = programs
    }

    func print() throws {
        for rules in [1_000, 10_000] { try print(rules: rules) }
    }

    private func print(rules count: Int) throws {
        let folder = ChildProcess.folder()
        let (short, long) = (folder + "/rules.lab", folder + "/packets.lab")
        let output = folder + "/packets.transcript"
        defer { for path in [short, long, output] { System.remove(path) } }
        var script = ScriptMaker(seed: 7)
        let rules = script.rules(count)
        try System.write(rules, to: short)
        try System.write(rules + script.packets(Self.packets), to: long)
        for program in programs.all {
            var rates = Series()
            for _ in 0..<9 {
                let start = try StartFigures.time([program.path, "run", short], output: output)
                let all = try StartFigures.time([program.path, "run", long], output: output)
                rates.add(Double(Self.packets) / (all - start))
            }
            Swift.print(
                "replay: \(count) rules, \(program.name) \(rates.text("thousand lines a second"))")
        }
    }
}
