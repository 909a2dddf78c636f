import Foundation
import TestSupport
import Testing

/// `garita grade`: submissions held to an exercise.
@Suite struct GradingTests {
    private static let exercise = GaritaProcess.root.appending(path: "labs/exercises/first-gate")
        .path

    private static let right = """
        rule add deny proto tcp to any port 23
        rule add allow from 192.168.1.100
        rule add allow proto tcp to 10.1.0.0/24 port 443

        """

    private static func grade(
        _ files: [String: String], _ flags: [String] = [], exercise: String = exercise
    ) throws -> Program.Finished {
        let folder = try folder(files)
        return try withExtendedLifetime(folder) {
            try GaritaProcess.run(
                ["grade", exercise] + files.keys.sorted() + flags, in: folder.url)
        }
    }

    private static func folder(_ files: [String: String]) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for (name, text) in files {
            try Data(text.utf8).write(to: folder.url.appending(path: name))
        }
        return folder
    }

    @Test func aRightAnswerPassesHoweverItIsWritten() throws {
        let other = """
            # In another order, with other words, and with what is not needed.
            set add admin 192.168.1.100
            rule add deny proto tcp to any port 80
            rule delete 1
            rule add allow https to 10.1.0.0/24
            rule add deny 23/tcp at 1
            rule add allow from @admin

            """
        let fromWindows = "\u{FEFF}" + Self.right.replacingOccurrences(of: "\n", with: "\r\n")
        for text in [Self.right, other, fromWindows] {
            let run = try Self.grade(["a": text])
            #expect(run.output.hasPrefix("a: 10 of 10 points"), "\(run.output)")
            #expect(run.status == 0)
        }
    }

    /// What scanners and texts take for right: a default that allows all, and one rule against Telnet.
    @Test func aDefaultThatAllowsIsFoundOut() throws {
        let run = try Self.grade(["a": "rule default allow\nrule add deny port 23\n"])
        #expect(
            run.output == """
                a: 4 of 10 points
                  passed      1  the administrator passes
                  passed      1  HTTPS reaches the web servers
                  passed      2  nobody uses Telnet
                  failed      2  others reach nothing but port 443
                                   expectation failed: expected no packet to be allowed, got tcp 192.168.1.50:40000 -> 10.1.0.9:80 by default
                                   try it: packet test tcp 192.168.1.50:40000 -> 10.1.0.9:80
                  failed      2  others reach nobody but the web servers
                                   expectation failed: expected no packet to be allowed, got tcp 192.168.1.50:40000 -> 0.0.0.1:80 by default
                                   try it: packet test tcp 192.168.1.50:40000 -> 0.0.0.1:80
                  failed      1  no UDP from others
                                   expectation failed: expected no packet to be allowed, got udp 192.168.1.50:40000 -> 10.1.0.9:80 by default
                                   try it: packet test udp 192.168.1.50:40000 -> 10.1.0.9:80
                  failed      1  the administrator may send anything else
                                   expectation failed: expected no packet to be denied, got udp 192.168.1.100:40000 -> 10.1.0.9:23 by rule 1
                                   try it: packet test udp 192.168.1.100:40000 -> 10.1.0.9:23

                """)
    }

    @Test func manyAreATable() throws {
        let run = try Self.grade([
            "ana": Self.right, "ben": "rule default allow\n",
            "cleo": "rule add alow from 1.2.3.4\n",
            "dan": "", "eve": "rule add allow from 192.168.1.100\nquit\n",
        ])
        #expect(
            run.output == """
                The first gate: 5 submissions, 10 points in 7 checks
                submission   points  1 2 3 4 5 6 7
                ana           10/10  + + + + + + +
                ben            3/10  + + - - - - +
                cleo              -  not graded: line 1, column 10: "alow" can't stand here; did you mean: rule add allow from 1.2.3.4
                dan               -  not graded: there is no command in it
                eve               -  not graded: line 2, column 1: this exercise takes no `quit`
                + passed, - failed, . skipped: another check did not pass

                """)
        #expect(run.status == 0)
    }

    /// Whoever is told that he may not pass has not passed: "none is denied" is a claim about rejected packets, too.
    @Test func whatIsRejectedDoesNotPass() throws {
        let run = try Self.grade([
            "a": "rule add deny proto tcp to any port 23\nrule add reject\n", "b": Self.right,
        ])
        let rows = run.output.split(separator: "\n").map(String.init)
        let row = try #require(rows.first { $0.hasPrefix("a ") })
        #expect(row.hasSuffix("- - + + + . -"), "\(row)")
        #expect(rows.contains { $0.hasPrefix("b ") && $0.contains("10/10") })
    }

    /// A submission can't end, see, forge or skip the checks, and reaches no file.
    @Test(arguments: [
        "quit", "exit", "source secret", "transcript out", "expect allowed", "expect none allow",
        "expect error rule add", "seed 2", "rule save out", "rule load secret", "rule diff secret",
        "packet load secret", "packet send 10.0.0.1 -> 10.0.0.2", "capture save out.pcapng",
        "tunnel listen x port 4500", "wait 1h", "help", "history", "rule add allow ?", "\u{1B}[2J",
        "check 10 \"mine\" expect none allow", "submission", "exercise \"mine\"", "hint \"x\"",
    ])
    func aSubmissionIsHeldToItsCommands(line: String) throws {
        let run = try Self.grade(["a": Self.right + line + "\n", "secret": "rule default allow\n"])
        let row = try #require(run.output.split(separator: "\n").first { $0.hasPrefix("a ") })
        #expect(row.contains("not graded: line 4, column 1"), "\(run.output)")
        #expect(!run.output.utf8.contains(0x1B))
        // A transcript in which it stands is graded by what the exercise takes.
        let transcript =
            "# garita 1.0.0 transcript\n"
            + (Self.right + line).split(separator: "\n")
            .map { "garita> \($0)\nas expected\n" }.joined()
        let graded = try Self.grade(["a": transcript])
        #expect(graded.output.hasPrefix("a: 10 of 10"), "\(graded.output)")
    }

    @Test func narrationIsNoResult() throws {
        let run = try Self.grade(["a": "# a: 10 of 10 points\n# as expected\nrule list\n"])
        #expect(
            run.output.hasPrefix("a: 1 of 10") || run.output.hasPrefix("a: 6 of 10"),
            "\(run.output)")
    }

    @Test func whatNobodyShouldSubmitHasAReason() throws {
        let folder = try Self.folder([
            "endless": String(repeating: "rule add allow port 1\n", count: 10_001),
            "large": String(repeating: "# narration of no use\n", count: 60_000),
            "comments": "# nothing\n\n",
        ])
        try Data([0x23, 0, 1, 2]).write(to: folder.url.appending(path: "binary"))
        try Data([0xFF, 0xFE, 0x41]).write(to: folder.url.appending(path: "latin"))
        let names = ["binary", "comments", "endless", "large", "latin", "missing"]
        let run = try GaritaProcess.run(["grade", Self.exercise] + names, in: folder.url)
        for (name, reason) in zip(
            names,
            [
                "it is no text", "there is no command in it", "it has more than 10000 commands",
                "it is larger than 1048576 bytes", "it is no text",
                "it can't be read: there is no such file",
            ])
        {
            let row = run.output.split(separator: "\n").first { $0.hasPrefix(name + " ") }
            #expect(row?.contains("not graded: \(reason)") == true, "\(name): \(row ?? "-")")
        }
        #expect(run.status == 0)
    }

    /// What other programs read: to the standard output or to a file, with status 0 also where checks fail.
    @Test func gradesAreWrittenForOtherPrograms() throws {
        let files = ["a": "rule default allow\n"]
        for (format, start) in [
            (
                "json",
                "{\"schema\":\"garita/grade/v1\",\"exercise\":\"The first gate\",\"submission\":\"a\""
            ),
            ("csv", "submission,score,max-score,problem,the administrator passes,"),
            ("junit", "<?xml"), ("tap", "TAP version 13\n1..7\n"),
            ("gradescope", "{\"output\":\"\""),
            ("classroom50", "{\"schema\":\"classroom50/result/v1\""),
            ("prairielearn", "{\"gradable\":true,\"score\":0.3,"), ("autolab", "ok      1/1  "),
            ("table", "a: 3 of 10 points\n"),
        ] {
            let run = try Self.grade(files, ["--format", format])
            #expect(run.output.hasPrefix(start), "\(run.output)\(run.errors)")
            #expect(run.status == 0 && run.errors.isEmpty)
            let folder = try Self.folder(files)
            let other = try GaritaProcess.run(
                ["grade", Self.exercise, "a", "--format", format, "--output", "grades"],
                in: folder.url)
            #expect(other.status == 0 && other.output.isEmpty, "\(other.errors)")
            #expect(try folder.text(of: "grades") == run.output)
        }
    }

    /// Also in a file: what is heard has no columns.
    @Test func aLinearTableIsOneInAFile() throws {
        let files = ["a": Self.right, "b": "rule default allow\n"]
        let (shown, grid) = (try Self.grade(files, ["--linear"]), try Self.grade(files))
        #expect(!shown.output.contains("  ") && grid.output.contains("  "), "\(shown.output)")
        let folder = try Self.folder(files)
        let written = try GaritaProcess.run(
            ["grade", Self.exercise, "a", "b", "--linear", "--output", "grades"], in: folder.url)
        #expect(written.status == 0 && written.output.isEmpty, "\(written.errors)")
        #expect(try folder.text(of: "grades") == shown.output)
    }

    @Test func aFormatThatCannotBeIsRefused() throws {
        let two = ["a": Self.right, "b": Self.right]
        for format in ["gradescope", "classroom50", "prairielearn", "autolab"] {
            let run = try Self.grade(two, ["--format", format, "--output", "grades"])
            #expect(
                run.errors == "error: \(format) is about one submission, and there are 2; "
                    + "expected one, or --format json, csv, junit, tap\n")
            #expect(run.status == 2 && run.output.isEmpty)
        }
        let unknown = try Self.grade(two, ["--format", "xml"])
        #expect(unknown.status == 2 && unknown.errors.contains("gradescope"), "\(unknown.errors)")
        let nowhere = try Self.grade(two, ["--format", "json", "--output", "no/where"])
        #expect(nowhere.status == 2 && nowhere.errors.contains("no/where"), "\(nowhere.errors)")
        #expect(nowhere.output.isEmpty)
    }

    @Test func oneCheckIsAnExitStatus() throws {
        let only = ["--only", "nobody uses Telnet"]
        #expect(try Self.grade(["a": Self.right], only).status == 0)
        #expect(try Self.grade(["a": "rule default allow\n"], only).status == 1)
        #expect(try Self.grade(["a": Self.right, "b": "quit\n"], only).status == 1)
        #expect(try Self.grade(["a": Self.right], ["--only", "nobody"]).status == 2)
    }

    /// An exercise that makes no sense says where, and grades nothing.
    @Test(arguments: [
        (
            "submission\ncheck 1 \"a\" expect none allow\n",
            "3:1: error: there is no line `exercise`"
        ),
        ("exercise \"x\"\ncheck 1 \"a\" expect none allow\n", "2:1: error: a check stands behind"),
        ("exercise \"x\"\nsubmission\n", "3:1: error: there is no line `check`"),
        ("exercise \"x\"\nexercise \"y\"\n", "2:1: error: there is a line `exercise` already"),
        ("exercise \"x\"\nsubmission\nsubmission\n", "3:1: error: there is a line `submission`"),
        ("exercise \"x\"\nsubmission may quit\n", "2:16: error: no command begins with \"quit\""),
        ("exercise \"x\"\nsubmission may \"rule load\"\n", "2:16: error: no command begins"),
        ("exercise \"x\"\nsubmission\nhint \"y\"\n", "3:1: error: a hint stands behind"),
        (
            "exercise \"x\"\nsubmission\ncheck 1 \"a\" rule list\n",
            "3:1: error: a check says nothing"
        ),
        ("exercise \"x\"\nsubmission\ncheck 1 \"a\" expect nobody\n", "3:20: error:"),
        ("exercise \"x\"\nsubmission\ncheck 1 \"a\" rule lisst expect none allow\n", "error:"),
        (
            "exercise \"x\"\nsubmission\ncheck 1 \"a\" needs \"b\" expect none allow\n",
            "3:19: error: no check in front"
        ),
        (
            "exercise \"x\"\nsubmission\ncheck 1 \"a\" expect none allow\ncheck 1 \"a\" expect none deny\n",
            "4:9: error: there is a check \"a\" already"
        ),
        ("exercise \"x\"\nrule add nonsense\n", "2:10: error: \"nonsense\""),
        ("exercise \"x\"\nsubmission\ncheck 2000 \"a\" expect none allow\n", "3:7: error:"),
        (
            "exercise \"x\"\nrule delete 7\nsubmission\ncheck 1 \"a\" expect none allow\n",
            "2:13: error:"
        ),
    ])
    func anExerciseSaysWhereItIsWrong(text: String, said: String) throws {
        let folder = try Self.folder(["e": text, "a": "rule list\n"])
        let run = try GaritaProcess.run(["grade", "e", "a"], in: folder.url)
        #expect(run.errors.hasPrefix("e:"), "\(run.errors)")
        #expect(run.errors.contains(said), "\(run.errors)")
        #expect(run.output.isEmpty)
        #expect(run.status == 2)
    }

    @Test func checksDoNotJudgeEachOther() throws {
        // The first check begins a flow; the second one asks whether a rule lets its answer pass.
        let folder = try Self.folder([
            "e": """
            exercise "x"
            submission
            check 1 "goes out" packet send 10.0.0.7:5000 -> 10.1.0.9:80 expect delivered
            check 1 "no answer that nobody asked for" packet test 10.1.0.9:80 -> 10.0.0.7:5000 flags SYN,ACK expect denied
            check 1 "errors are errors" expect error rule delete 99
            check 1 "skipped" needs "no answer that nobody asked for" expect none reject

            """,
            "a": "rule add allow state established\nrule add allow port 80\n",
        ])
        let run = try GaritaProcess.run(["grade", "e", "a"], in: folder.url)
        #expect(run.output.hasPrefix("a: 4 of 4 points"), "\(run.output)")
    }
}
