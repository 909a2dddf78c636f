import Foundation
import TestSupport
import Testing

/// The exercises that come with the labs.
@Suite struct ExerciseTests {
    private static let folder = GaritaProcess.root.appending(path: "labs/exercises")
    static let allNames: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { !$0.contains(".") }.sorted()
    }()
    /// Those that are the same for every student.
    static let names = allNames.filter { name in
        !FileManager.default.fileExists(
            atPath: folder.appending(path: "\(name)/variant.secret").path)
    }

    private static func grade(_ exercise: String, _ submission: URL) throws -> (
        earned: Int, of: Int
    ) {
        let run = try GaritaProcess.run(
            ["grade", folder.appending(path: exercise).path, submission.path])
        let line = try #require(run.output.split(separator: "\n").first)
        #expect(!run.output.contains("not graded"), "\(run.output)")
        let numbers = line.split(separator: " ").compactMap { Int($0) }
        return try (#require(numbers.first), #require(numbers.last))
    }

    @Test func thereAreExercises() {
        #expect(Self.names.count >= 8)
    }

    @Test(arguments: names)
    func theSolutionEarnsEverything(exercise: String) throws {
        let (earned, of) = try Self.grade(
            exercise, Self.folder.appending(path: "\(exercise)/solution.lab"))
        #expect(earned == of && of > 0)
    }

    @Test(arguments: names)
    func wrongAnswersAreFoundOut(exercise: String) throws {
        let wrong = Self.folder.appending(path: "\(exercise)/wrong")
        let names = try FileManager.default.contentsOfDirectory(atPath: wrong.path)
        #expect(names.count >= 2)
        for name in names {
            let (earned, of) = try Self.grade(exercise, wrong.appending(path: name))
            #expect(earned < of, "\(name)")
        }
    }
}
