/// From the start of the program to its prompt on a terminal, and the memory that it has taken by then.
struct StartFigures {
    private let programs: Programs

    init(_ programs: Programs) {
        self.programs = programs
    }

    func print() throws {
        let all = programs.all
        var shell = Series()
        var times = all.map { _ in Series() }
        var memory = all.map { _ in Series() }
        for _ in 0..<Series.runs {
            shell.add(try Self.shellTime())
            for (index, program) in all.enumerated() {
                let start = System.nanoseconds()
                let child = try Child(atPromptOf: program.path)
                times[index].add(Double(System.nanoseconds() - start) / 1e6)
                memory[index].add(Double(child.figure("VmHWM") ?? 0) / 1024)
            }
        }
        Swift.print("start: bash -c true \(shell.text("ms", digits: 2))")
        for (index, program) in all.enumerated() {
            let ratio = Series.text(times[index].median / shell.median, digits: 2)
            Swift.print(
                "start: to prompt, \(program.name) \(times[index].text("ms", digits: 2)),",
                "\(ratio) x bash, peak \(memory[index].text("MB"))")
        }
    }

    /// How long `bash -c true` takes, in milliseconds.
    static func shellTime() throws -> Double {
        try time([Programs.shell, "-c", "true"])
    }

    /// How long a program takes from its start to its end, in milliseconds.
    static func time(_ arguments: [String], output: String = "/dev/null") throws -> Double {
        let start = System.nanoseconds()
        let status = try Child(arguments, output: output).wait()
        guard status == 0 else { throw Failure.silent("\(arguments)") }
        return Double(System.nanoseconds() - start) / 1e6
    }
}
