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

    /// In Spanish there are the same exercises: only what is in quotes, and the task, may be another text.
    @Test(arguments: allNames)
    func isTheSameInSpanish(exercise: String) throws {
        let folders = [
            Self.folder.appending(path: exercise),
            GaritaProcess.root.appending(path: "labs/es/exercises/\(exercise)"),
        ]
        let names = try folders.map {
            try FileManager.default.subpathsOfDirectory(atPath: $0.path).sorted()
        }
        #expect(names[0] == names[1])
        for name in names[0] where name != "wrong" {
            let texts = try folders.map { try Data(contentsOf: $0.appending(path: name)) }
            guard name == "exercise.lab" || name == "hidden.lab" else {
                #expect(texts[0] == texts[1], "\(name)")
                continue
            }
            let lines = texts.map { text in
                String(decoding: text, as: UTF8.self).split(separator: "\n")
                    .filter { !$0.hasPrefix("#") }
                    .map { $0.replacing(#/"[^"]*"/#, with: "\"\"") }
            }
            #expect((name == "exercise.lab" ? ["lang es"] : []) + lines[0] == lines[1], "\(name)")
        }
        guard Self.names.contains(exercise) else { return }
        let run = try GaritaProcess.run([
            "grade", folders[1].path, folders[1].appending(path: "solution.lab").path,
        ])
        let numbers = run.output.split(separator: "\n").first?.split(separator: " ")
            .compactMap { Int($0) }
        #expect(numbers?.count == 2 && numbers?.first == numbers?.last)
        #expect(run.output.contains("puntos"))
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
