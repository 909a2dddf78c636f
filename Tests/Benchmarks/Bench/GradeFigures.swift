import EventLoop
import Processes

/// Submissions that `garita grade` grades in a second, a run of mutants, and from a saved file to its verdict.
struct GradeFigures {
    private let programs: Programs
    private static let count = 4_000

    init(_ programs: Programs) {
        self.programs = programs
    }

    func print() throws {
        let folder = ChildProcess.folder() + "/submissions"
        let exercise = ChildProcess.folder() + "/office.lab"
        let output = ChildProcess.folder() + "/grades"
        try Host.makeFolder(path: folder)
        try System.write(Self.exercise, to: exercise)
        for number in 0..<Self.count {
            try System.write(Self.submission(number), to: "\(folder)/s\(number)")
        }
        defer {
            for number in 0..<Self.count { System.remove("\(folder)/s\(number)") }
            for path in [exercise, output] { System.remove(path) }
        }
        let start = try Child([programs.normal, "--version"], output: output)
        _ = try start.wait()
        for jobs in [1, 2] {
            var rates = Series()
            for _ in 0..<5 {
                let time = try StartFigures.time(
                    [
                        programs.normal, "grade", exercise, folder, "--format", "json", "--jobs",
                        String(jobs), "--output", output,
                    ])
                rates.add(Double(Self.count) / time * 1e3)
            }
            Swift.print("grade: \(jobs) threads, \(rates.text("submissions a second"))")
        }
        try watch(exercise)
    }

    /// From the moment when a file is saved to the last row of its verdict.
    private func watch(_ exercise: String) throws {
        let file = ChildProcess.folder() + "/watched.lab"
        System.remove(file)
        defer { System.remove(file) }
        let child = try Child(
            onTerminal: [programs.normal, "practice", exercise, "--watch", file])
        try child.read(until: "is not there yet")
        var times = Series()
        for number in 0..<21 {
            let start = System.nanoseconds()
            try System.write(Self.submission(number % 2 == 0 ? 0 : 3), to: file)
            try child.read(until: number % 2 == 0 ? "done" : "so far")
            times.add(Double(System.nanoseconds() - start) / 1e6)
        }
        try child.type("q")
        Swift.print("grade: from save to verdict \(times.text("ms"))")
    }

    /// An office with three legs: 12 checks, 4 of them proofs over all packets, the others one packet each.
    private static let exercise = """
        exercise "An office"
        net load office
        submission
        check 1 "world" packet test 10.0.0.11 -> 203.0.113.9:443 on lan out wan state new expect allowed
        check 1 "web" packet test 203.0.113.9 -> 10.0.1.80:443 on wan out lan-dmz state new expect allowed
        check 1 "web in clear" packet test 203.0.113.9 -> 10.0.1.80:80 on wan out lan-dmz state new expect allowed
        check 1 "names" packet test udp 10.0.0.11 -> 10.0.1.53:53 on lan out lan-dmz state new expect allowed
        check 1 "names by TCP" packet test 10.0.0.11 -> 10.0.1.53:53 on lan out lan-dmz state new expect allowed
        check 1 "log in" packet test 10.0.0.12 -> 10.0.1.80:22 on lan out lan-dmz state new expect allowed
        check 1 "no log in" packet test 203.0.113.9 -> 10.0.1.80:22 on wan out lan-dmz state new expect denied
        check 1 "no names" packet test udp 203.0.113.9 -> 10.0.1.53:53 on wan out lan-dmz state new expect denied
        check 2 "nobody else begins" expect none allow on wan to not 10.0.1.80 state new
        check 2 "only two ports" expect none allow on wan to 10.0.1.80 port not 80,443 state new
        check 2 "servers begin nothing" expect none allow on lan-dmz state new
        check 2 "invalid" expect none allow state invalid

        """

    /// A right answer, or one of three wrong ones, each with a line of narration of its own.
    private static func submission(_ number: Int) -> String {
        let right = [
            "rule add allow state established,related", "rule add allow on lan out wan state new",
            "rule add allow proto tcp on lan,wan to 10.0.1.80 port 80,443 state new",
            "rule add allow proto tcp,udp on lan to 10.0.1.53 port 53 state new",
            "rule add allow proto tcp on lan to 10.0.1.0/24 port 22 state new",
        ]
        var lines = ["# submission \(number)"] + right
        switch number % 4 {
        case 1: lines[2] = "rule add allow out wan state new"
        case 2: lines[3] = "rule add allow proto tcp to 10.0.1.80 state new"
        case 3: lines.insert("rule default allow", at: 1)
        default: break
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
