import Foundation
import TestSupport
import Testing

/// Questions about the next command: asked, answered, and never about what is not so.
@Suite struct PredictionTests {
    private static let rules = """
        rule add deny proto tcp from 192.168.1.100 to any
        rule add allow from 192.168.1.0/24 to any

        """
    private static let packet = "packet send udp 192.168.1.100 -> 10.0.0.5:53\n"

    private func question(_ answer: Int, _ claim: String, _ choices: String = "a / b / c") -> String
    {
        "predict \"Which?\" choices \"\(choices)\" answer \(answer) \(claim)\n"
    }

    private func run(_ script: String) throws -> Program.Finished {
        try GaritaProcess.run([], input: Data(script.utf8))
    }

    @Test func theAnswerIsSaidWhenTheCommandHasRun() throws {
        let finished = try run(
            Self.rules + question(2, "expect allowed by rule 2") + "clock\n" + Self.packet)
        #expect(finished.status == 0)
        let lines = finished.output.split(separator: "\n").map(String.init)
        let asked = try #require(lines.firstIndex(of: "Which?"))
        #expect(Array(lines[asked + 1...asked + 3]) == ["  1  a", "  2  b", "  3  c"])
        #expect(lines.last == "the answer is 2: b")
    }

    /// A question for which no command comes is no secret: who wrote the lesson is told.
    @Test func aQuestionWithoutACommandIsSaid() throws {
        let script = Self.rules + question(2, "expect allowed by rule 2") + "clock\n"
        let finished = try run(script)
        #expect(finished.status == 0)
        #expect(finished.errors == "no command came about which this was asked: \"Which?\"\n")
        let folder = try TemporaryFolder()
        let lab = folder.url.appending(path: "a.lab")
        try script.write(to: lab, atomically: true, encoding: .utf8)
        let walked = try GaritaProcess.run(["present", "--validate", lab.path])
        #expect(walked.status == 1)
        #expect(walked.errors.contains("no command came about which this was asked"))
        // With its command it is not said.
        try (script + Self.packet).write(to: lab, atomically: true, encoding: .utf8)
        #expect(try GaritaProcess.run(["present", "--validate", lab.path]).status == 0)
        #expect(try run(script + Self.packet).errors == "")
    }

    @Test(arguments: ["expect denied by rule 1", "expect refused", "expect reply \"x\""])
    func whatIsNotSoFails(_ claim: String) throws {
        let finished = try run(Self.rules + question(2, claim) + Self.packet)
        #expect(finished.status == 1)
        #expect(finished.output.contains("expectation failed"))
        #expect(!finished.output.contains("the answer is"))
    }

    @Test(arguments: [
        ("a", 1, "expect delivered", "no list of 2 to 9 answers"),
        ("a / ", 1, "expect delivered", "no list of 2 to 9 answers"),
        ("a / b", 3, "expect delivered", "none of the answers"),
        ("a / b", 10, "expect delivered", "none of the answers"),
        ("a / b", 1, "clock", "expect"), ("a / b", 1, "expect none allow port 22", "expected"),
        ("a / b", 1, "expect denied by rule", "expected"),
    ])
    func malformedQuestionsAreRefused(
        _ choices: String, _ answer: Int, _ claim: String, _ problem: String
    ) throws {
        let finished = try run(Self.rules + question(answer, claim, choices) + Self.packet)
        #expect(finished.status == 2)
        #expect(finished.errors.contains(problem))
    }

    // MARK: - In a lesson

    private func present(_ typed: String, answer: Int = 2) throws -> Program.Finished {
        let folder = try TemporaryFolder()
        let lab = folder.url.appending(path: "asks.lab")
        let text =
            Self.rules + "# Think first.\n" + question(answer, "expect allowed by rule 2")
            + Self.packet
        try Data(text.utf8).write(to: lab)
        return try GaritaProcess.run(
            ["present", lab.path], input: Data(typed.utf8), in: folder.url)
    }

    @Test func oneAnswerIsKeptAndCompared() throws {
        let right = try present("next\nnext\n2\nnext\n")
        #expect(right.output.contains("kept: 2, b"))
        #expect(right.output.contains("right: 2, b"))
        let wrong = try present("next\nnext\n3\nnext\n")
        #expect(wrong.output.contains("not so: you said 3, c; it is 2, b"))
        let none = try present("next\nnext\n\nnext\n")
        #expect(none.output.contains("the answer is 2: b"))
    }

    @Test func aClassVotesTwice() throws {
        let finished = try present("next\nnext\nvote 12 3\nvote 12 3 5\nvote 2 16 2\nnext\n")
        #expect(finished.errors.isEmpty)
        #expect(finished.output.contains("a vote has a number for each answer; expected 3"))
        let told = try #require(finished.output.range(of: "convince your neighbour"))
        let shown = try #require(finished.output.range(of: "################"))
        #expect(told.upperBound < shown.lowerBound)
        #expect(
            finished.output.contains("3 of 20 had it the first time, 16 of 20 the second"))
    }

    @Test func goingBackAsksAgain() throws {
        let finished = try present("next\nnext\n1\nnext\nback 2\n2\nnext\n")
        #expect(finished.output.contains("not so: you said 1, a; it is 2, b"))
        #expect(finished.output.contains("right: 2, b"))
    }
}
