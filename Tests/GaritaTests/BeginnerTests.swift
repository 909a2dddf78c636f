import Foundation
import TestSupport
import Testing

/// What people type who are new to the subject, or come from other tools: each gets an answer that helps them.
@Suite struct BeginnerTests {
    /// A line at a fresh prompt, and the first line of what comes, in which only the column is left out.
    struct Row {
        let line: String
        let answer: String
    }

    /// Lines that beginners typed.
    static let rows = rows(in: "lines.txt")

    /// Lines of other tools, at an office.
    static let tools = rows(in: "tools.txt")

    /// The rows of a file of `Tests/Beginners`: `> ` and the line, `= ` and the answer.
    private static func rows(in name: String) -> [Row] {
        let file = GaritaProcess.root.appending(path: "Tests/Beginners/\(name)")
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        var rows: [Row] = []
        var typed: String?
        for line in text.components(separatedBy: "\n") {
            if line.hasPrefix("> ") { typed = String(line.dropFirst(2)) }
            guard line.hasPrefix("= "), let line = typed.map({ _ in String(line.dropFirst(2)) })
            else { continue }
            rows.append(Row(line: typed ?? "", answer: line))
            typed = nil
        }
        return rows
    }

    private func said(_ arguments: [String]) throws -> [String] {
        try GaritaProcess.run(arguments).output.components(separatedBy: "\n")
    }

    @Test func everyLineGetsItsAnswer() throws {
        #expect(Self.rows.count == 140)
        for row in Self.rows {
            let first = try said(["-c", row.line]).first ?? ""
            let answer = first.replacing(#/^error: column \d+: /#, with: "error: ")
            #expect(answer == row.answer, "\(row.line)")
        }
    }

    /// What other tools' lines are here is told, and is a command.
    @Test func linesOfOtherToolsAreTold() throws {
        #expect(Self.tools.count > 30)
        var told = 0
        for row in Self.tools {
            let script = "net load office\n\(row.line)\n"
            let answer = try GaritaProcess.script(script, ["--keep-going"]).output
                .components(separatedBy: "\n").last { $0.hasPrefix("error: ") }
            let text = answer?.replacing(#/^error: column \d+: /#, with: "error: ")
            #expect(text == row.answer, "\(row.line)")
            guard let line = row.answer.split(separator: #/; (?:did you mean|in Garita): /#).last,
                line != row.answer
            else { continue }
            told += 1
            let run = try GaritaProcess.script("net load office\n\(line)\n", ["--keep-going"])
                .output
            #expect(!run.contains("can't stand here") && !run.contains("ends here"), "\(line)")
        }
        #expect(told > 30)
    }

    @Test func everyOfferedLineIsTaken() throws {
        var taken = 0
        for row in Self.rows {
            let parts = row.answer.split(separator: #/; (?:did you mean|in Garita): /#)
            guard let line = parts.last, parts.count == 2 else { continue }
            taken += 1
            let answer = try said(["-c", String(line)]).first ?? ""
            // What the lab has not got, such as rule 1, is no fault of the line.
            #expect(
                !answer.contains("can't stand here") && !answer.contains("ends here"), "\(line)")
        }
        #expect(taken > 50)
    }

    @Test func noAnswerIsALongList() {
        for row in Self.rows { #expect(row.answer.utf8.count < 260, "\(row.line)") }
    }

    @Test func aScriptAsksAndGoesOn() throws {
        let said = try GaritaProcess.script("rule add ?\nRULE Add ALLOW port 22 # IN CAPITALS\n")
            .output
        #expect(said.contains("garita> rule add ?\n  allow  "))
        #expect(said.contains("garita> rule add allow port 22 # IN CAPITALS\nrule 1 added: "))
        // What is only begun is for the prompt.
        let refused = try GaritaProcess.script("r li\n")
        #expect(refused.status == 2)
        #expect(try self.said(["-c", "ru li"]).first?.hasPrefix("rule  ") == true)
    }

    @Test func aSecretIsNotRepeated() throws {
        for line in [
            "tunnel open demo pasword hunter2", "tunnel opn demo password hunter2",
            "tunel open demo key 00112233445566778899aabbccddeeff",
        ] {
            let said = try self.said(["-c", line]).joined()
            #expect(said.contains("error: ") && !said.contains("did you mean:"), "\(said)")
            #expect(!said.contains("hunter2") && !said.contains("0011"), "\(said)")
        }
    }
}
