import Foundation
import TestSupport
import Testing

/// Exercises that are another one for each student.
@Suite struct VariantTests {
    private static let exercise = GaritaProcess.root
        .appending(path: "labs/exercises/your-own-gate").path

    private static func text(
        _ student: String, of folder: String = exercise, file: String? = nil
    ) throws -> String {
        let run = try GaritaProcess.run(
            ["exercise", "variant", folder, "--student", student]
                + (file.map { ["--file", $0] } ?? []))
        #expect(run.status == 0, "\(run.errors)")
        return run.output
    }

    @Test func eachStudentHasAnotherOne() throws {
        let texts = try (1...16).map { try Self.text("student-\($0)") }
        #expect(Set(texts).count == texts.count)
        // At least four structures, told apart by their wishes without what is drawn.
        let structures = texts.map { text in
            text.split(separator: "\n").filter { $0.hasPrefix("# - ") }
                .map { $0.filter { !$0.isNumber } }.joined()
        }
        #expect(Set(structures).count == 4)
        #expect(try Self.text("student-1") == texts[0])
        for text in texts {
            #expect(!text.contains("{") && !text.contains("\nvary ") && !text.contains("structure"))
        }
    }

    @Test func theGraderDerivesItAgain() throws {
        let folder = try TemporaryFolder()
        var solutions: [String: String] = [:]
        for student in ["ana", "ben", "cleo", "dan", "eve"] {
            solutions[student] = try Self.text(student, file: "solution.lab")
            try folder.write(solutions[student] ?? "", to: "in/\(student).lab")
        }
        // Ben hands in what Ana has written.
        try folder.write(solutions["ana"] ?? "", to: "copied/ben.lab")
        let all = try GaritaProcess.run(["grade", Self.exercise, "in"], in: folder.url)
        #expect(
            all.output.components(separatedBy: "13/13").count == 6, "\(all.output)\(all.errors)")
        let copied = try GaritaProcess.run(["grade", Self.exercise, "copied"], in: folder.url)
        #expect(!copied.output.contains("13 of 13"), "\(copied.output)")
        try folder.write("student,submission\nana,copied/ben.lab\n", to: "list.csv")
        for flags in [["--student", "ana"], ["--students", "list.csv"]] {
            let run = try GaritaProcess.run(
                ["grade", Self.exercise, "copied/ben.lab"] + flags, in: folder.url)
            #expect(run.output.contains(": 13 of 13 points"), "\(run.output)\(run.errors)")
        }
    }

    private static func folder(_ lines: String, secret: String? = "s") throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write(
            "exercise \"x\"\n\(lines)\nsubmission\ncheck 1 \"a\" expect none reject\n",
            to: "e/exercise.lab")
        if let secret { try folder.write(secret, to: "e/variant.secret") }
        return folder
    }

    @Test func whatIsDrawnIsWhatWasSaid() throws {
        let folder = try Self.folder(
            """
            vary lan prefix 10.0.0.0/8 24
            vary one host lan
            vary two host lan
            vary six prefix 2001:db8::/32 64
            vary far host six
            vary p port 100 103
            vary w one-of red green blue
            # lan={lan} one={one} two={two} six={six} far={far} p={p} w={w} {other}
            """)
        var found: [String: Set<String>] = [:]
        for student in 1...12 {
            let text = try Self.text("\(student)", of: folder.url.appending(path: "e").path)
            let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("# lan=") })
            #expect(line.hasSuffix("{other}"))
            for word in line.split(separator: " ") {
                let parts = word.split(separator: "=").map(String.init)
                if parts.count == 2 { found[parts[0], default: []].insert(parts[1]) }
            }
        }
        #expect(found["p"]?.isSubset(of: ["100", "101", "102", "103"]) == true)
        #expect(found["w"] == ["red", "green", "blue"])
        #expect(found["lan"]?.allSatisfy { $0.hasPrefix("10.") && $0.hasSuffix(".0/24") } == true)
        #expect(
            found["six"]?.allSatisfy { $0.hasPrefix("2001:db8:") && $0.hasSuffix("/64") } == true)
        #expect((found["one"] ?? []).isDisjoint(with: found["two"] ?? []))
        #expect((found["lan"]?.count ?? 0) > 8 && (found["p"]?.count ?? 0) > 1)
    }

    @Test func theSecretDecides() throws {
        let line = "vary lan prefix 10.0.0.0/8 24\n# {lan}"
        let texts = try ["one", "two"].map { secret in
            let folder = try Self.folder(line, secret: secret)
            return try Self.text("ana", of: folder.url.appending(path: "e").path)
        }
        #expect(texts[0] != texts[1])
        let none = try Self.folder(line, secret: nil)
        let run = try GaritaProcess.run(
            ["exercise", "variant", "e", "--student", "ana"], in: none.url)
        #expect(run.status == 2 && run.output.isEmpty)
        #expect(run.errors.contains("e/variant.secret"), "\(run.errors)")
    }

    @Test(arguments: [
        ("vary lan", "2:9: error:"),
        ("vary lan prefix 10.0.0.0/8 7", "2:10: error: expected prefix"),
        ("vary p port 9 1", "2:8: error: expected prefix"),
        ("vary h host lan", "2:8: error: expected prefix"),
        ("vary p port 1 9\nvary p port 1 9", "3:6: error: there is a value {p} already"),
        ("structure", "2:10: error:"),
    ])
    func aVariationThatMakesNoSenseSaysWhere(lines: String, said: String) throws {
        let folder = try Self.folder(lines)
        let run = try GaritaProcess.run(
            ["exercise", "variant", "e", "--student", "ana"], in: folder.url)
        #expect(run.errors.hasPrefix("e/exercise.lab:\(said)"), "\(run.errors)")
        #expect(run.status == 2 && run.output.isEmpty)
    }
}
