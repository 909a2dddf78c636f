import Foundation
import Session
import Testing
import Transcript

/// Going back: the network is as it was, in the middle of every lab, and what must never go back does not.
@Suite struct TrailTests {
    private static let questions = ["rule list", "counters", "flow list", "packet list", "clock"]

    private static func lines(of name: String) throws -> [String] {
        let folder = GaritaProcess.root.appending(path: "labs")
        let text = String(
            decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
        // Nothing is written here, where the tests run.
        return text.split(separator: "\n").map(String.init).filter {
            !$0.isEmpty && !$0.hasPrefix("#") && !$0.contains("garita-lab-")
        }
    }

    @Test func everyLabCanBePutBackInItsMiddle() throws {
        var kept = 0
        var changed = 0
        for name in LabTests.names {
            let lab = try SessionInProcess()
            let lines = try Self.lines(of: name)
            for line in lines[..<(lines.count / 2)] { lab.run(line) }
            guard lab.run("snapshot the-middle").contains("the-middle is this place") else {
                continue
            }
            kept += 1
            let before = Self.questions.map { lab.run($0) }
            for line in lines[(lines.count / 2)...] { lab.run(line) }
            lab.run("capture stop")
            if Self.questions.map({ lab.run($0) }) != before { changed += 1 }
            let said = lab.run("restore the-middle")
            #expect(said.contains("as it was "), "\(name): \(said)")
            #expect(Self.questions.map { lab.run($0) } == before, "\(name)")
        }
        #expect(kept >= 14)
        // Going on had changed something: else there would be nothing to put back.
        #expect(changed >= 12)
    }

    @Test func aTunnelThatIsPutBackHasNewAssociations() throws {
        let key = String(repeating: "7c", count: 32)
        for settings in ["", " key \(key)", " suite chacha20-poly1305"] {
            let lab = try SessionInProcess()
            lab.run("tunnel open demo\(settings)")
            var seen: Set<String> = []
            for _ in 0..<4 {
                let said = lab.run("tunnel send demo \"the same\"")
                let crossed = said.split(separator: "\n").filter { $0.contains("ciphertext") }
                #expect(crossed.count == 2)
                for line in crossed { #expect(seen.insert(String(line)).inserted) }
                let back = lab.run("back")
                #expect(back.contains("demo has new associations"))
                #expect(lab.run("counters").contains("packets made                    0"))
            }
            #expect(seen.count == 8)
        }
    }

    @Test func whatTheEndsCountGoesBackWithTheLab() throws {
        let lab = try SessionInProcess()
        for line in ["tunnel open demo", "tunnel send demo \"one\"", "snapshot one"] {
            lab.run(line)
        }
        let before = lab.run("tunnel list").split(separator: "\n").map { $0.suffix(20) }
        for line in ["tunnel send demo \"two\"", "tunnel rekey demo", "attack replay 1"] {
            lab.run(line)
        }
        #expect(lab.run("tunnel list").split(separator: "\n").map { $0.suffix(20) } != before)
        lab.run("restore one")
        #expect(lab.run("tunnel list").split(separator: "\n").map { $0.suffix(20) } == before)
        // What was kept for packets under way ended with the going back, and its timer.
        #expect(!lab.run("tunnel show demo").contains("for what is under way"))
        #expect(lab.run("wait 10s").contains("10000.000 ms later"))
    }

    @Test func aTunnelOfAGivenKeyIsNotOpenedAgain() throws {
        let lab = try SessionInProcess()
        for line in [
            "tunnel open demo key \(String(repeating: "01", count: 32))", "tunnel open other",
            "snapshot two", "tunnel close demo", "tunnel close other", "tunnel open third",
        ] { lab.run(line) }
        let said = lab.run("restore two")
        #expect(said.contains("demo is not open: the key that was given for it is wiped"))
        #expect(said.contains("other is open again, with new keys"))
        #expect(said.contains("third is closed: it was not open then"))
        #expect(!lab.run("history tree").contains("0101"))
    }

    @Test func aNetworkThatWasReplacedComesBack() throws {
        let lab = try SessionInProcess()
        for line in [
            "rule add allow 80/tcp", "tunnel open demo", "tunnel close demo", "net load office",
        ] {
            lab.run(line)
        }
        let office = lab.run("net show linear")
        #expect(lab.run("back").contains("tunnel close demo"))
        #expect(lab.run("back").contains("demo is open again"))
        #expect(lab.run("rule list").contains("allow proto tcp port 80"))
        #expect(lab.run("packet send 1.1.1.1 -> 2.2.2.2:80").contains("delivered"))
        #expect(lab.run("back").contains("demo has new associations"))
        #expect(lab.run("back").contains("demo is closed: it was not open then"))
        // A branch began; what leads forward is where one was last.
        #expect(lab.run("redo 2").contains("after `packet send 1.1.1.1 -> 2.2.2.2:80`"))
        lab.run("rewind")
        lab.run("net load office")
        lab.run("gw rule default allow")
        #expect(lab.run("net show linear") == office)
        #expect(lab.run("pc1 ping web").contains("web"))
        #expect(lab.run("back 2").contains("net load office"))
    }

    @Test func aNetworkThatWasMadeIsTurnedBack() throws {
        let lab = try SessionInProcess()
        let file = GaritaProcess.root.appending(path: "labs/home-router.v4").path
        #expect(lab.run("net from \"\(file)\" --lenient").contains("a network is made"))
        #expect(lab.run("net show linear").contains("visitor"))
        lab.run("back")
        #expect(lab.run("net show linear").contains("site-a"))
    }

    @Test func branchesHaveNamesAndGoOn() throws {
        let lab = try SessionInProcess()
        for line in ["rule add allow 80/tcp", "snapshot here", "rule add allow 81/tcp"] {
            lab.run(line)
        }
        #expect(!lab.run("history tree").contains("main"))
        lab.run("back")
        let said = lab.run("fork other")
        #expect(
            said == "other begins here: what follows is on it; `restore main` goes back to main\n")
        lab.run("rule add deny 81/tcp")
        let other = lab.run("rule list")
        #expect(lab.run("restore main").contains("as it was after `rule add allow 81/tcp`"))
        let main = lab.run("rule list")
        #expect(main != other)
        // Each goes on where it ended, and the other stays.
        lab.run("rule add allow 82/tcp")
        lab.run("restore other")
        #expect(lab.run("rule list") == other)
        lab.run("rule add deny 82/tcp")
        lab.run("restore main")
        #expect(lab.run("rule list").contains("allow proto tcp port 82"))
        lab.run("restore other")
        #expect(lab.run("rule list").contains("deny proto tcp port 82"))
        // What is done in the middle of a branch begins one without a name, and the branch keeps its end.
        lab.run("back 2")
        lab.run("rule add deny 99/tcp")
        let lines = lab.run("history tree").split(separator: "\n").map(String.init)
        let nameless = try #require(lines.first { $0.hasSuffix("rule add deny 99/tcp") })
        #expect(nameless.hasPrefix(">"))
        #expect(lines.contains { $0.contains("other ") && $0.hasSuffix("rule add deny 82/tcp") })
        #expect(lines.contains { $0.contains("main ") && $0.hasSuffix("rule add allow 82/tcp") })
        #expect(lab.run("fork third") == "third begins here: what follows is on it\n")
        // By its number each place can be reached, too.
        lab.run("restore main")
        let number = nameless.dropFirst().prefix { $0 == " " || $0.isNumber }
        lab.run("restore \(number.filter(\.isNumber))")
        #expect(lab.run("rule list").contains("deny proto tcp port 99"))
        #expect(lab.run("restore 900").contains("expected here or main or other or third"))
    }

    @Test func aNameIsThatOfAPlaceOrOfABranch() throws {
        let lab = try SessionInProcess()
        lab.run("snapshot here")
        #expect(lab.run("fork here").contains("here is the name of a place"))
        #expect(lab.run("fork main").contains("main is a branch"))
        #expect(lab.run("snapshot main").contains("main is a branch"))
        for number in 1..<32 { #expect(lab.run("fork n\(number)").contains("begins here")) }
        #expect(lab.run("fork n32").contains("32 places have names, as many as can"))
        #expect(lab.run("snapshot n32").contains("32 places have names, as many as can"))
        lab.run("capture start")
        #expect(lab.run("fork n33").contains("a capture does not go back"))
    }

    @Test func saysWhatItTookBack() throws {
        let lab = try SessionInProcess()
        for number in 1...3 { lab.run("rule add allow \(number)/tcp") }
        #expect(lab.run("undo").contains("  taken back: `rule add allow 3/tcp`\n"))
        #expect(!lab.run("redo").contains("taken back"))
        #expect(
            lab.run("back 2").contains(
                "  taken back: 2 commands, from `rule add allow 2/tcp` to `rule add allow 3/tcp`\n")
        )
    }

    @Test func refusesInWords() throws {
        let lab = try SessionInProcess()
        lab.run("undo")
        #expect(lab.run("back").contains("nothing has changed yet"))
        lab.run("redo")
        #expect(lab.run("redo").contains("there is nothing to go forward to"))
        #expect(lab.run("restore x").contains("no place is called x; expected `snapshot x` before"))
        lab.run("rule add allow 80/tcp")
        #expect(lab.run("back 3").contains("there are 2 steps to go back"))
        #expect(
            lab.run("back 0").contains("can't stand here") || lab.run("back 0").contains("error"))
        lab.run("capture start")
        #expect(lab.run("back").contains("a capture does not go back"))
        #expect(lab.run("snapshot y").contains("a capture does not go back"))
        lab.run("capture stop")
        lab.run("tunnel listen far port 45107")
        #expect(lab.run("back").contains("in another process, which does not go back"))
        #expect(lab.run("rule list").contains("allow proto tcp port 80"))
        lab.run("tunnel close far")
        #expect(lab.run("rewind").contains("as it was at the beginning"))
    }

    /// Networks are given up, the oldest first, before they take the memory of the machine.
    @Test func theOldestAreGivenUp() throws {
        let lab = try SessionInProcess()
        let file = FileManager.default.temporaryDirectory.appending(
            path: "garita-trail-\(UUID().uuidString).rules")
        defer { try? FileManager.default.removeItem(at: file) }
        let rules = (0..<20_000).map {
            "rule add allow from 10.\($0 / 256 % 256).\($0 % 256).\($0 / 65_536 + 1)"
        }
        try rules.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
        #expect(lab.run("rule load \(file.path)").contains("20000"))
        lab.run("snapshot first")
        // Time passes, and the rules stay the same ones: that costs nothing.
        for _ in 0..<300 { lab.run("wait 1s") }
        #expect(lab.run("back 300").contains("as it was after"))
        for number in 0..<150 { lab.run("rule default \(number % 2 == 0 ? "deny" : "allow")") }
        #expect(lab.run("back 90").contains("as it was after"))
        #expect(lab.run("back 50").contains("is not kept"))
        // One that has a name stays.
        #expect(lab.run("restore first").contains("as it was after"))
        #expect(lab.run("clock").hasPrefix("0.000 ms"))
        for number in 1..<32 { #expect(lab.run("snapshot n\(number)").contains("is this place")) }
        #expect(lab.run("snapshot n32").contains("32 places have names, as many as can"))
        #expect(lab.run("snapshot n31").contains("is this place"))
        // What takes long to copy is kept by name only.
        let copies = ["10.9", "10.10", "10.11"].map { prefix in
            (0..<20_000).map {
                "rule add allow from \(prefix).\($0 / 250).\($0 % 250)"
            }
        }
        try (rules + copies.joined()).joined(separator: "\n").write(
            to: file, atomically: true, encoding: .utf8)
        #expect(lab.run("rule load \(file.path)").contains("80000"))
        lab.run("rule default deny")
        #expect(lab.run("back").contains("it had too many rules"))
        #expect(lab.run("back 2").contains("as it was after"))
    }
}

/// A person's session in the process of the tests, in which everything passes.
private final class SessionInProcess {
    private let session: Session
    private let output = TextOutput()
    private var read = 0

    init() throws {
        let lab = Lab()
        var options = Session.Options()
        options.echoes = false
        session = Session(lab: lab, output: output, errors: TextOutput(), options: options)
        run("seed 1")
        run("rule default allow")
    }

    /// What a line says.
    @discardableResult
    func run(_ line: String) -> String {
        _ = try? session.run(Array(line.utf8))
        let bytes = output.writer.page.bytes
        defer { read = bytes.count }
        return String(decoding: bytes[read...], as: UTF8.self)
    }
}
