import Commands
import Foundation
import Grammar
import TestSupport
import Testing

/// What a package brings: the manual page, and what shells complete.
@Suite struct ManualTests {
    private static let mandoc = find("mandoc")

    private static func find(_ name: String) -> String? {
        ["/usr/bin", "/bin"].map { "\($0)/\(name)" }
            .first(where: FileManager.default.isExecutableFile)
    }

    @Test func thePageHasEveryFlagAndEveryCommand() throws {
        let run = try GaritaProcess.run(["man"])
        #expect(run.status == 0)
        let page = run.output.replacingOccurrences(of: "\\-", with: "-")
        for flag in ["--seed", "--transcript", "--json", "--allow-read", "--v2", "--format", "-c"] {
            #expect(page.contains("\\fB\(flag)") || page.contains(", \(flag) "), "\(flag)")
        }
        for command in [
            "garita run", "garita present", "garita exercise check", "garita course build",
        ] {
            #expect(page.contains(".SS \"\(command)\""), "\(command)")
        }
        for row in LabTests.table.rows {
            let first = row.usage.split(separator: " ").prefix(2).joined(separator: " ")
            #expect(page.contains("\\fB\(first)"), "\(row.usage)")
        }
        #expect(page.components(separatedBy: "\n.TP\n").count > LabTests.table.rows.count + 40)
        // A page without a date is the same every day.
        #expect(run.output == (try GaritaProcess.run(["man"]).output))
        // It is asked for by who makes packages, and not by who reads help.
        #expect(!(try GaritaProcess.run(["--help"]).output.contains("  man ")))
    }

    @Test(.enabled(if: mandoc != nil, "needs mandoc")) func mandocReadsThePage() throws {
        let folder = try TemporaryFolder()
        let page = try folder.write(try GaritaProcess.run(["man"]).output, to: "garita.1")
        let mandoc = URL(filePath: try #require(Self.mandoc))
        let lint = try Program.run(mandoc, ["-T", "lint", "-W", "error", page])
        #expect(lint.status == 0 && lint.output.isEmpty, "\(lint.output)\(lint.errors)")
        let text = try Program.run(mandoc, ["-T", "ascii", page]).output
            .replacing(#/.\u{8}/#, with: "")
        #expect(text.contains("garita - a network-security lab in a terminal"))
        #expect(text.contains("rule add (allow|deny|reject|log)"), "\(text.prefix(200))")
        let bad = try folder.write(".TH X 1\n.SH NAME\nx \\- y\n.RE\n.nosuch\n", to: "bad.1")
        #expect(try Program.run(mandoc, ["-T", "lint", "-W", "error", bad]).status != 0)
    }

    @Test(arguments: [("bash", "-n"), ("zsh", "-n"), ("fish", "--no-execute")])
    func shellsReadTheirCompletions(shell: String, flag: String) throws {
        let script = try GaritaProcess.run(["--generate-completion-script", shell])
        #expect(script.status == 0)
        #expect(script.output.contains("course"))
        guard let path = Self.find(shell) else { return }
        let folder = try TemporaryFolder()
        let file = try folder.write(script.output, to: "completions")
        let run = try Program.run(URL(filePath: path), [flag, file])
        #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
    }

    @Test func bashCompletesACommand() throws {
        let folder = try TemporaryFolder()
        let script = try GaritaProcess.run(["--generate-completion-script", "bash"]).output
        _ = try folder.write(script, to: "completions")
        let run = try GaritaProcess.shell(
            """
            bash -c 'source ./completions || exit 3
            COMP_WORDS=(garita pre); COMP_CWORD=1; COMP_LINE="garita pre"; COMP_POINT=10
            _garita garita pre garita; echo "${COMPREPLY[@]}"'
            """, in: folder.url)
        #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
        #expect(run.output.contains("present"), "\(run.output)")
    }
}
