import Foundation
import TestSupport
import Testing

/// `garita practice` with its lines on the standard input.
@Suite struct PracticeTests {
    private static let exercises = GaritaProcess.root.appending(path: "labs/exercises").path

    private static func practice(
        _ lines: [String], at exercise: String = "first-gate", in state: TemporaryFolder,
        folder: TemporaryFolder? = nil
    ) throws -> Program.Finished {
        let path = exercise.isEmpty ? exercises : "\(exercises)/\(exercise)"
        return try GaritaProcess.run(
            ["practice", path], input: Data((lines.joined(separator: "\n") + "\n").utf8),
            in: folder?.url ?? state.url, environment: ["XDG_STATE_HOME": state.path])
    }

    /// What was said behind a line.
    private static func said(_ run: Program.Finished, behind line: String) -> [String] {
        let lines = run.output.split(separator: "\n").map(String.init)
        guard let place = lines.lastIndex(of: "garita> \(line)") else { return ["?"] }
        return Array(lines[(place + 1)...].prefix { !$0.hasPrefix("garita> ") })
    }

    @Test func theFirstCheckThatFailsIsSaidAndNoOther() throws {
        let state = try TemporaryFolder()
        let run = try Self.practice(["task", "rule default allow", "check"], in: state)
        #expect(
            Self.said(run, behind: "check") == [
                "not yet: nobody uses Telnet (2 points)",
                "  expectation failed: expected no packet to be allowed, got tcp 192.168.1.50:40000 -> 10.1.0.9:23 by default",
                "  try it: packet test tcp 192.168.1.50:40000 -> 10.1.0.9:23",
                "2 of 8 points so far",
            ])
        #expect(Self.said(run, behind: "task").first?.hasPrefix("An office has one gate") == true)
        #expect(run.status == 0 && run.errors.isEmpty)
        // The command that is offered shows it.
        let witness = "packet test tcp 192.168.1.50:40000 -> 10.1.0.9:23"
        let shown = try Self.practice([witness], in: state)
        #expect(Self.said(shown, behind: witness).joined().contains("allowed"))
    }

    @Test func whatWasTypedIsKept() throws {
        let state = try TemporaryFolder()
        _ = try Self.practice(
            [
                "rule add allow from 192.168.1.100", "rule add nonsense",
                "packet test 10.0.0.1 -> 10.0.0.2:80", "hint",
            ],
            in: state)
        let run = try Self.practice(
            [
                "rule list", "solution", "rule add deny 23/tcp at 1",
                "rule add allow https to 10.1.0.0/24", "check", "solution", "submit mine.lab",
            ], in: state)
        #expect(run.output.contains("\n1 command of an earlier time was run again\n"))
        #expect(
            Self.said(run, behind: "solution").first == "rule add deny proto tcp to any port 23")
        #expect(Self.said(run, behind: "check") == ["done: 8 of 8 points"])
        #expect(Self.said(run, behind: "submit mine.lab") == ["4 commands written to mine.lab"])
        let graded = try GaritaProcess.run(
            ["grade", "\(Self.exercises)/first-gate", "mine.lab"], in: state.url)
        #expect(graded.output.hasPrefix("mine.lab: 10 of 10 points"), "\(graded.output)")
        let list = try Self.practice(["list"], at: "", in: state)
        let rows = Self.said(list, behind: "list")
        #expect(rows.contains { $0.hasPrefix("done  first-gate  ") }, "\(rows)")
        #expect(
            rows.contains { $0.hasPrefix("open  ") } && rows.contains { $0.hasPrefix("here  ") })
    }

    /// Whoever goes back takes the commands back, too, and finds it so the next time.
    @Test func whoGoesBackTakesCommandsBack() throws {
        let (state, folder) = (try TemporaryFolder(), try TemporaryFolder())
        let run = try Self.practice(
            [
                "rule add allow port 1", "rule add allow port 2", "back 2",
                "rule add allow port 3", "submit mine",
            ], in: state, folder: folder)
        #expect(
            try folder.text(of: "mine") == "# garita submission\nrule add allow port 3\n",
            "\(run.output)")
        let again = try Self.practice(["rule list"], in: state)
        #expect(again.output.contains("\n1 command of an earlier time was run again\n"))
        #expect(!again.output.contains("port 2"), "\(again.output)")
    }

    @Test func theSolutionIsForThoseWhoHaveOne() throws {
        let state = try TemporaryFolder()
        let run = try Self.practice(["solution"], in: state)
        #expect(Self.said(run, behind: "solution") == ["first every check has to pass"])
    }

    @Test func hintsAreGivenOneByOneAndCost() throws {
        let (state, folder) = (try TemporaryFolder(), try TemporaryFolder())
        try folder.write(
            """
            exercise "x"
            # Shut 23.
            submission
            check 3 "a" expect none allow to any port 23
            hint "One." cost 1
            hint "Two." cost 2
            check 1 "b" expect none reject
            rule default allow

            """.replacingOccurrences(of: "# Shut", with: "rule default allow\n# Shut"), to: "e.lab")
        let run = try GaritaProcess.run(
            ["practice", "e.lab"],
            input: Data("hint\nhint\nhint\nrule default deny\ncheck\n".utf8), in: folder.url,
            environment: ["XDG_STATE_HOME": state.path])
        #expect(run.output.contains("a: One.\nthis hint costs 1 point\n"))
        #expect(run.output.contains("a: Two.\nthis hint costs 2 points\n"))
        #expect(run.output.contains("a: there is no other hint\n"))
        #expect(run.output.contains("done: 1 of 4 points, of which hints have cost 3\n"))
    }

    @Test func anotherFileStaysAsItIs() throws {
        let (state, folder) = (try TemporaryFolder(), try TemporaryFolder())
        try folder.write("mine", to: "notes")
        let run = try Self.practice(
            [
                "rule add allow port 1", "submit notes", "submit new", "submit new", "open nobody",
                "submit",
            ],
            in: state, folder: folder)
        #expect(
            Self.said(run, behind: "submit notes").first?.contains("has something else in it")
                == true)
        #expect(try folder.text(of: "notes") == "mine")
        #expect(try folder.text(of: "new") == "# garita submission\nrule add allow port 1\n")
        #expect(
            Self.said(run, behind: "open nobody") == [
                "error: there is no exercise nobody; expected first-gate"
            ])
        #expect(Self.said(run, behind: "submit").first?.hasPrefix("error: column 7") == true)
    }

    @Test func anExerciseThatIsNotThereIsSaid() throws {
        let state = try TemporaryFolder()
        for path in ["nowhere", state.path] {
            let run = try GaritaProcess.run(["practice", path], in: state.url)
            #expect(run.status == 2 && run.output.isEmpty)
            #expect(run.errors.contains("no such file"), "\(run.errors)")
        }
    }
}
