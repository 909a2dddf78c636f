import Commands
import Foundation
import Grammar
import TestSupport
import Testing

/// `explain`: each word has a sentence, an RFC, and a lab that shows it.
@Suite struct ExplainTests {
    private func said(_ lines: String...) throws -> [String] {
        try GaritaProcess.run(lines.flatMap { ["-c", $0] }).output.components(separatedBy: "\n")
            .dropLast()
    }

    @Test(arguments: Term.allCases)
    func eachTermIsMetInItsLab(term: Term) throws {
        let file = GaritaProcess.root.appending(path: "labs/\(term.place.lab).lab")
        let lab = try String(contentsOf: file, encoding: .utf8)
        let look = term.place.look
        let isThere = lab.components(separatedBy: "\n").contains { line in
            let rest = line.drop { $0 != " " }.dropFirst()
            return line.hasPrefix(look) || rest.hasPrefix(look) || line.contains("error \(look)")
        }
        #expect(isThere, "\(term.place.lab) has no `\(look)`")
        let words = look.split(separator: " ").map(String.init)
        #expect(
            LabTests.table.words.contains {
                Array($0.map(\.text).prefix(words.count)) == Array(words.prefix($0.count))
            })
        let answer = try said("explain \(term.rawValue)")
        #expect(answer.first?.hasPrefix("\(term.rawValue): ") == true)
        #expect(answer.last == "  `\(look)` shows it, as in labs/\(term.place.lab).lab")
        #expect(term.place.reference == nil || answer[1].hasPrefix("  RFC "))
    }

    @Test func otherNamesAndSeveralWordsAreUnderstood() throws {
        for words in [
            "first match", "FIRST-MATCH", "ttl", "Anti-Replay Window", "syn cookie", "rules",
        ] {
            #expect(try said("explain \(words)").count == 3, "\(words)")
        }
        #expect(try said("explain").count == Term.allCases.count)
    }

    @Test func whatIsHereIsShownWithIt() throws {
        let rule = try said(
            "rule add allow port 22 name web", "packet send 10.0.0.1 -> 10.1.0.1:22",
            "explain rule 1")
        #expect(rule.last == "  here rule 1: allow port 22 name \"web\"; it has decided 1 packet")
        let packet = try said("packet send 10.0.0.1 -> 10.1.0.1:22", "explain packet 1")
        #expect(packet.contains { $0.hasPrefix("packet: ") } && packet.count > 5)
        let tunnel = try said("tunnel open demo", "explain tunnel demo")
        #expect(tunnel.contains { $0.hasPrefix("tunnel demo: ") })
    }

    @Test(arguments: [
        (
            "explain blockchain",
            "error: column 9: \"blockchain\" is no term that is explained; expected one that `explain` lists"
        ),
        (
            "explain rule 7",
            "error: column 14: there is no rule 7; expected a rule to be added first"
        ),
        ("explain tunnel x", "error: column 16: there is no tunnel x; "),
    ])
    func whatIsUnknownIsRefused(_ line: String, _ error: String) throws {
        #expect(try said(line).first?.hasPrefix(error) == true, "\(try? said(line))")
    }
}
