import Foundation
import Testing

/// A copy of the network is a snapshot: it is kept in the middle of a lab, put back, and goes on as it did.
@Suite struct SnapshotTests {
    /// The labs in which no tunnel is opened and nothing is drawn by chance: those go on with new associations.
    static let names = LabTests.names.filter { name in
        let url = GaritaProcess.root.appending(path: "labs/\(name)")
        let text = (try? String(decoding: Data(contentsOf: url), as: UTF8.self)) ?? ""
        return !text.split(separator: "\n").contains { line in
            ["tunnel ", "attack ", "link ", "capture ", "transcript "].contains {
                line.hasPrefix($0)
            }
        }
    }

    @Test func thereAreSuchLabs() {
        #expect(Self.names.count >= 4)
    }

    @Test(arguments: names)
    func aLabThatIsPutBackInTheMiddleEndsTheSame(name: String) throws {
        let lab = try LabInProcess()
        let folder = GaritaProcess.root.appending(path: "labs")
        let text = String(
            decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
        // What a lab reads lies beside it.
        let lines = text.split(separator: "\n").map(String.init).filter {
            // Nothing is written here, where the tests run.
            !$0.isEmpty && !$0.hasPrefix("#") && !$0.contains("garita-lab-")
        }
        let middle = lines.count / 2
        for line in lines[..<middle] { lab.run(line) }
        let kept = try #require(lab.snapshot)
        let first = lines[middle...].map { lab.run($0) }
        #expect(lab.putBack(kept))
        let second = lines[middle...].map { lab.run($0) }
        #expect(first == second)
        // Going on changed something: a test that keeps nothing would see no difference.
        #expect(first.contains { !$0.isEmpty })
    }
}
