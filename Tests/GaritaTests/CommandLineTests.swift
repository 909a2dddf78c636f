import Foundation
import TestSupport
import Testing

/// The program's flags, ways of running, and exit statuses.
@Suite struct CommandLineTests {
    @Test func sayItsVersionAndItsFlags() throws {
        let version = try GaritaProcess.run(["--version"])
        #expect(version.status == 0)
        #expect(version.output == "1.0.0\n")
        let help = try GaritaProcess.run(["--help"])
        #expect(help.status == 0)
        for word in ["run", "--seed", "--transcript", "--keep-going", "--command"] {
            #expect(help.output.contains(word) || word != "run" && help.output.contains("help"))
        }
        let run = try GaritaProcess.run(["run", "--help"])
        for word in ["--seed", "--transcript", "--keep-going"] {
            #expect(run.output.contains(word))
        }
    }

    @Test(arguments: [
        ["--nonsense"], ["run"], ["--seed", "x"], ["--seed", "-1"], ["run", "--seed"],
        ["--seed", "18446744073709551616"], ["-c"],
    ])
    func refusesWrongFlags(arguments: [String]) throws {
        let finished = try GaritaProcess.run(arguments)
        #expect(finished.status == 2)
        #expect(finished.output.isEmpty)
        #expect(finished.errors.hasPrefix("Error:") || finished.errors.hasPrefix("error:"))
    }

    @Test(arguments: ["/nonexistent/x.lab", "labs", "labs/nothing.lab"])
    func refusesFilesThatAreNone(path: String) throws {
        let finished = try GaritaProcess.run(["run", path])
        #expect(finished.status == 2)
        #expect(finished.output.isEmpty)
        #expect(finished.errors.hasPrefix("error: \"\(path)\""))
        #expect(finished.errors.split(separator: "\n").count == 1)
    }

    @Test func runsSingleCommands() throws {
        let finished = try GaritaProcess.run([
            "-c", "rule add allow port 22", "-c", "packet test 10.0.0.1 -> 10.0.0.2:22",
        ])
        #expect(finished.status == 0)
        #expect(
            finished.output == """
                rule 1 added: allow port 22
                would be allowed by rule 1: allow port 22
                  matched: destination port 22

                """)
        let wrong = try GaritaProcess.run(["-c", "rule adx", "-c", "clock"])
        #expect(wrong.status == 2)
        // Nobody sees the line above it, so that nothing points into it.
        #expect(wrong.output.hasPrefix("error: column 6: "))
        #expect(!wrong.output.contains("0.000 ms"))
    }

    @Test func statusesTellExpectationsFromErrors() throws {
        #expect(try GaritaProcess.script("clock\n").status == 0)
        let test = "packet test 10.0.0.1 -> 10.0.0.2:22\n"
        let met = try GaritaProcess.script(test + "expect denied by default\n")
        #expect(met.status == 0)
        let failed = try GaritaProcess.script(test + "expect allowed\nclock\n")
        #expect(failed.status == 1)
        #expect(
            failed.output.contains(
                "expectation failed: expected allowed, got denied by default, and nothing was sent")
        )
        #expect(failed.output.hasSuffix("0.000 ms\n"))
        let refused = try GaritaProcess.script("rule ad\nclock\n")
        #expect(refused.status == 2)
        #expect(!refused.output.contains("clock"))
        let kept = try GaritaProcess.script("rule ad\nclock\n", ["--keep-going"])
        #expect(kept.status == 2)
        #expect(kept.output.hasSuffix("0.000 ms\n"))
    }

    @Test func anErrorInAScriptHasItsPlace() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write("clock\n  rule add allow port 99999\n", to: "x.lab")
        let finished = try GaritaProcess.run(["run", "x.lab"], in: folder.url)
        #expect(finished.status == 2)
        let lines = finished.errors.split(separator: "\n")
        #expect(lines.first?.hasPrefix("x.lab:2:23: error: \"99999\" is above 65535") == true)
        #expect(lines.dropFirst().first == "    rule add allow port 99999")
        #expect(lines.last == "                        ^~~~~")
        #expect(finished.output.contains("\nerror: column 23: \"99999\" is above 65535"))
    }

    @Test func theDigestIsThatOfTheCommands() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write("clock\n", to: "a.lab")
        _ = try folder.write("# b\nclock", to: "b.lab")
        let run = try GaritaProcess.run(["run", "a.lab", "b.lab"], in: folder.url)
        let sum = try GaritaProcess.shell("cat a.lab b.lab | sha256sum", in: folder.url)
        let digest = sum.output.prefix(64)
        #expect(digest.count == 64)
        #expect(
            run.output.hasPrefix(
                "# garita 1.0.0 transcript, seed 1, language en, commands sha256:\(digest)\n"))
        let seeded = try GaritaProcess.run(["run", "a.lab", "--seed", "9"], in: folder.url)
        #expect(seeded.output.hasPrefix("# garita 1.0.0 transcript, seed 9, "))
    }

    @Test(arguments: [
        "clock\r\nclock\r\n", "\u{FEFF}clock\nclock", "clock\n\nclock",
        "\tclock\t\nclock # twice\n",
    ])
    func readsTheLinesOfEveryEditor(text: String) throws {
        let finished = try GaritaProcess.script(text)
        #expect(finished.status == 0)
        #expect(finished.output.components(separatedBy: "\n0.000 ms\n").count == 3)
        #expect(!finished.output.utf8.contains(0x0D))
    }

    @Test func quitEndsAScript() throws {
        let finished = try GaritaProcess.script("quit\nrule ad\n")
        #expect(finished.status == 0)
        #expect(finished.output.hasSuffix("garita> quit\n"))
    }

    @Test func aReaderThatLeavesIsNoCrash() throws {
        let lines = String(repeating: "help\n", count: 5_000)
        let folder = try TemporaryFolder()
        _ = try folder.write(lines, to: "long.lab")
        let finished = try GaritaProcess.shell(
            "{ garita run long.lab; echo $? >status; } | head -1", in: folder.url)
        #expect(finished.output.hasPrefix("# garita "))
        #expect(try folder.text(of: "status") == "2\n")
    }

    @Test func aFullDiskIsSaid() throws {
        let lines = String(repeating: "help\n", count: 50)
        let full = try GaritaProcess.script(lines, ["--transcript", "/dev/full"])
        #expect(full.status == 2)
        #expect(
            full.errors == "error: \"/dev/full\": there is no space left on the device; "
                + "expected another file\n")
        let folder = try TemporaryFolder()
        _ = try folder.write(lines, to: "x.lab")
        let output = try GaritaProcess.shell("garita run x.lab >/dev/full", in: folder.url)
        #expect(output.status == 2)
        #expect(
            output.errors
                == "error: the output can't be written: there is no space left on the device\n")
    }

    @Test func ourOwnFaultHasAStatusOfItsOwn() throws {
        // A trap from outside looks like one from inside, once the program answers signals.
        let folder = try TemporaryFolder()
        let finished = try GaritaProcess.shell(
            """
            mkfifo in; garita <in & exec 3>in
            until grep SigCgt /proc/$!/status | grep -q "[89a-f]$"; do :; done
            kill -ILL $!; wait $!; echo $?
            """, in: folder.url)
        #expect(finished.output.hasSuffix("70\n"))
        #expect(finished.errors.hasSuffix("garita: internal error\n"))
    }

    @Test func closedStreamsAreNoObstacle() throws {
        let errors = try GaritaProcess.shell("garita -c clock 2>&-")
        #expect(errors.status == 0)
        #expect(errors.output == "0.000 ms\n")
        #expect(try GaritaProcess.shell("garita <&-").status == 0)
        #expect(try GaritaProcess.shell("garita -c clock >&-").status == 0)
    }

    @Test func aFIFOIsNotWaitedFor() throws {
        let folder = try TemporaryFolder()
        let finished = try GaritaProcess.shell(
            "mkfifo f; garita -c 'source f' --transcript t; garita -c clock --transcript f",
            in: folder.url)
        #expect(finished.output.contains("\"f\" is a FIFO, which may never end"))
        #expect(finished.errors.contains("error: \"f\" is a FIFO"))
        #expect(finished.status == 2)
    }

    @Test func secretsAreNotRepeatedInErrors() throws {
        let key = String(repeating: "ab", count: 32)
        for line in [
            "tunnel key demo \(key)", "tunnel open demo key \(key)00",
            "tunnel open demo \(key)\(key)",
            "tunnel open demo password hunter2secret key \(key)",
        ] {
            let said = try GaritaProcess.run(["-c", line]).output
            #expect(said.contains("error: column "))
            #expect(!said.contains("abababababab"), "\(said)")
            #expect(!said.contains("hunter2"), "\(said)")
        }
    }
}
