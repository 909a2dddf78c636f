import Chance
import Testing

@testable import Grammar

/// Keywords in any letter case, arrows of two kinds, single quotes, and words that are only begun.
@Suite struct CanonicalLineTests {
    private func read(_ line: String) -> LineReading<Toy.Notes> {
        Toy.table.read(Array(line.utf8))
    }

    private func text(_ bytes: [UInt8]?) -> String? {
        bytes.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(arguments: [
        ("DRAW Line 1 TO 20", "draw line 1 to 20"), ("fill 3 RED", "fill 3 red"),
        ("draw STYLE colour RED width 2 Dashed", "draw style colour RED width 2 dashed"),
        ("go A→b", "go A->b"), ("go a → b # HERE", "go a -> b # HERE"),
        ("TRY Draw line 1 to 2", "try draw line 1 to 2"),
        ("lock \"KEY\" KEY 00FF", "lock \"KEY\" key 00FF"),
    ])
    func hasOneForm(_ line: String, _ form: String) {
        #expect(text(Toy.table.canonical(read(line))) == form)
        // The form is its own, and means the same.
        #expect(Toy.table.canonical(read(form)) == nil)
        if case .success(let one)? = read(line).command,
            case .success(let other)? = read(form).command
        {
            #expect(one == other)
        } else {
            Issue.record("\(line) is no command")
        }
    }

    @Test(arguments: ["draw line 1 to 20", "mark A B", "DRAW line 1", "", "# UP", "\"DRAW\" line"])
    func leavesOtherLinesAlone(_ line: String) {
        #expect(Toy.table.canonical(read(line)) == nil)
    }

    @Test(arguments: [
        ("u", "undo"), ("dr li 1 t 20", "draw line 1 to 20"), ("DR SH ci", "draw shape circle"),
        ("draw style w 2 da c red", "draw style width 2 dashed colour red"),
    ])
    func writesOutWhatIsBegun(_ line: String, _ whole: String) {
        #expect(text(Toy.table.writingOut(Array(line.utf8))) == whole)
    }

    // The first could be `draw line` or nothing; the next are no commands even when they are written out.
    @Test(arguments: ["d s 1", "dr line x", "dr", "x", "", "\"u\"", "fill 3 \"r\"", "mark"])
    func leavesWhatIsNotClear(_ line: String) {
        #expect(Toy.table.writingOut(Array(line.utf8)) == nil)
    }

    @Test func aBeginningIsNeverReadAsAnotherWord() throws {
        var source = SplitMix(seed: 5)
        var (whole, unclear) = (0, 0)
        for row in Toy.table.rows {
            for example in row.examples {
                for _ in 0..<20 {
                    let words = example.split(separator: " ").map { word in
                        String(word.prefix(Int.random(in: 1...word.count, using: &source)))
                    }
                    let short = words.joined(separator: " ")
                    guard case .failure? = read(short).command,
                        let line = text(Toy.table.writingOut(Array(short.utf8)))
                    else {
                        unclear += 1
                        continue
                    }
                    whole += 1
                    let long = line.split(separator: " ")
                    #expect(long.count == words.count)
                    #expect(zip(long, words).allSatisfy { $0.hasPrefix($1) }, "\(short): \(line)")
                }
            }
        }
        #expect(whole > 20 && unclear > 20)
    }

    @Test(arguments: [
        ("'a b'", ["a b"]), ("x 'a' y", ["x", "a", "y"]), ("'a\\n'", ["a\\n"]), ("'#'", ["#"]),
        ("rock'n'roll", ["rock'n'roll"]), ("'tis", ["'tis"]), ("'a'b", ["'a'b"]), ("''", [""]),
        ("\"it's\" 'so'", ["it's", "so"]),
    ])
    func singleQuotesAreAroundWholeWords(_ line: String, _ words: [String]) throws {
        let line = try CommandLine(Array(line.utf8))
        #expect(line.tokens.map(line.text(of:)) == words)
    }

    @Test(arguments: [
        ("draw ?", "draw "), ("draw line?", "draw line"), ("?", ""),
        ("draw line 1 ? # why", "draw line 1 "),
    ])
    func asksWhatCouldStandThere(_ line: String, _ before: String) {
        #expect(text(Toy.table.question(in: read(line))) == before)
    }

    @Test(arguments: ["mark ?", "draw", "draw ? line", "draw \"?\"", "", "# ?"])
    func isNoQuestion(_ line: String) {
        #expect(Toy.table.question(in: read(line)) == nil)
    }
}
