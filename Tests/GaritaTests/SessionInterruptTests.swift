import EventLoop
import Foundation
import Session
import TestSupport
import Testing
import Transcript

/// Control-C in what a session does by itself: files of commands, and the lines that were typed.
@Suite struct SessionInterruptTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func path(_ name: String) -> String { folder.url.path + "/" + name }

    /// What a line says, and how often it looks whether it was interrupted; Control-C comes after so many looks.
    private func run(
        _ line: String, after looks: Int = .max, typed: [String] = []
    ) throws -> (said: String, looks: Int) {
        let session = Session(
            lab: Lab(), output: TextOutput(.plain, try FileOutput(path: path("out"))),
            errors: TextOutput(.plain, try FileOutput(path: "/dev/null")))
        for line in typed { _ = try session.run(Array(line.utf8)) }
        let before = try written()
        var asked = 0
        session.lab.stop {
            asked += 1
            return asked > looks
        }
        _ = try session.run(Array(line.utf8))
        try session.finish()
        return (String(try written().dropFirst(before.count)), asked)
    }

    private func written() throws -> String {
        try String(contentsOf: URL(filePath: path("out")), encoding: .utf8)
    }

    @Test func aSourcedFileEnds() throws {
        let count = 2_000
        let lines = (1...count).map { "packet test 10.0.0.1 -> 10.0.0.2:\($0)" }
        try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: path("many.lab")))
        let line = "source \(path("many.lab"))"
        let (whole, looks) = try run(line)
        #expect(looks >= count && !whole.contains("interrupted"))
        for after in [0, 3, count / 2] {
            let (said, asked) = try run(line, after: after)
            #expect(said.contains("interrupted before line "), "\(said.suffix(200))")
            #expect(asked - after <= 12)
        }
    }

    @Test func historyEnds() throws {
        let typed = (1...5_000).map { "# line \($0)" }
        let (whole, looks) = try run("history", typed: typed)
        #expect(looks >= 5 && whole.contains("# line 4900") && !whole.contains("interrupted"))
        for after in [0, 2] {
            let (said, asked) = try run("history", after: after, typed: typed)
            #expect(said.contains("interrupted"), "\(said.suffix(200))")
            #expect(asked - after <= 12)
        }
    }
}
