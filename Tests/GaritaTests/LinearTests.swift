import Foundation
import TestSupport
import Testing

/// What `--linear` writes can be heard line by line, and has all that the tables and drawings have.
@Suite struct LinearTests {
    /// A command with what it says.
    private struct Answer {
        let command: String
        let lines: [Substring]
    }

    private static func answers(in transcript: String) -> [Answer] {
        var answers: [Answer] = []
        for line in transcript.split(separator: "\n").dropFirst() where !line.hasPrefix("#") {
            if line.hasPrefix("garita> ") {
                answers.append(Answer(command: String(line), lines: []))
            } else if let last = answers.popLast() {
                answers.append(Answer(command: last.command, lines: last.lines + [line]))
            }
        }
        return answers
    }

    /// Whether a line is drawn: blanks that keep columns apart, or the edges of a box or an arrow's shaft.
    private static func isDrawn(_ line: Substring) -> Bool {
        let text = String(line.drop { $0 == " " }).replacing(#/"[^"]*"/#, with: "q")
        let isDrawing = text.unicodeScalars.contains {
            (0x2190...0x21FF).contains($0.value) || (0x2500...0x259F).contains($0.value)
        }
        return isDrawing || text.contains("  ") || text.contains("--+") || text.contains("==+")
            || text.contains("-->") || text.contains("~~")
    }

    /// The values and words of some lines; single letters stand for nothing by themselves.
    private static func words(of lines: some Sequence<Substring>) -> Set<Substring> {
        var words: Set<Substring> = []
        for line in lines {
            for word in line.split(whereSeparator: { " ,:;()[]|=+<>\"".contains($0) }) {
                var word = word.drop { $0 == "-" || $0 == "." }
                while let last = word.last, last == "-" || last == "." { word.removeLast() }
                guard word.count > 1 || word.contains(where: \.isNumber),
                    word.contains(where: { $0.isLetter || $0.isNumber })
                else { continue }
                words.insert(word)
            }
        }
        return words
    }

    /// Letters beside bytes that are words now, and the MTU of a drawn link, which a sentence calls bytes.
    private static let saidOtherwise: Set<Substring> = ["ae", "MTU"]

    @Test(arguments: LabTests.all)
    func hasAllThatTheGridHas(lab: String) throws {
        let linear = try GaritaProcess.run(besideLabs: ["run", "--linear", "labs/\(lab)"])
        let grid = try String(
            contentsOf: GaritaProcess.root.appending(path: "labs/\(lab.dropLast(4)).transcript"),
            encoding: .utf8)
        #expect(linear.status == 0)
        #expect(linear.errors.isEmpty)
        let (plain, drawn) = (Self.answers(in: linear.output), Self.answers(in: grid))
        #expect(plain.map(\.command) == drawn.map(\.command))
        #expect(!plain.isEmpty)
        let blank = { (text: String) in text.components(separatedBy: "\n\n").count }
        #expect(blank(linear.output) <= blank(grid))
        for (one, other) in zip(plain, drawn) {
            for line in one.lines { #expect(!Self.isDrawn(line), "\(one.command)\n\(line)") }
            // The names of columns stand on a line without a number; an empty table has nothing to name.
            let rows = other.lines.filter { $0.contains(where: \.isNumber) }
            let lost = Self.words(of: rows).subtracting(Self.words(of: one.lines))
                .subtracting(Self.saidOtherwise)
            #expect(lost.isEmpty, "\(one.command)\n\(one.lines.joined(separator: "\n"))")
        }
    }

    @Test func theGridIsDrawn() throws {
        var count = 0
        for lab in LabTests.names {
            let text = try String(
                contentsOf: GaritaProcess.root.appending(
                    path: "labs/\(lab.dropLast(4)).transcript"),
                encoding: .utf8)
            count += Self.answers(in: text).count { $0.lines.contains(where: Self.isDrawn) }
        }
        #expect(count > 100)
    }

    @Test(arguments: [("en", "linear"), ("es", "lineal")])
    func theHeaderSaysSo(language: String, word: String) throws {
        let script = "rule add deny port 23\nrule list\nnet show\n"
        let asked = try GaritaProcess.script(script, ["--linear", "--lang", language])
        #expect(asked.output.hasPrefix("# garita "))
        #expect(asked.output.prefix { $0 != "\n" }.contains(" \(language), \(word), "))
        let wished = try GaritaProcess.run(
            ["--lang", language], input: Data(script.utf8), environment: ["GARITA_ACCESSIBLE": "1"])
        #expect(wished.output == asked.output)
        let not = try GaritaProcess.run(
            ["--lang", language], input: Data(script.utf8), environment: ["GARITA_ACCESSIBLE": "0"])
        #expect(not.output != asked.output)
        #expect(!not.output.contains(word))
    }

    @Test func isGenuineInItsOwnLayout() throws {
        let folder = try TemporaryFolder()
        let script = Data("rule add deny port 23\nrule list\nnet show\n".utf8)
        for (name, flags) in [("linear", ["--linear"]), ("grid", [])] {
            _ = try GaritaProcess.run(
                flags + ["--transcript", name], input: script, in: folder.url)
        }
        let checked = try GaritaProcess.run(["check", "linear", "grid"], in: folder.url)
        #expect(checked.status == 0)
        #expect(checked.output.split(separator: "\n").count { $0.contains(": genuine") } == 2)
        let linear = try GaritaProcess.run(["check", "--linear", "linear", "grid"], in: folder.url)
        #expect(linear.output.contains("grid: not linear; its commands are run again so\n"))
        #expect(!linear.output.contains("linear: not linear"))
        let compared = try GaritaProcess.run(["diff", "linear", "grid"], in: folder.url)
        #expect(compared.output == "one of linear and grid is linear: lines are not compared\n")
        #expect(compared.status == 0)
    }

    /// Phrases with columns of blanks: what stands behind them is a value.
    @Test func blanksInPhrasesAreColons() throws {
        let script = """
            tunnel open demo
            tunnel show demo keys
            tunnel send demo "hola"
            attack flip 1 bit 31
            predict "Why?" choices "a / b" answer 1 expect delivered

            """
        let (linear, grid) = (
            try GaritaProcess.script(script, ["--linear", "--keep-going"]),
            try GaritaProcess.script(script, ["--keep-going"])
        )
        for text in ["key: ", "salt: ", "before: ", "after: "] {
            #expect(linear.output.contains(text), "\(text)\n\(linear.output)")
            #expect(!grid.output.contains(text))
        }
        #expect(linear.output.contains("\n    key: "))
    }

    @Test func aWrongWordHasNoCaret() throws {
        let finished = try GaritaProcess.script("rule add alow port 22\n", ["--linear"])
        #expect(finished.status == 2)
        #expect(finished.output.contains("error: column 10: "))
        #expect(!(finished.output + finished.errors).contains("^"))
    }
}
