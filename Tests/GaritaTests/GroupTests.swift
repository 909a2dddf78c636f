import Foundation
import TestSupport
import Testing

/// `garita grade --group`: submissions that are proven to decide the same.
@Suite struct GroupTests {
    private static let exercise = GaritaProcess.root.appending(path: "labs/exercises/first-gate")
        .path

    private static func group(
        _ files: [String: String], exercise: String = exercise, flags: [String] = []
    ) throws -> Program.Finished {
        let folder = try TemporaryFolder()
        for (name, text) in files { try folder.write(text, to: name) }
        return try GaritaProcess.run(
            ["grade", exercise] + files.keys.sorted().filter { $0 != "e" } + ["--group"] + flags,
            in: folder.url)
    }

    private static let right =
        "rule add deny 23/tcp\nrule add allow from 192.168.1.100\nrule add allow https to 10.1.0.0/24\n"

    @Test func meaningIsToldFromText() throws {
        let run = try Self.group([
            "ana": Self.right, "ben": "# I wrote this.\n\n" + Self.right,
            "cleo":
                "set add web 10.1.0.0/25 10.1.0.128/25\nrule add allow proto tcp to @web port 443\n"
                + "rule add allow from 192.168.1.100\nrule add deny proto tcp port 23 at 1\n",
            "dan": "rule default allow\n", "eve": "rule add alow\n",
        ])
        #expect(
            run.output == """
                The first gate: 5 submissions, 2 groups by what they are proven to decide
                group 1: 3 submissions, 10 of 10 points
                  ana
                  ben   the same commands
                  cleo  other commands, proven to decide the same
                group 2: 1 submission, 3 of 10 points
                  dan
                  unlike group 1: packet test tcp 192.168.1.50:40000 -> 10.1.0.9:23: denied by rule 1 there, allowed by default here
                eve  not graded: line 1, column 10: "alow" can't stand here; did you mean: rule add allow

                """)
        #expect(run.status == 0 && run.errors.isEmpty)
    }

    /// What two groups are told apart by is decided as it is said.
    @Test func aWitnessTellsGroupsApart() throws {
        let narrow = Self.right.replacingOccurrences(of: "/24", with: "/25")
        let run = try Self.group(["a": Self.right, "b": narrow])
        let line = try #require(
            run.output.split(separator: "\n").first { $0.contains("unlike group 1: ") })
        let packet = try #require(
            line.split(separator: ": ").first { $0.hasPrefix("packet test") }.map(String.init))
        for (rules, verdict) in [(Self.right, "allowed"), (narrow, "denied")] {
            let commands = rules.split(separator: "\n").map(String.init) + [packet]
            let said = try GaritaProcess.run(commands.flatMap { ["-c", $0] })
            #expect(said.output.contains(verdict), "\(said.output)")
        }
    }

    /// In an exercise that turns the order of reading, lists that agree in one order only are two groups.
    @Test func theOrdersOfTheExerciseCount() throws {
        let exercise = """
            exercise "x"
            submission
            check 1 "a" expect none reject
            rule order last-match
            check 1 "b" expect none reject

            """
        let same = [
            "one": "rule add deny port 23\nrule add allow from any\n",
            "two": "rule add allow from any\nrule add deny port 23 at 1\n",
            "other": "rule add allow from any\nrule add deny port 23\nrule move 2 to 1\n",
            "turned": "rule add deny port 23\nrule add allow from any\nrule add deny 23/tcp\n",
        ]
        let both = try Self.group(same.merging(["e": exercise]) { $1 }, exercise: "e")
        #expect(both.output.contains("2 groups"), "\(both.output)")
        let first = try Self.group(
            same.merging([
                "e": exercise.replacingOccurrences(of: "rule order last-match\n", with: "")
            ]) { $1 }, exercise: "e")
        #expect(
            first.output.contains("1 group "),
            "\(first.output)")
    }

    @Test func itIsForPeople() throws {
        for flags in [["--format", "json"], ["--only", "nobody uses Telnet"]] {
            let run = try Self.group(["a": Self.right], flags: flags)
            #expect(run.status == 2 && run.output.isEmpty)
            #expect(run.errors.contains("--group is for people"), "\(run.errors)")
        }
    }
}
