import Processes

/// `back` in a lesson of 500 steps with 10,000 rules, one step at a time and over all of them.
///
/// Each fifth step adds a rule, so that a copy of the list is kept; the others send a packet. The time of the same
/// lesson without going back is taken off.
struct BackFigures {
    private let programs: Programs

    private static let rules = 10_000
    private static let steps = 500
    private static let rounds = 4

    init(_ programs: Programs) {
        self.programs = programs
    }

    func print() throws {
        let folder = ChildProcess.folder()
        let (rules, output) = (folder + "/back.rules", folder + "/back.transcript")
        let (plain, near, far) = (
            folder + "/plain.lab", folder + "/near.lab", folder + "/far.lab"
        )
        defer { for path in [rules, output, plain, near, far] { System.remove(path) } }
        var script = ScriptMaker(seed: 7)
        try System.write(script.rules(Self.rules), to: rules)
        let lesson = "rule load back.rules\nsnapshot loaded\n" + Self.lesson
        let single = String(repeating: "back\n", count: 100) + "redo 100\n"
        let whole = "back \(Self.steps - 1)\nredo \(Self.steps - 1)\n"
        try System.write(lesson, to: plain)
        try System.write(lesson + String(repeating: single, count: Self.rounds), to: near)
        try System.write(lesson + String(repeating: whole, count: Self.rounds), to: far)
        for program in programs.all {
            var (one, all) = (Series(), Series())
            for _ in 0..<9 {
                let start = try StartFigures.time([program.path, "run", plain], output: output)
                let stepwise = try StartFigures.time([program.path, "run", near], output: output)
                let leaps = try StartFigures.time([program.path, "run", far], output: output)
                one.add((stepwise - start) / Double(Self.rounds * 101))
                all.add((leaps - start) / Double(Self.rounds * 2))
            }
            Swift.print("back: one step, \(program.name) \(one.text("ms", digits: 2))")
            Swift.print("back: \(Self.steps) steps, \(program.name) \(all.text("ms", digits: 2))")
        }
    }

    private static let lesson = (0..<steps).map { number in
        number % 5 == 0
            ? "rule add deny from 192.168.\(number / 250).\(number % 250)\n"
            : "packet send 10.0.\(number / 250).\(number % 250) -> 10.1.0.2:\(number + 1)\n"
    }.joined()
}
