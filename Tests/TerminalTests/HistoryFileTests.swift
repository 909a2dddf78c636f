import TestSupport
import Testing

@testable import Terminal

/// The history file alone.
@Suite struct HistoryFileTests {
    @Test func keepsTheLastFiveThousandLines() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/history"
        try folder.write((0..<6_000).map { "line \($0)\n" }.joined(), to: "history")
        let history = HistoryFile(path: path)
        #expect(history.load() == (1_000..<6_000).map { "line \($0)" })
        let text = try folder.text(of: "history")
        #expect(text.hasPrefix("line 1000\n"))
        #expect(text.hasSuffix("line 5999\n"))
        history.append("line 6000")
        #expect(history.load().last == "line 6000")
        #expect(try folder.permissions(of: "history") == 0o600)
    }

    @Test func aFileThatIsHardlyTooLongIsNotRewritten() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/history"
        let text = (0..<5_200).map { "line \($0)\n" }.joined()
        try folder.write(text, to: "history")
        #expect(HistoryFile(path: path).load().count == HistoryFile.limit)
        #expect(try folder.text(of: "history") == text)
    }

    @Test func leavesOutWhatIsDamaged() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/history"
        try folder.write("good\n\n\u{1B}[2Jbad\nünï\nnul\0\nlast without an end", to: "history")
        #expect(HistoryFile(path: path).load() == ["good", "ünï", "last without an end"])
    }

    @Test(arguments: ["", "two\nlines", "escape\u{1B}", "tab\t"])
    func refusesWhatIsNoSingleLine(_ line: String) throws {
        let folder = try TemporaryFolder()
        let history = HistoryFile(path: folder.path + "/history")
        history.append(line)
        #expect(history.load().isEmpty)
        history.append("good")
        #expect(history.load() == ["good"])
    }

    @Test func whatCannotBeReadCountsAsEmpty() throws {
        let folder = try TemporaryFolder()
        #expect(HistoryFile(path: folder.path + "/missing").load().isEmpty)
        #expect(HistoryFile(path: folder.path).load().isEmpty)
        let file = try folder.write("line\n", to: "file")
        let beneath = HistoryFile(path: file + "/history")
        beneath.append("lost")
        #expect(beneath.load().isEmpty)
        #expect(try folder.text(of: "file") == "line\n")
    }
}
