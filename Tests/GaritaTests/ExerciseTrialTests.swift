import Foundation
import TestSupport
import Testing

/// `garita exercise`: how good the checks of an exercise are.
@Suite struct ExerciseTrialTests {
    private static let exercises = GaritaProcess.root.appending(path: "labs/exercises")

    /// Each exercise that comes with the labs notices each change of its right answer.
    @Test(arguments: ExerciseTests.allNames)
    func nothingIsToBeMended(exercise: String) throws {
        let run = try GaritaProcess.run(
            ["exercise", "check", Self.exercises.appending(path: exercise).path])
        #expect(run.status == 0, "\(run.output)\(run.errors)")
        #expect(run.output.contains(": nothing to mend; "))
    }

    @Test(arguments: ExerciseTests.allNames)
    func everyChangeIsNoticed(exercise: String) throws {
        let run = try GaritaProcess.run(
            ["exercise", "mutate", Self.exercises.appending(path: exercise).path])
        #expect(run.status == 0, "\(run.output)\(run.errors)")
        #expect(run.output.contains(" 0 not noticed\n"))
        #expect(!run.output.contains(": 0 noticed,"))
    }

    private static func folder(
        _ exercise: String, solution: String?, wrong: [String: String] = [:]
    ) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write(exercise, to: "e/exercise.lab")
        if let solution { try folder.write(solution, to: "e/solution.lab") }
        for (name, text) in wrong { try folder.write(text, to: "e/wrong/\(name)") }
        return folder
    }

    private static let lax = """
        exercise "Lax"
        # Let HTTPS in.

        submission

        check 1 "HTTPS passes" packet test 203.0.113.7 -> 10.1.0.80:443 expect allowed
        hint "rule add allow proto tcp to 10.1.0.0/24 port 443 does it."
        check 1 "no Telnet" expect none allow proto tcp to any port 23
        check 1 "always" expect none reject

        """

    /// A survivor comes with a packet that tells it from the right answer.
    @Test func whatNoCheckNoticesHasAWitness() throws {
        let folder = try Self.folder(
            Self.lax, solution: "rule add allow proto tcp to 10.1.0.0/24 port 443\n")
        let run = try GaritaProcess.run(["exercise", "mutate", "e"], in: folder.url)
        #expect(run.status == 1)
        let lines = run.output.split(separator: "\n").map(String.init)
        let place = try #require(
            lines.firstIndex(
                of:
                    "not noticed: narrow, line 1: rule replace 1 allow proto tcp to 10.1.0.0/25 port 443"
            ))
        // The witness is told apart by the two lists, each asked for itself.
        let packet = try #require(
            lines[place + 1].split(separator: ": ").dropFirst().first.map(String.init))
        let said = try ["10.1.0.0/24", "10.1.0.0/25"].map { prefix in
            try GaritaProcess.run([
                "-c", "rule add allow proto tcp to \(prefix) port 443", "-c", packet,
            ]).output
        }
        #expect(said[0].contains("allowed") && said[1].contains("denied"), "\(said)")
    }

    @Test func whatShouldBeMendedIsSaid() throws {
        let folder = try Self.folder(
            Self.lax, solution: "rule add allow proto tcp to 10.1.0.0/24 port 443\n",
            wrong: ["right.lab": "rule add allow proto tcp port 443\n", "odd.lab": "quit\n"])
        let run = try GaritaProcess.run(["exercise", "check", "e"], in: folder.url)
        #expect(run.status == 1)
        for line in [
            "- \"no Telnet\" has no hint",
            "- a hint of \"HTTPS passes\" says what the right answer says: proto tcp to 10.1.0.0/24 port 443",
            "- e/wrong/right.lab is a wrong answer, and passes all checks",
            "- e/wrong/odd.lab is not graded: this exercise takes no `quit`",
            "- \"always\" never fails: for no change of the right answer, and for no wrong answer",
        ] {
            #expect(run.output.contains(line + "\n"), "\(line)\n\(run.output)")
        }
        let none = try Self.folder(Self.lax, solution: nil)
        let missing = try GaritaProcess.run(["exercise", "check", "e"], in: none.url)
        #expect(missing.output.contains("there is no right answer; expected e/solution.lab"))
        let given = try Self.folder(
            "exercise \"x\"\nrule default allow\nsubmission\ncheck 1 \"a\" expect none deny\n",
            solution: "rule add deny port 23\n")
        let solved = try GaritaProcess.run(["exercise", "check", "e"], in: given.url)
        #expect(solved.output.contains("- all checks pass before anybody has done anything\n"))
        #expect(solved.output.contains("- the right answer does not pass \"a\"\n"))
    }

    /// What is proven to decide the same is no survivor.
    @Test func whatDecidesTheSameDoesNotCount() throws {
        let folder = try Self.folder(
            """
            exercise "x"
            submission
            check 1 "a" expect none deny proto tcp to any port 80
            check 1 "b" expect none allow proto tcp to any port not 80
            check 1 "c" expect none allow proto not tcp
            check 1 "d" expect none reject

            """,
            solution:
                "rule add allow proto tcp to any port 80\nrule add allow proto tcp from 10.0.0.0/8 to any port 80\n"
        )
        let run = try GaritaProcess.run(["exercise", "mutate", "e"], in: folder.url)
        #expect(run.status == 0, "\(run.output)")
        #expect(run.output.contains(", 0 not noticed\n"))
        #expect(!run.output.contains(" 0 decide the same"))
    }

    /// The report of Stryker: the schema's own rules, as far as they are about what is in it.
    @Test func theReportOfStrykerIsOne() throws {
        let folder = try Self.folder(
            Self.lax, solution: "\nrule add allow proto tcp to 10.1.0.0/24 port 443\n")
        let run = try GaritaProcess.run(
            ["exercise", "mutate", "e", "--format", "stryker"], in: folder.url)
        #expect(run.status == 1)
        let report = try JSONDecoder().decode(Report.self, from: Data(run.output.utf8))
        #expect(report.schemaVersion == "2")
        let file = try #require(report.files["e/solution.lab"])
        #expect(file.source.hasPrefix("\nrule add allow"))
        #expect(Set(file.mutants.map(\.id)).count == file.mutants.count)
        let states = Set(file.mutants.map(\.status))
        #expect(states.isSuperset(of: ["Killed", "Survived"]))
        #expect(states.isSubset(of: ["Killed", "Survived", "Ignored", "CompileError"]))
        #expect(file.mutants.allSatisfy { $0.location.start.line == 2 })
    }

    private struct Report: Decodable {
        let schemaVersion: String
        let files: [String: File]
    }

    private struct File: Decodable {
        let language, source: String
        let mutants: [Mutant]
    }

    private struct Mutant: Decodable {
        let id, mutatorName, status, replacement, statusReason: String
        let location: Location
    }

    private struct Location: Decodable {
        let start, end: Place
    }

    private struct Place: Decodable {
        let line, column: Int
    }
}
