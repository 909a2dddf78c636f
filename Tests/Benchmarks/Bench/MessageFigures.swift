/// A whole process that opens a tunnel and sends the first message through it.
///
/// What comes before libcrypto is set up is shown by the same process without the tunnel.
struct MessageFigures {
    private let programs: Programs

    init(_ programs: Programs) {
        self.programs = programs
    }

    func print() throws {
        let all = programs.all
        var shell = Series()
        var without = all.map { _ in Series() }
        var with = all.map { _ in Series() }
        for _ in 0..<Series.runs {
            shell.add(try StartFigures.shellTime())
            for (index, program) in all.enumerated() {
                without[index].add(try StartFigures.time([program.path, "-c", "rule list"]))
                with[index].add(
                    try StartFigures.time([
                        program.path, "-c", "tunnel open demo", "-c", "tunnel send demo \"hola\"",
                    ]))
            }
        }
        Swift.print("message: bash -c true \(shell.text("ms", digits: 2))")
        for (index, program) in all.enumerated() {
            Swift.print(
                "message: \(program.name) \(with[index].text("ms", digits: 2)) in all,",
                "without tunnel \(without[index].text("ms", digits: 2))")
        }
    }
}
