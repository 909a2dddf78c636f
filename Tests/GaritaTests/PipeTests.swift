import Foundation
import TestSupport
import Testing

/// `| find`, `| count` and `| save`: what is done with an answer on its way to whoever reads it.
@Suite struct PipeTests {
    private static let rules = "rule add allow port 22\nrule add deny port 23\n"

    /// What the last line of a script says, its echo first.
    private func said(_ line: String, after lines: String = rules) throws -> [String] {
        let finished = try GaritaProcess.script(lines + line + "\n", ["--keep-going"])
        let said = finished.output.components(separatedBy: "\n").dropLast()
        let start = said.lastIndex { $0.hasPrefix("garita> ") } ?? 0
        return Array(said[start...])
    }

    @Test(arguments: [
        ("rule list | find PORT | count", ["2 lines"]), ("rule list |count", ["4 lines"]),
        ("rule list | find \"deny\" |find 23| count # how many", ["1 line"]),
        ("rule list | find nothing", ["no line has \"nothing\""]),
        ("rule list | find nothing | count", ["0 lines"]),
        ("rule list | find port | find 24", ["no line has \"24\""]),
        ("gw-b rule list | find default | count", ["1 line"]),
        ("packet test 10.0.0.1 -> 10.1.0.9:80 data \"a|b\" | count", ["3 lines"]),
    ])
    func filtersWhatIsSaid(_ line: String, _ expected: [String]) throws {
        #expect(try said(line) == ["garita> \(line)"] + expected)
    }

    @Test(arguments: [
        ("rule list |", "error: column 12: the line ends here; expected find, count or save"),
        (
            "rule list | grep deny",
            "error: column 13: \"grep\" can't stand here; did you mean: rule list | find deny"
        ),
        (
            "rule list | count | find x",
            "error: column 19: \"|\" has nothing to read: count and save take the whole answer; "
                + "expected one of them, at the end"
        ),
        (
            "| count",
            "error: column 1: nothing stands in front of `|`; "
                + "expected a command there: `rule list | find deny`"
        ),
        ("rule add allow port 24 | find", "error: column 30: the line ends here; expected TEXT: "),
    ])
    func refusesWrongFiltersBeforeTheCommandRuns(_ line: String, _ error: String) throws {
        let refused = try said(line)
        #expect(refused.last?.hasPrefix(error) == true, "\(refused)")
        #expect(try said("rule list | count", after: Self.rules + line + "\n").last == "4 lines")
    }

    @Test func whatIsWrongIsShownWhole() throws {
        #expect(try said("rule delete 9 | find zzz").last?.hasPrefix("error: column 13: ") == true)
    }

    @Test func aQuestionIsAnswered() throws {
        #expect(try said("rule list | ?")[1].hasPrefix("  find  "))
    }

    @Test func capitalsAndShortWordsAreWrittenOut() throws {
        #expect(
            try said("RULE list | FIND deny | Count")[0] == "garita> rule list | find deny | count")
        let typed = try GaritaProcess.run(["-c", "ru li | fi default | cou"]).output
        #expect(typed == "1 line\n")
    }

    @Test func theTranscriptHasWhatTheScreenHas() throws {
        let folder = try TemporaryFolder()
        let script = "transcript t.txt\nrule add deny port 23\nrule list | find deny\n"
        let finished = try GaritaProcess.run(
            ["--seed", "1"], input: Data(script.utf8), in: folder.url)
        let kept = try folder.text(of: "t.txt").components(separatedBy: "\n").dropFirst()
        #expect(finished.output.hasSuffix(kept.dropFirst().joined(separator: "\n")))
        #expect(kept.filter { $0.contains("deny port 23") }.count == 3)
        #expect(!kept.joined().contains("what it says"))
    }

    @Test func aSourcedScriptIsFilteredAsAWhole() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.rules + "rule list | find deny | count\n", to: "a.lab")
        let finished = try GaritaProcess.run(
            [], input: Data("source a.lab | find line\nclock\n".utf8), in: folder.url)
        let lines = finished.output.components(separatedBy: "\n")
        #expect(lines[1...3] == ["garita> source a.lab | find line", "2 lines", "garita> clock"])
    }

    @Test func savesWhatIsLeft() throws {
        let folder = try TemporaryFolder()
        try folder.write("my notes\n", to: "notes.txt")
        let script =
            Self.rules + """
                rule list | find deny | save a.txt
                rule list | find allow | save a.txt
                rule add deny port 24 | save notes.txt
                rule add deny port 24 | save /tmp/outside.txt
                rule list | count

                """
        let finished = try GaritaProcess.run(
            ["--keep-going"], input: Data(script.utf8), in: folder.url)
        let lines = finished.output.components(separatedBy: "\n")
        #expect(lines.contains("2 lines saved to a.txt") && lines.contains("1 line saved to a.txt"))
        let kept = try folder.text(of: "a.txt").components(separatedBy: "\n")
        #expect(
            kept.count == 3 && kept[0] == "# garita answer" && kept[1].hasSuffix("allow port 22"))
        // Neither of the two commands ran.
        #expect(finished.output.contains("expected a new file or a saved answer"))
        #expect(finished.output.contains("expected a file there, or garita --allow-write DIR"))
        #expect(lines.suffix(2) == ["4 lines", ""])
        #expect(try folder.text(of: "notes.txt") == "my notes\n")
    }
}
