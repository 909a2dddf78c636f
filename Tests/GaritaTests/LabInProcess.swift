import Commands
import Events
import Foundation
import Grammar
import Session
import Timeline
import TestSupport
import Transcript

/// A lab in the process of the tests, for what would take too many processes; it lets everything pass.
final class LabInProcess {
    private let lab = Lab()
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        _ = run("seed 1")
        _ = run("rule default allow")
    }

    /// The path of a file in the lab's folder.
    func path(_ name: String) -> String { folder.url.path + "/" + name }

    /// Runs lines in which `$` stands for the lab's folder; what the last of them says.
    @discardableResult
    func run(_ lines: String...) -> String {
        var said = ""
        for line in lines { said = say(line.replacingOccurrences(of: "$", with: path(""))) }
        return said.replacingOccurrences(of: path(""), with: "$")
    }

    /// The network as it is now; nil where it can't be kept.
    var snapshot: LabSnapshot? { lab.network.snapshot }

    /// Puts the network back; false where it can't be.
    func putBack(_ snapshot: LabSnapshot) -> Bool { lab.network.putBack(snapshot) != nil }

    /// Presses Control-C once and for all, at the look that comes after so many.
    func interrupt(after looks: Int = 0) {
        var left = looks
        lab.stop {
            left -= 1
            return left < 0
        }
    }

    /// How often a line asks whether Control-C was pressed.
    func looks(during line: String) -> (said: String, looks: Int) {
        var looks = 0
        lab.stop {
            looks += 1
            return false
        }
        return (run(line), looks)
    }

    /// What a line says when Control-C is pressed at the look that comes after so many, and how many more it takes.
    func interrupt(_ line: String, after looks: Int) -> (said: String, more: Int) {
        var asked = 0
        lab.stop {
            asked += 1
            return asked > looks
        }
        return (run(line), asked - looks)
    }

    /// Lets go of Control-C.
    func goOn() { lab.stop { false } }

    private func say(_ line: String) -> String {
        var writer = TranscriptWriter(.plain)
        writer.page.budget = lab.budget
        let bytes = Array(line.utf8)
        lab.tell { writer.write($0) }
        do throws(LabFault) {
            let subject = lab.subject(of: bytes)
            let command = try command(subject.rest)
            let events = try lab.apply(command, at: subject.subject) ?? []
            lab.budget.renew()
            for event in events { writer.write(event) }
            if let end = lab.budget.end { writer.write(.lab(.ended(end))) }
        } catch {
            writer.write(error, in: bytes, indent: 0)
        }
        return String(decoding: writer.page.bytes, as: UTF8.self)
    }

    private func command(_ line: [UInt8]) throws(LabFault) -> LabCommand {
        do {
            return try lab.table.parse(try CommandLine(line))
        } catch {
            throw .usage(error)
        }
    }

    /// The bytes of a file in the lab's folder.
    func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: path(name))))
    }

    /// Writes a file in the lab's folder.
    func write(_ bytes: [UInt8], to name: String) throws {
        try Data(bytes).write(to: URL(filePath: path(name)))
    }

    /// The permissions of a file in the lab's folder.
    func permissions(_ name: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path(name))[.posixPermissions] as? Int
    }
}
