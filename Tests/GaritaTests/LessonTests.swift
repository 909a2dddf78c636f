import Foundation
import Session
import TestSupport
import Testing

/// A lab as a lesson that walks forward, back, and aside.
@Suite struct LessonTests {
    private static let lesson = """
        # A lesson.
        #
        # Two rules,
        # and a packet.
        rule add allow 443/tcp
        rule add deny from 10.0.0.9

        # Which rule decides?
        packet send 10.0.0.9 -> 10.1.0.1:443
        expect allowed by rule 1
        # The end.
        """

    /// What is said when somebody types lines in a lesson, and the exit status.
    private func walk(_ typed: String, _ text: String = lesson) throws -> (String, Int32) {
        let folder = try GaritaProcess.folderWithLabs()
        try text.write(
            to: folder.url.appending(path: "a.lab"), atomically: true, encoding: .utf8)
        let finished = try GaritaProcess.run(
            ["present", "a.lab"], input: Data(typed.utf8), in: folder.url)
        return (finished.output, finished.status)
    }

    @Test func anEmptyLineRunsTheNextCommand() throws {
        let (said, status) = try walk("\n\n\n\n")
        #expect(status == 0)
        #expect(
            said.contains(
                "A lesson.\n\nTwo rules, and a packet.\n\ngarita> rule add allow 443/tcp\n"))
        #expect(said.contains("\nWhich rule decides?\n\ngarita> packet send "))
        #expect(
            said.hasSuffix(
                "as expected\n\nThe end.\n\nThe lesson ends here. `back` goes on the way back, `lesson` lists it, `quit` leaves.\n"
            ))
    }

    @Test func whoeverTriesSomethingComesBackToTheLesson() throws {
        let (said, status) = try walk("\n\nrule add deny from any at 1\n\n\n")
        #expect(status == 0)
        // The rule that was tried is gone when the lesson goes on.
        #expect(
            said.contains(
                "as it was after `rule add deny from 10.0.0.9`: 0.000 ms, 2 rules, 0 packets\n"))
        #expect(said.contains("allowed by rule 1"))
    }

    @Test func goesBackAndForward() throws {
        let (said, status) = try walk(
            "next\n]\nnext\nback 2\nrule list\n[\ngoto 4\ncounters\nlesson\n")
        #expect(status == 0)
        #expect(
            said.contains("as it was after `rule add allow 443/tcp`: 0.000 ms, 1 rule, 0 packets"))
        #expect(said.contains("as it was at the beginning: 0.000 ms, 0 rules, 0 packets"))
        #expect(said.contains("packets made                    1\n"))
        #expect(said.contains(">    4  expect allowed by rule 1\n"))
    }

    @Test func skippingLeavesACommandOut() throws {
        let (said, status) = try walk("skip\n\n\n\n")
        #expect(status == 1)
        #expect(said.contains("denied by rule 1: deny from 10.0.0.9"))
        #expect(said.contains("expectation failed"))
    }

    @Test(arguments: ["goto 9", "goto 0", "back", "back 7", "skip\nskip\nskip\nskip\nskip"])
    func refusesStepsThatThereAreNot(_ typed: String) throws {
        let (said, status) = try walk(typed + "\n")
        #expect(status == 2)
        #expect(said.contains("the lesson has no step"))
    }

    @Test func isWalkedThroughWithoutAScreen() throws {
        let folder = try GaritaProcess.folderWithLabs()
        for name in LabTests.names {
            let finished = try GaritaProcess.run(
                ["present", "--validate", "labs/\(name)"], in: folder.url)
            #expect(finished.status == 0, "\(name): \(finished.output)")
            #expect(finished.output.isEmpty)
        }
        let wrong = Self.lesson.replacingOccurrences(of: "by rule 1", with: "by rule 2")
        try wrong.write(
            to: folder.url.appending(path: "b.lab"), atomically: true, encoding: .utf8)
        let finished = try GaritaProcess.run(["present", "--validate", "b.lab"], in: folder.url)
        #expect(finished.status == 1)
        #expect(finished.errors.contains("expectation failed"))
    }

    @Test func aLabIsCutIntoSteps() throws {
        let script = try Script(
            path: write("\u{FEFF}# one\n# two\n#\n#three\r\n\n  quit  \r\n# end"))
        let text = LessonText(script)
        #expect(text.steps.map(\.command) == ["quit"])
        #expect(text.steps.first?.narration == ["one two", "three"])
        #expect(text.closing == ["end"])
        #expect(try LessonText(Script(path: write(""))).steps.isEmpty)
    }

    private func write(_ text: String) throws -> String {
        let file = FileManager.default.temporaryDirectory.appending(
            path: "garita-lesson-\(UUID().uuidString)")
        try text.write(to: file, atomically: true, encoding: .utf8)
        return file.path
    }
}
