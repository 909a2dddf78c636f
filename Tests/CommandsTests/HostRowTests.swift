import Commands
import Testing

/// How the lines of hosts are read.
@Suite struct HostRowTests {
    /// `keep` is a word of the command wherever it stands, and a text only in quotes.
    @Test(arguments: [
        ("connect web:80", "", false), ("connect web:80 keep", "", true),
        ("connect web:80 hola keep", "hola", true), ("connect web:80 keep hola", "hola", true),
        ("connect web:80 \"keep\"", "keep", false),
    ])
    func keepsAConnection(_ line: String, _ text: String, _ isKept: Bool) throws {
        guard case .host(.connect(_, let words)) = try Reading.command(line) else {
            Issue.record("\(line) is another command")
            return
        }
        #expect(words.data == Array(text.utf8))
        #expect(words.isKept == isKept)
    }
}
