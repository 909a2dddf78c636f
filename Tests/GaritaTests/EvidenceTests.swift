import Foundation
import Events
import Session
import TestSupport
import Testing

/// Transcripts as evidence: `garita check` and `garita diff`.
@Suite struct EvidenceTests {
    private static let labs = LabTests.all.map { "labs/\($0.dropLast(4)).transcript" }

    /// A folder with the files of a text each.
    private static func folder(_ files: [String: String]) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for (name, text) in files {
            try Data(text.utf8).write(to: folder.url.appending(path: name))
        }
        return folder
    }

    /// What a script prints.
    private static func transcript(of script: String, keepsGoing: Bool = false) throws -> String {
        let flags = keepsGoing ? ["--keep-going"] : []
        return try GaritaProcess.run(flags, input: Data(script.utf8)).output
    }

    @Test func everyLabIsGenuine() throws {
        let run = try GaritaProcess.run(besideLabs: ["check"] + Self.labs)
        let lines = run.output.split(separator: "\n")
        #expect(lines.count == Self.labs.count)
        for line in lines { #expect(line.hasSuffix("and they are the script of its header")) }
        #expect(run.status == 0)
    }

    /// A transcript in which any byte of any line is another one is found out, whatever line it is.
    @Test func noLineCanBeChanged() throws {
        let path = GaritaProcess.root.appending(path: "labs/03-rule-order.transcript").path
        let lines = try String(contentsOfFile: path, encoding: .utf8)
            .split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
        var found = 0
        for place in lines.indices.dropFirst() where place % 3 == 0 {
            var changed = lines
            switch place / 3 % 4 {
            case 0: changed[place] += "."
            case 1: changed.remove(at: place)
            case 2: changed.insert(lines[place - 1], at: place)
            default: changed[place] = changed[place].replacingOccurrences(of: "d", with: "b") + "x"
            }
            let finding = try Self.finding(changed.joined(separator: "\n") + "\n")
            switch finding {
            case .differs: found += 1
            // Another comment, or one more of its lines, is what the commands say of it.
            case .genuine(_, let isScriptKnown): #expect(isScriptKnown == false, "\(place)")
            default: Issue.record("\(place): \(finding)")
            }
        }
        #expect(found > 10)
        #expect(try Self.finding(lines.joined(separator: "\n") + "\n").isGenuine)
        #expect(!(try Self.finding(lines.joined(separator: "\n")).isGenuine))
    }

    private static func finding(_ text: String) throws -> TranscriptFinding {
        let path = GaritaProcess.root.appending(path: "labs/x.transcript").path
        let transcript = try #require(TranscriptText(Array(text.utf8), path: path))
        return try TranscriptCheck(transcript, digest: { _ in [] }) { false }.finding
    }

    @Test func saysTheFirstLineThatDiffers() throws {
        let text = try Self.transcript(
            of: "rule default deny\npacket send 10.0.0.7 -> 10.1.0.9:80\n")
        let folder = try Self.folder([
            "a": text.replacingOccurrences(of: "denied by default", with: "allowed by default")
        ])
        let run = try GaritaProcess.run(["check", "a"], in: folder.url)
        #expect(
            run.output == """
                a: line 6 differs
                  the transcript has    gw-a    allowed by default: no rule matches
                  its commands give     gw-a    denied by default: no rule matches

                """)
        #expect(run.status == 1)
    }

    @Test func sessionsAreCheckedHoweverTheyWereMade() throws {
        let folder = try TemporaryFolder()
        let typed = [
            "--seed", "4", "--transcript", "typed", "--keep-going", "-c", "ru add allow port 22",
            "-c", "RULE LIST", "-c", "rule add nonsense", "-c", "tunnel open demo", "-c",
            "tunnel send demo \"hola\"", "-c", "history",
        ]
        _ = try GaritaProcess.run(typed, in: folder.url)
        _ = try GaritaProcess.run(
            typed.map { $0 == "typed" ? "random" : $0 }.dropFirst(2).map { $0 }, in: folder.url)
        let script = try Self.transcript(of: "rule lisst\nclock\n", keepsGoing: true)
        try Data(script.utf8).write(to: folder.url.appending(path: "script"))
        let run = try GaritaProcess.run(["check", "typed", "random", "script"], in: folder.url)
        let lines = run.output.split(separator: "\n")
        #expect(lines.first == "typed: genuine, 6 commands say every byte of it again")
        #expect(run.output.contains("it was made without a seed"))
        #expect(lines.last?.hasPrefix("script: genuine, 2 commands") == true)
        #expect(run.status == 1)
    }

    /// Nothing that a transcript has saved or read can touch the disk of whoever checks it.
    @Test func writesNothing() throws {
        let text = try Self.transcript(
            of: """
                rule add allow port 22
                rule save garita-lab-own.rules
                rule clear
                rule load garita-lab-own.rules
                capture start
                packet send 10.0.0.7 -> 10.1.0.9:22
                capture save garita-lab-own.pcapng
                packet test garita-lab-own.pcapng
                transcript garita-lab-own.transcript
                rule list

                """)
        for name in ["own.rules", "own.pcapng", "own.transcript"] {
            try? FileManager.default.removeItem(
                at: GaritaProcess.root.appending(path: "garita-lab-\(name)"))
        }
        let folder = try Self.folder(["a": text, "other.rules": "mine\n"])
        let run = try GaritaProcess.run(["check", "a"], in: folder.url)
        #expect(run.output.hasPrefix("a: genuine, 10 commands"), "\(run.output)")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
        #expect(files.sorted() == ["a", "other.rules"])
    }

    @Test func whatIsNoTranscriptIsSaid() throws {
        let clock = try Self.transcript(of: "clock\n")
        let folder = try Self.folder([
            "empty": "", "text": "hola\n",
            "old": clock.replacingOccurrences(of: "garita 1", with: "garita 9"),
            "klingon": clock.replacingOccurrences(of: "language en", with: "language tlh"),
            "header": clock.replacingOccurrences(of: ", seed 1", with: ", seed  1"),
        ])
        let names = ["empty", "text", "old", "klingon", "header", "missing", "."]
        for name in names {
            let run = try GaritaProcess.run(["check", name], in: folder.url)
            #expect(run.status == 2, "\(name)")
            #expect(run.output.hasPrefix(name) || name == "." || name == "missing", "\(run.output)")
            #expect(run.output.split(separator: "\n").count == 1)
        }
    }

    @Test func twoTranscriptsAreComparedByWhatTheyDo() throws {
        let first = try Self.transcript(
            of: "rule add deny port 22\nrule default allow\nwait 1s\n"
                + "packet send 10.0.0.7 -> 10.1.0.9:22\n")
        let second = try Self.transcript(
            of: "rule add allow port 22\nrule default allow\n"
                + "packet send 10.0.0.7 -> 10.1.0.9:22\nclock\n")
        let folder = try Self.folder(["a": first, "b": second, "c": first])
        let run = try GaritaProcess.run(["diff", "a", "b"], in: folder.url)
        #expect(
            run.output.hasPrefix(
                """
                only in a, line 2: rule add deny port 22
                only in b, line 2: rule add allow port 22
                only in a, line 6: wait 1s
                only in b, line 10: clock
                packet 1: denied by rule 1 in a, allowed by rule 1, delivered in b

                """), "\(run.output)")
        #expect(run.status == 1)
        let same = try GaritaProcess.run(["diff", "a", "c"], in: folder.url)
        #expect(same.output == "a and c are the same\n")
        #expect(same.status == 0)
    }

    /// A file's escape sequences stay in the file.
    @Test func noEscapeSequenceComesThrough() throws {
        let text = try Self.transcript(of: "clock\n") + "\u{1B}[31mgenuine\n"
        let folder = try Self.folder(["a": text, "b": try Self.transcript(of: "clock\n")])
        for arguments in [["check", "a"], ["diff", "a", "b"]] {
            let run = try GaritaProcess.run(arguments, in: folder.url)
            #expect(!run.output.utf8.contains(0x1B))
            #expect(run.output.contains("\u{FFFD}[31mgenuine"))
        }
    }
}
