import Foundation
import TestSupport
import Testing

/// Scripts that source each other, and transcripts in files.
@Suite struct ScriptTests {
    @Test func aSourcedFileIsFoundBesideItsScript() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write("source inner/b.lab\nrule list\n", to: "deep/a.lab")
        _ = try folder.write("source c.lab\n", to: "deep/inner/b.lab")
        _ = try folder.write("rule add allow port 22\n", to: "deep/inner/c.lab")
        let finished = try GaritaProcess.run(["run", "deep/a.lab"], in: folder.url)
        #expect(finished.status == 0)
        #expect(
            finished.output.contains("   1        0         0                -  allow port 22\n"))
        #expect(!finished.output.contains(folder.url.path))
    }

    @Test func aScriptsRulesAreReadBesideIt() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write("rule add allow port 22\n", to: "deep/own.rules")
        _ = try folder.write("rule add allow port 23\n", to: "own.rules")
        _ = try folder.write(
            "rule load own.rules\nexpect same-as own.rules\nrule list\nrule diff none.rules\n",
            to: "deep/a.lab")
        let finished = try GaritaProcess.run(["run", "deep/a.lab"], in: folder.url)
        #expect(finished.errors.hasPrefix("deep/a.lab:4:11: error: \"none.rules\""))
        #expect(
            finished.output.contains("   1        0         0                -  allow port 22\n"))
        let piped = try GaritaProcess.run(
            [], input: Data("rule load own.rules\nexpect allowed\n".utf8), in: folder.url)
        #expect(piped.output.contains("1 rule loaded from own.rules\n"))
    }

    /// A script's folder may be one where nobody may write.
    @Test func savedRulesGoToTheWorkingFolderAndAreFoundThere() throws {
        let folder = try TemporaryFolder()
        let old = try folder.write("rule add allow port 22\n", to: "deep/saved.rules")
        _ = try folder.write(
            """
            rule add allow port 23
            rule diff saved.rules
            rule save ./saved.rules
            expect same-as saved.rules

            """, to: "deep/a.lab")
        let finished = try GaritaProcess.run(["run", "deep/a.lab"], in: folder.url)
        #expect(finished.status == 0)
        #expect(finished.output.contains("allowed here, denied there: proto tcp"))
        #expect(try folder.text(of: "saved.rules").hasSuffix("rule add allow port 23\n"))
        #expect(try String(contentsOfFile: old, encoding: .utf8) == "rule add allow port 22\n")
    }

    @Test func aFileThatSourcesItselfIsRefused() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write("source b.lab\n", to: "a.lab")
        _ = try folder.write("clock\nsource ./x/../a.lab\n", to: "b.lab")
        let finished = try GaritaProcess.run(["run", "a.lab"], in: folder.url)
        #expect(finished.status == 2)
        #expect(finished.errors.hasPrefix("b.lab:2:8: error: ./x/../a.lab is being run already"))
        #expect(finished.output.components(separatedBy: "error:").count == 2)
    }

    @Test func theDepthIsBounded() throws {
        let folder = try TemporaryFolder()
        for level in 0..<40 {
            _ = try folder.write("source \(level + 1).lab\n", to: "\(level).lab")
        }
        _ = try folder.write("clock\n", to: "40.lab")
        let finished = try GaritaProcess.run(["run", "0.lab"], in: folder.url)
        #expect(finished.status == 2)
        #expect(finished.errors.contains("expected at most 16 levels"))
        let shallow = try GaritaProcess.run(["run", "30.lab"], in: folder.url)
        #expect(shallow.status == 0)
    }

    @Test(arguments: ["nothing.lab", "inner", ""])
    func aFileThatIsNoneIsRefused(name: String) throws {
        let folder = try TemporaryFolder()
        _ = try folder.write("clock\n", to: "inner/x.lab")
        _ = try folder.write("source \"\(name)\"\n", to: "a.lab")
        let finished = try GaritaProcess.run(["run", "a.lab"], in: folder.url)
        #expect(finished.status == 2)
        #expect(finished.errors.hasPrefix("a.lab:1:8: error: "))
    }

    @Test func keepGoingReachesIntoSourcedFiles() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write("source b.lab\nclock\n", to: "a.lab")
        _ = try folder.write("nonsense\nrule add allow port 22\n", to: "b.lab")
        let stopped = try GaritaProcess.run(["run", "a.lab"], in: folder.url)
        #expect(stopped.status == 2)
        #expect(!stopped.output.contains("rule 1 added"))
        #expect(!stopped.output.contains("garita> clock"))
        let kept = try GaritaProcess.run(["run", "--keep-going", "a.lab"], in: folder.url)
        #expect(kept.status == 2)
        #expect(kept.output.contains("rule 1 added"))
        #expect(kept.output.hasSuffix("garita> clock\n0.000 ms\n"))
    }

    @Test func aTranscriptIsTheOutput() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write("# words\nclock\nnonsense\n", to: "a.lab")
        let finished = try GaritaProcess.run(
            ["run", "a.lab", "--transcript", "out.txt"], in: folder.url)
        #expect(try folder.text(of: "out.txt") == finished.output)
        let attributes = try FileManager.default.attributesOfItem(
            atPath: folder.url.appending(path: "out.txt").path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        // Its own kind of file is written over; any other is not.
        let again = try GaritaProcess.run(
            ["run", "a.lab", "--transcript", "out.txt"], in: folder.url)
        #expect(again.output == finished.output)
        let refused = try GaritaProcess.run(
            ["run", "a.lab", "--transcript", "a.lab"], in: folder.url)
        #expect(refused.status == 2)
        #expect(try folder.text(of: "a.lab") == "# words\nclock\nnonsense\n")
    }

    @Test func theCommandStartsAndStopsATranscript() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write(
            "clock\ntranscript t.txt\nclock\ntranscript u.txt\ntranscript off\nclock\ntranscript off\n",
            to: "a.lab")
        let finished = try GaritaProcess.run(["run", "--keep-going", "a.lab"], in: folder.url)
        #expect(finished.status == 2)
        let text = try folder.text(of: "t.txt")
        #expect(text.hasPrefix("# garita 1.0.0 transcript, seed 1, language en, commands typed\n"))
        #expect(text.components(separatedBy: "garita> clock\n").count == 2)
        #expect(text.contains("error: column 12: a transcript is being written"))
        #expect(finished.output.contains("error: column 1: no transcript is being written"))
    }

    @Test func oneCommandCanBeExpectedToFail() throws {
        let finished = try GaritaProcess.script(
            """
            expect error rule delete 1
            expect error rule add allow port 22
            rule list
            """)
        #expect(finished.status == 1)
        #expect(finished.output.contains("error: column 26: there is no rule 1"))
        #expect(
            finished.output.contains(
                "expectation failed: expected an error, got a command that was carried out"))
    }

    @Test func aSourcedLabIsReadWithItsNarration() throws {
        let folder = try TemporaryFolder()
        let script = "# Two rules.\n\nrule add allow port 22\nexpect error rule delete 7\n"
        _ = try folder.write(script, to: "a.lab")
        let finished = try GaritaProcess.run(
            ["-c", "rule add allow port 80", "-c", "source a.lab"], in: folder.url)
        #expect(finished.status == 0)
        #expect(
            finished.output == """
                rule 1 added: allow port 80
                # Two rules.

                garita> rule add allow port 22
                rule 2 added: allow port 22
                garita> expect error rule delete 7
                                                 ^
                error: column 26: there is no rule 7; expected 1 to 2
                as expected

                """)
    }
}
