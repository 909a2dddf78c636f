import Commands
import Foundation
import Grammar
import TestSupport
import Testing

/// The house rules that a program can check, so that they do not decay.
@Suite struct TidyTests {
    struct SourceFile: CustomStringConvertible {
        let path: String
        let lines: [Substring]

        var description: String { path }
        /// The folder below `Sources`.
        var room: String { String(path.split(separator: "/").dropFirst().first ?? "") }
        /// The lines without comments and without what stands in quotes.
        var code: [String] {
            lines.map { line in
                let text = line.drop { $0 == " " }
                guard !text.hasPrefix("//") else { return "" }
                return text.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
                    .filter { $0.offset.isMultiple(of: 2) }.map { String($0.element) }.joined()
            }
        }
    }

    static func files(below folder: String, suffix: String = ".swift") -> [SourceFile] {
        let root = GaritaProcess.root.appending(path: folder)
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: root.path)) ?? []
        return names.filter { $0.hasSuffix(suffix) && !$0.contains(".build") }.sorted().compactMap {
            guard let data = try? Data(contentsOf: root.appending(path: $0)) else { return nil }
            let text = String(decoding: data, as: UTF8.self)
            return SourceFile(
                path: "\(folder)/\($0)",
                lines: text.split(separator: "\n", omittingEmptySubsequences: false))
        }
    }

    static let sources = files(below: "Sources")
    static let tests = files(below: "Tests")

    @Test func thereIsSomethingToCheck() {
        #expect(Self.sources.count > 100)
        #expect(Self.tests.count > 20)
    }

    @Test func filesAreSmall() {
        for file in Self.sources + Self.tests {
            #expect(file.lines.count <= 500, "\(file) has \(file.lines.count) lines")
        }
    }

    @Test func functionsAreSmall() {
        for file in Self.sources {
            var start: (line: Int, indent: Int)?
            for (number, line) in file.lines.enumerated() {
                let indent = line.prefix { $0 == " " }.count
                if line.contains("func ") && line.hasSuffix("{") { start = (number, indent) }
                guard let begin = start, line.dropFirst(indent) == "}", indent == begin.indent
                else {
                    continue
                }
                #expect(number - begin.line <= 60, "\(file):\(begin.line + 1) is too long")
                start = nil
            }
        }
    }

    @Test func namesSayWhatThingsAre() {
        let banned = ["Utils", "Helpers", "Common", "Misc", "Extensions", "Manager", "Util"]
        for file in Self.sources {
            let name = file.path.split(separator: "/").last ?? ""
            for word in banned { #expect(!name.contains(word), "\(file)") }
        }
    }

    @Test func nothingIsForcedOrHidden() {
        let banned = [
            "try!", "fatalError(", "nonisolated(unsafe)", "@preconcurrency", "@unchecked",

            "TODO", "FIXME", "XXX",
        ]
        for file in Self.sources {
            for (number, line) in file.code.enumerated() {
                for word in banned {
                    #expect(!line.contains(word), "\(file):\(number + 1): \(word)")
                }
                // A computed one holds no state.
                let isStored = line.contains("static var ") && !line.contains("{")
                #expect(!isStored, "\(file):\(number + 1)")
            }
        }
    }

    @Test func thereIsNoFoundation() {
        for file in Self.sources {
            #expect(!file.lines.contains { $0.hasSuffix("import Foundation") }, "\(file)")
        }
    }

    @Test func onlyTheRoomsThatTouchCAreUnsafe() {
        let allowed: Set = [
            "Cipher", "EventLoop", "Platform", "Terminal", "CLibcrypto", "CLibedit",
        ]
        for file in Self.sources where !allowed.contains(file.room) {
            for (number, line) in file.code.enumerated() {
                #expect(!line.contains("unsafe"), "\(file):\(number + 1)")
            }
        }
    }

    @Test func oneFileNamesTheSystemsLibrary() {
        let seam = "Sources/Platform/Platform.swift"
        #expect(Self.sources.contains { $0.path == seam })
        for file in Self.sources + Self.tests where file.path != seam {
            for (number, line) in file.code.enumerated() {
                for library in ["Glibc", "Darwin", "Musl"] {
                    #expect(!line.hasSuffix("import \(library)"), "\(file):\(number + 1)")
                }
            }
        }
    }

    @Test func onlyOneRoomImportsEachLibrary() {
        for (library, room) in [
            "CLibcrypto": "Cipher", "CLibedit": "Terminal",
            "Platform": "EventLoop",
        ] {
            for file in Self.sources where file.room != room {
                #expect(!file.code.contains { $0.hasSuffix("import \(library)") }, "\(file)")
            }
        }
    }

    @Test func clocksAndChanceAreKeptOut() {
        let banned = [
            "clock_gettime", "ContinuousClock", "SuspendingClock", "Date(",
            "SystemRandomNumberGenerator",
            ".random(in", ".shuffled()", ".randomElement(", "gettimeofday",
        ]
        for file in Self.sources where file.room != "EventLoop" {
            for (number, line) in file.code.enumerated() {
                for word in banned {
                    #expect(!line.contains(word), "\(file):\(number + 1): \(word)")
                }
            }
        }
    }

    /// Whose quoted text is not a sentence of ours: the words of other firewalls and tools, what services say on the
    /// wire, and what a crash says.
    private static let speakOtherwise = [
        "Sources/Dialects/", "Sources/Network/Services/", "Sources/Commands/Foreign",
        "Sources/Commands/NetFile",
        "Sources/EventLoop/Host.swift",
        // The networks that come with the program, as commands.
        "Sources/Commands/NetFile.swift",
    ]
    /// A quoted text of the room of commands that begins so is an example of one.
    private static let commands =
        LabTests.table.rows.map(\.name) + ExerciseLine.table().rows.map(\.name)
        + VariantLine.table().rows.map(\.name)

    @Test func sentencesAreMadeInOneFolderForEachLanguage() {
        let folders = ["Sources/Transcript/English/", "Sources/Transcript/Spanish/"]
        var found: [String: Int] = [:]
        for file in Self.sources {
            let sentences = Self.sentences(in: file)
            for folder in folders where file.path.hasPrefix(folder) {
                found[folder, default: 0] += sentences.count
            }
            let isExempt = (folders + Self.speakOtherwise).contains { file.path.hasPrefix($0) }
            if !isExempt { #expect(sentences.isEmpty, "\(file)") }
        }
        for folder in folders { #expect((found[folder] ?? 0) > 300, "\(folder)") }
    }

    /// Quoted text of three words and more, apart from invariants in words.
    private static func sentences(in file: SourceFile) -> [String] {
        var sentences: [String] = []
        var isInvariant = false
        var isBlock = false
        for line in file.lines {
            let text = line.drop { $0 == " " }
            if text.hasPrefix("//") { continue }
            let isFirst = text.contains("precondition")
            let isInside = isInvariant || isFirst
            isInvariant = isInside && !text.hasSuffix(")")
            if isInside { continue }
            let quoted = isBlock ? [String(text)] : QuotedText.all(in: text)
            if text.contains("\"\"\"") { isBlock.toggle() }
            sentences += quoted.filter { piece in
                piece.split(separator: " ").filter(QuotedText.isWord).count > 2
                    && !(["Commands", "garita"].contains(file.room)
                        && commands.contains { piece.hasPrefix($0) })
            }
        }
        return sentences
    }

    @Test func outputGoesThroughOneType() {
        for file in Self.sources {
            for (number, line) in file.code.enumerated() {
                for word in ["print(", "fputs(", "debugPrint(", "dump("] {
                    let isCalled = line.contains(" \(word)") || line.hasPrefix(word)
                    #expect(!isCalled, "\(file):\(number + 1)")
                }
            }
        }
    }

    @Test func theTopLevelHoldsWhatItMay() throws {
        let allowed: Set = [
            "Package.swift", "Sources", "Tests", "labs", "docs", "LICENSE", "README.md",
            ".gitignore",
            ".swift-format", ".ci", ".git", ".build", ".swiftpm", "Package.resolved",
        ]
        for name in try FileManager.default.contentsOfDirectory(atPath: GaritaProcess.root.path) {
            #expect(allowed.contains(name) || name.hasPrefix(".build"), "\(name)")
        }
    }

    @Test func textFilesAreClean() {
        let files =
            Self.sources + Self.tests + Self.files(below: "docs", suffix: ".md")
            + Self.files(below: "labs", suffix: ".lab")
        for file in files {
            for (number, line) in file.lines.enumerated() {
                #expect(!line.hasSuffix(" "), "\(file):\(number + 1) ends in a blank")
                #expect(!line.contains("\t"), "\(file):\(number + 1) has a tab")
            }
            #expect(file.lines.last?.isEmpty == true, "\(file) ends without a line end")
        }
    }

    @Test func eachCommandIsInALab() throws {
        // Commands that a lab can't show: they end it, or write files.
        let exempt: Set = ["quit", "exit", "transcript", "source", "history", "help", "seed"]
        let labs = Self.files(below: "labs", suffix: ".lab").flatMap(\.lines)
        for row in LabTests.table.rows where !exempt.contains(row.name) {
            let isUsed = labs.contains { line in
                // The name of a node may stand in front.
                let rest = line.drop { $0 != " " }.dropFirst()
                return line.hasPrefix(row.name) || rest.hasPrefix(row.name)
                    || line.hasPrefix("expect error \(row.name)")
                    || row.name == "|" && line.contains(" | ")
            }
            #expect(isUsed, "no lab uses `\(row.name)`")
        }
    }
}
