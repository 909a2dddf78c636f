import Processes

/// A scan of 1,000 ports with its text to a file; the time of the same program without it is taken off.
struct ScanFigures {
    private let programs: Programs

    init(_ programs: Programs) {
        self.programs = programs
    }

    func print() throws {
        let folder = ChildProcess.folder()
        let (empty, closed, silent) = (
            folder + "/no-scan.lab", folder + "/closed.lab", folder + "/silent.lab"
        )
        let output = folder + "/scan.transcript"
        defer { for path in [empty, closed, silent, output] { System.remove(path) } }
        try System.write(Self.network, to: empty)
        try System.write(
            Self.network + "rule add allow from pc1\nrule add allow state established,related\n"
                + Self.scan, to: closed)
        try System.write(Self.network + Self.scan, to: silent)
        for program in programs.all {
            var (answered, unanswered) = (Series(), Series())
            for _ in 0..<Series.runs {
                let start = try StartFigures.time([program.path, "run", empty], output: output)
                let first = try StartFigures.time([program.path, "run", closed], output: output)
                let second = try StartFigures.time([program.path, "run", silent], output: output)
                answered.add(first - start)
                unanswered.add(second - start)
            }
            Swift.print("scan: 1,000 closed ports, \(program.name) \(answered.text("ms"))")
            Swift.print(
                "scan: 1,000 filtered ports, asked twice, \(program.name) \(unanswered.text("ms"))")
        }
    }

    private static let network = "net load office\n"
    private static let scan = "pc1 scan web ports 1-1000\n"
}
