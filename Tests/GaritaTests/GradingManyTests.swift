import Foundation
import TestSupport
import Testing

/// Many submissions at once: threads, what is put back between them, and whose they are.
@Suite struct GradingManyTests {
    private static let exercises = GaritaProcess.root.appending(path: "labs/exercises")

    /// Every answer that comes with an exercise, right and wrong, each several times.
    private static func answers(to exercise: String) throws -> [String: String] {
        let folder = exercises.appending(path: exercise)
        let wrong = try FileManager.default.contentsOfDirectory(
            atPath: folder.appending(path: "wrong").path)
        let files =
            [folder.appending(path: "solution.lab")]
            + wrong.sorted().map { folder.appending(path: "wrong/\($0)") }
        var answers: [String: String] = [
            "empty": "", "what": "rule add nonsense\n", "quits": "rule clear\nquit\n",
        ]
        for (number, file) in files.enumerated() {
            let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
            for round in 0..<3 { answers["\(round)-\(number)"] = text }
        }
        return answers
    }

    private static func folder(_ files: [String: String]) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            at: folder.url.appending(path: "in"), withIntermediateDirectories: false)
        for (name, text) in files {
            try Data(text.utf8).write(to: folder.url.appending(path: "in/\(name)"))
        }
        return folder
    }

    /// What the set-up has left is put back for each submission: nothing of another one can be seen.
    @Test(arguments: ExerciseTests.names)
    func oneAfterTheOtherIsEachAlone(exercise: String) throws {
        let files = try Self.answers(to: exercise)
        let folder = try Self.folder(files)
        let place = Self.exercises.appending(path: exercise).path
        let many = try GaritaProcess.run(
            ["grade", place, "in", "--format", "json", "--jobs", "1"], in: folder.url)
        let lines = many.output.split(separator: "\n")
        #expect(lines.count == files.count)
        #expect(Set(lines.map { $0.contains("\"problem\":null") }).count == 2)
        for name in ["0-0", "1-1", "2-2", "what", "empty", "2-0"] {
            let alone = try GaritaProcess.run(
                ["grade", place, "in/\(name)", "--format", "json"], in: folder.url)
            let line = lines.first { $0.contains("\"submission\":\"in/\(name)\"") }
            #expect(line.map { $0 + "\n" } ?? "" == alone.output, "\(name)")
        }
    }

    @Test(arguments: ExerciseTests.names)
    func everyNumberOfThreadsSaysTheSame(exercise: String) throws {
        let folder = try Self.folder(try Self.answers(to: exercise))
        let place = Self.exercises.appending(path: exercise).path
        let outputs = try ["1", "2", "7"].map { jobs in
            try GaritaProcess.run(
                ["grade", place, "in", "--format", "json", "--jobs", jobs], in: folder.url
            ).output
        }
        #expect(Set(outputs).count == 1)
        #expect(outputs[0].contains("\"outcome\":\"failed\""))
    }

    @Test func aWrongNumberOfThreadsIsRefused() throws {
        let folder = try Self.folder(["a": "rule list\n"])
        for jobs in ["0", "257", "two", "-1"] {
            let run = try GaritaProcess.run(
                ["grade", Self.exercises.appending(path: "first-gate").path, "in", "--jobs", jobs],
                in: folder.url)
            #expect(run.status == 2 && run.output.isEmpty, "\(jobs)")
        }
    }

    // MARK: - Students

    private static func grade(
        students: String, _ files: [String: String], _ flags: [String] = []
    ) throws -> Program.Finished {
        let folder = try folder(files)
        try Data(students.utf8).write(to: folder.url.appending(path: "students.csv"))
        return try GaritaProcess.run(
            [
                "grade", exercises.appending(path: "first-gate").path, "in", "--students",
                "students.csv", "--format", "csv",
            ] + flags, in: folder.url)
    }

    @Test func gradesAreCalledByStudents() throws {
        let files = [
            "ana.lab": "rule default allow\n", "b7.txt": "rule list\n", "other": "rule list\n",
        ]
        let run = try Self.grade(
            students:
                "\u{FEFF}group,student,submission\r\n1,ben,b7.txt\r\n2,\"Ana, \"\"A\"\"\",ana.lab\r\n1,cleo,\r\n",
            files)
        let rows = run.output.split(whereSeparator: \.isNewline).map(String.init)
        #expect(rows.count == 5, "\(run.output)\(run.errors)")
        #expect(rows[1].hasPrefix("ben,6,10,,"))
        #expect(rows[2].hasPrefix("\"Ana, \"\"A\"\"\",3,10,,"))
        #expect(rows[3].hasPrefix("cleo,,10,nothing was handed in,"))
        #expect(rows[4].hasPrefix("in/other,6,10,,"))
        // Without a second column a file is called like its student.
        let plain = try Self.grade(students: "student\nana\nother\n", files)
        let names = plain.output.split(whereSeparator: \.isNewline).dropFirst()
            .map { String($0.prefix { $0 != "," }) }
        #expect(names == ["ana", "other", "in/b7.txt"])
    }

    @Test(arguments: [
        ("name\nana\n", "students.csv:1:1: error: there is no column `student`"),
        ("student,group\nana\n", "students.csv:2:1: error: this row has 1 cell; expected 2"),
        ("student\nana\nana\n", "students.csv:3:1: error: there is a student \"ana\" already"),
        ("student,x\n,1\n", "students.csv:2:1: error: a student has no name"),
        ("student\n\"ana\nben\n", "students.csv:2:1: error: a quote has no end"),
    ])
    func aListThatMakesNoSenseSaysWhere(list: String, said: String) throws {
        let run = try Self.grade(students: list, ["ana": "rule list\n"])
        #expect(run.errors.hasPrefix(said), "\(run.errors)")
        #expect(run.status == 2 && run.output.isEmpty)
    }
}
