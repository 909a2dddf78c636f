/// How often the program is woken while it waits at its prompt with a tunnel open.
struct IdleFigures {
    private let programs: Programs
    private static let seconds = 5

    init(_ programs: Programs) {
        self.programs = programs
    }

    func print() throws {
        for program in programs.all {
            let child = try Child(atPromptOf: program.path)
            try child.type("tunnel open demo\r")
            try child.read(until: "server")
            try child.read(until: "garita>")
            // What the last prompt still takes has ended by then.
            System.sleep(seconds: 1)
            let before = Self.switches(of: child)
            System.sleep(seconds: Self.seconds)
            let count = Self.switches(of: child) - before
            Swift.print("idle: \(program.name) \(count) context switches in \(Self.seconds) s")
        }
    }

    private static func switches(of child: Child) -> Int {
        (child.figure("voluntary_ctxt_switches") ?? -1)
            + (child.figure("nonvoluntary_ctxt_switches") ?? -1)
    }
}
