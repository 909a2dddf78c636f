import Commands
import Foundation
import Grammar
import TestSupport
import Testing

/// Every lab gives its transcript, byte for byte, however it is run.
///
/// With `GARITA_RECORD=1` in the environment the transcripts are written anew and the test fails, so
/// that nobody takes a recording for a passed test.
@Suite struct LabTests {
    static let names = labs(in: "labs")

    /// The same course in Spanish, in a folder of its own: `es/NN-topic.lab`.
    static let spanish = labs(in: "labs/es").map { "es/\($0)" }

    /// All of them.
    static let all = names + spanish

    private static func labs(in path: String) -> [String] {
        let folder = GaritaProcess.root.appending(path: path)
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".lab") }.sorted()
    }

    /// The language, for tests that go through its rows.
    static let table = Language.table()

    private static func transcript(of lab: String) -> URL {
        GaritaProcess.root.appending(path: "labs/\(lab.dropLast(4)).transcript")
    }

    @Test func thereAreLabs() {
        #expect(Self.names.count >= 7)
    }

    @Test(arguments: all)
    func givesItsTranscript(lab: String) throws {
        let finished = try GaritaProcess.run(besideLabs: ["run", "labs/\(lab)"])
        if ProcessInfo.processInfo.environment["GARITA_RECORD"] == "1" {
            try Data(finished.output.utf8).write(to: Self.transcript(of: lab))
            Issue.record("the transcript of \(lab) was written anew; look at the difference")
            return
        }
        let expected = String(
            decoding: try Data(contentsOf: Self.transcript(of: lab)), as: UTF8.self)
        #expect(finished.output == expected)
        #expect(finished.errors.isEmpty)
        #expect(finished.status == 0)
    }

    @Test(arguments: all)
    func isTheSamePiped(lab: String) throws {
        // What is piped has no folder of its own: it is run where its files are.
        let folder = try GaritaProcess.folderWithLabs()
        let file = folder.url.appending(path: "labs/\(lab)")
        let script = try Data(contentsOf: file)
        let piped = try withExtendedLifetime(folder) {
            try GaritaProcess.run([], input: script, in: file.deletingLastPathComponent())
        }
        let expected = String(
            decoding: try Data(contentsOf: Self.transcript(of: lab)), as: UTF8.self)
        #expect(piped.output == expected)
    }

    @Test(arguments: all)
    func isTheSameSourced(lab: String) throws {
        let sourced = try GaritaProcess.run(
            besideLabs: [], input: Data("source labs/\(lab)\n".utf8))
        let expected = String(
            decoding: try Data(contentsOf: Self.transcript(of: lab)), as: UTF8.self)
        // The header and the line that sources the lab come first.
        let lines = sourced.output.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(
            lines.dropFirst(2).joined(separator: "\n") == expected.drop { $0 != "\n" }.dropFirst())
    }

    @Test(
        arguments: all,
        [
            ["LC_ALL": "C", "TZ": "Pacific/Kiritimati"],
            ["LC_ALL": "tr_TR.UTF-8", "LANG": "es_MX.UTF-8"], ["LANG": "es_MX.UTF-8"],
            ["TERM": "xterm-256color", "COLUMNS": "40"], ["NO_COLOR": "1", "TERM": "dumb"],
        ])
    func doesNotDependOnItsSurroundings(lab: String, environment: [String: String]) throws {
        let expected = String(
            decoding: try Data(contentsOf: Self.transcript(of: lab)), as: UTF8.self)
        let finished = try GaritaProcess.run(
            besideLabs: ["run", "labs/\(lab)"], environment: environment)
        #expect(finished.output == expected)
    }

    /// A second run in a folder finds the files that the first one left there.
    @Test(arguments: all)
    func canBeRunAgainWhereItWasRun(lab: String) throws {
        let folder = try TemporaryFolder()
        defer { withExtendedLifetime(folder) {} }
        let path = GaritaProcess.root.appending(path: "labs/\(lab)").path
        let first = try GaritaProcess.run(["run", path], in: folder.url)
        #expect(first.status == 0)
        #expect(try GaritaProcess.run(["run", path], in: folder.url).output == first.output)
    }

    @Test(arguments: names)
    func givesTheSameTwentyTimes(lab: String) throws {
        let run = { try GaritaProcess.run(besideLabs: ["run", "labs/\(lab)"]).output }
        let first = try run()
        for _ in 1..<20 { #expect(try run() == first) }
    }

    @Test(arguments: all)
    func keepsTheRulesOfATranscript(lab: String) throws {
        let text = String(decoding: try Data(contentsOf: Self.transcript(of: lab)), as: UTF8.self)
        #expect(text.hasPrefix("# garita "))
        #expect(text.hasSuffix("\n"))
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            #expect(line.last != " ", "a line ends in a blank: \(line)")
        }
        #expect(!text.utf8.contains(0x1B))
        #expect(!text.utf8.contains(0x0D))
        #expect(!text.contains(GaritaProcess.root.path))
    }

    /// A Spanish lab has the commands of the English one of its number: only what is in quotes may be another text.
    @Test(arguments: spanish)
    func saysTheSameInSpanish(lab: String) throws {
        let number = lab.dropFirst(3).prefix(2)
        let english = try #require(Self.names.first { $0.hasPrefix(number) })
        let commands = { (name: String) in
            let url = GaritaProcess.root.appending(path: "labs/\(name)")
            return String(decoding: try Data(contentsOf: url), as: UTF8.self).split(separator: "\n")
                .filter { !$0.hasPrefix("#") }
                .map { $0.replacing(#/"(?:[^"\\]|\\.)*"/#, with: "\"\"") }
        }
        let spoken = try commands(lab)
        #expect(spoken.first == "lang es")
        #expect(try Array(spoken.dropFirst()) == commands(english))
        let text = try String(
            contentsOf: GaritaProcess.root.appending(path: "labs/\(lab)"), encoding: .utf8)
        for line in text.split(separator: "\n") where line.contains("garita run labs/") {
            #expect(line.hasSuffix("garita run labs/\(lab)"), "\(line)")
        }
    }

    @Test func everyLabIsThereInSpanishWithItsFiles() throws {
        #expect(Self.spanish.map { $0.dropFirst(3).prefix(2) } == Self.names.map { $0.prefix(2) })
        let labs = GaritaProcess.root.appending(path: "labs")
        var count = 0
        for name in try FileManager.default.contentsOfDirectory(
            atPath: labs.appending(path: "es").path)
        where !name.contains(".lab") && !name.contains(".transcript") && name.contains(".")
            && !name.hasSuffix(".md")
        {
            count += 1
            let data = { (path: String) in try Data(contentsOf: labs.appending(path: path)) }
            #expect(try data(name) == data("es/\(name)"), "\(name)")
        }
        #expect(count > 5)
    }

    @Test func anotherSeedGivesOtherKeysAndTheSameStory() throws {
        let one = try GaritaProcess.run(["run", "labs/02-first-tunnel.lab", "--seed", "1"])
        let two = try GaritaProcess.run(["run", "labs/02-first-tunnel.lab", "--seed", "2"])
        #expect(two.status == 0)
        #expect(one.output != two.output)
        let expectations = { (text: String) in
            text.split(separator: "\n").filter { $0 == "as expected" }
        }
        #expect(expectations(one.output).count == expectations(two.output).count)
        #expect(expectations(two.output).count > 5)
    }
}
