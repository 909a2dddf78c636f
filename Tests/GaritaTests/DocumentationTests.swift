import Commands
import Events
import Foundation
import Grammar
import Session
import TestSupport
import Testing
import Transcript

/// A piece of documentation between fences.
struct Fence {
    /// What the fence says it is: `garita`, `sh`, `lab` or `text`.
    let kind: String
    /// The lines between the fences.
    let lines: [String]
    /// The number of its first line in the file, from 0.
    let start: Int

    /// All fences of a page.
    static func all(in page: String) -> [Fence] {
        var fences: [Fence] = []
        var open: (kind: String, start: Int)?
        let lines = page.components(separatedBy: "\n")
        for (number, line) in lines.enumerated() where line.hasPrefix("```") {
            if let begun = open {
                fences.append(
                    Fence(
                        kind: begun.kind, lines: Array(lines[begun.start..<number]),
                        start: begun.start))
                open = nil
            } else {
                open = (String(line.dropFirst(3)), number + 1)
            }
        }
        return fences
    }
}

/// Every command that the documentation shows is run, and says what the documentation shows.
///
/// With `GARITA_RECORD=1` the sessions are written anew and the tests fail.
@Suite struct DocumentationTests {
    static let pages: [String] = {
        let docs = GaritaProcess.root.appending(path: "docs")
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: docs.path)) ?? []
        return ["README.md"] + names.filter { $0.hasSuffix(".md") }.sorted().map { "docs/\($0)" }
    }()

    private static let isRecording = ProcessInfo.processInfo.environment["GARITA_RECORD"] == "1"

    private static func text(of page: String) throws -> String {
        String(
            decoding: try Data(contentsOf: GaritaProcess.root.appending(path: page)), as: UTF8.self)
    }

    @Test func thePagesAreThere() {
        for page in [
            "README.md", "docs/architecture.md", "docs/attacks.md", "docs/captures.md",
            "docs/commands.md",
            "docs/contributing.md",
            "docs/dependencies.md", "docs/dialects.md", "docs/grading.md", "docs/handouts.md",
            "docs/json.md",
            "docs/performance.md",
            "docs/rules.md",
            "docs/transcript.md",
        ] {
            #expect(Self.pages.contains(page))
        }
    }

    @Test(arguments: pages)
    func everyFenceIsOfAKnownKind(page: String) throws {
        for fence in Fence.all(in: try Self.text(of: page)) {
            #expect(["garita", "sh", "lab", "text"].contains(fence.kind), "\(page):\(fence.start)")
        }
    }

    @Test(arguments: pages)
    func sessionsSayWhatIsShown(page: String) throws {
        let text = try Self.text(of: page)
        var lines = text.components(separatedBy: "\n")
        for fence in Fence.all(in: text).reversed() where fence.kind == "garita" {
            let prompt = "garita> "
            let script = fence.lines.filter { $0.hasPrefix(prompt) }.map { $0.dropFirst(8) }
            // A session may save files.
            let folder = try TemporaryFolder()
            let finished = try withExtendedLifetime(folder) {
                try GaritaProcess.run(
                    ["--keep-going"], input: Data((script.joined(separator: "\n") + "\n").utf8),
                    in: folder.url)
            }
            let said = finished.output.components(separatedBy: "\n").dropFirst().dropLast()
            if Self.isRecording {
                lines.replaceSubrange(fence.start..<fence.start + fence.lines.count, with: said)
            } else {
                #expect(Array(said) == fence.lines, "\(page):\(fence.start)")
            }
        }
        let recorded = lines.joined(separator: "\n")
        guard Self.isRecording, recorded != text else { return }
        try Data(recorded.utf8)
            .write(to: GaritaProcess.root.appending(path: page))
        Issue.record("the sessions of \(page) were written anew; look at the difference")
    }

    @Test(arguments: pages)
    func shellCommandsRun(page: String) throws {
        let ci = String(
            decoding: try Data(contentsOf: GaritaProcess.root.appending(path: ".ci/run")),
            as: UTF8.self)
        let folder = try GaritaProcess.folderWithLabs()
        try FileManager.default.copyItem(
            at: GaritaProcess.root.appending(path: "docs"),
            to: folder.url.appending(path: "docs"))
        for fence in Fence.all(in: try Self.text(of: page)) where fence.kind == "sh" {
            for line in fence.lines where !line.isEmpty && !line.hasPrefix("#") {
                if line.contains("swift ") || line.contains("apt-get") || line.hasPrefix(".ci/") {
                    // Building is not for a test: the script that runs the tests runs these, too.
                    let isRun = line.components(separatedBy: " && ").allSatisfy {
                        ci.contains($0.replacingOccurrences(of: "sudo ", with: ""))
                    }
                    #expect(isRun || line == ".ci/run", "\(page): .ci/run does not run: \(line)")
                } else if !line.contains("tshark ") || Tshark.path != nil {
                    let finished = try GaritaProcess.shell(line, in: folder.url)
                    #expect(finished.status == 0, "\(page): \(line): \(finished.errors)")
                }
            }
        }
    }

    @Test func theReferenceIsThatOfTheGrammar() throws {
        let reference = Reference.markdown(
            zip(CommandName.allCases, LabTests.table.rows).map(HelpRow.init))
        if Self.isRecording {
            try Data(reference.utf8)
                .write(to: GaritaProcess.root.appending(path: "docs/commands.md"))
            Issue.record("the reference was written anew")
        } else {
            #expect(try Self.text(of: "docs/commands.md") == reference)
        }
    }

    /// A lab in which every example makes sense: five rules, three packets, one tunnel.
    private static let scene = """
        rule add allow from 10.8.0.0/16
        rule add allow port 80
        rule add allow udp
        rule add deny from 10.0.0.9
        packet send 10.8.0.1 -> 10.1.0.1:80
        packet send 10.8.0.2 -> 10.1.0.1:80
        packet send 10.8.0.3 -> 10.1.0.1:80

        """.replacingOccurrences(of: "allow udp", with: "allow proto udp")

    /// Whose commands are about one host, which is named in front of them.
    private static func owner(of name: String) -> String {
        switch name.split(separator: " ").first {
        case "ping", "traceroute", "connect", "fetch", "resolve", "scan", "service", "connection":
            "pc1 "
        case "attack": connectionAttacks.contains(name) ? "pc1 " : ""
        case "record": "dns "
        case "|": "rule list "
        default: ""
        }
    }

    /// Attacks that a host carries out, on connections whose packets have the lab's first numbers.
    private static let connectionAttacks = ["attack syn-flood", "attack reset", "attack inject"]

    /// A network of hosts, which takes the place of one with a tunnel.
    private static let office = "tunnel close demo\nnet load office\n"

    /// An address translation rule.
    private static let natRules = "nat add masquerade out internet\n"

    /// What has to be there before an example can do anything.
    private static func before(_ example: String, of name: String) -> String {
        switch name {
        case "rule add" where example.contains("web,"), "packet send" where example.contains("pc1"),
            "route add" where example.contains("isp"), "nat add" where example.contains("pc1"),
            "set add" where example.contains("web"):
            office
        case "net find", "expect none": "zone add inside lan-a\nzone add outside internet\n"
        case "net diff": "net save school.net\n"
        case "transcript": example == "transcript off" ? "transcript session.txt\n" : ""
        case "rule delete":
            (81...85).map { "rule add allow port \($0)\n" }.joined()
                + "rule add allow name web limit 1/s\n"
        case "rule enable": "rule disable 2\n"
        case "rule redo": "rule undo\n"
        case "redo": "back 3\n"
        case "restore": "snapshot before-nat\n"
        case "rule load", "rule diff", "expect same-as":
            "rule save office.rules\nrule save firewall.nft as nft\n"
        case "ping", "traceroute", "connect", "fetch", "resolve", "scan", "record add",
            "record list":
            office
        case "record delete": office
        case "connection list", "connection close":
            office + "gw rule default allow\npc1 connect web:80 keep\n"
        case let name where connectionAttacks.contains(name):
            "net load office\ngw rule default allow\npc1 fetch http://web/\n"
        case "service delete":
            office
                + "pc1 service add http\npc1 service add echo udp\npc1 service add ssh port 2222\n"
        case let name where name.hasPrefix("service "): office
        case "net from":
            "tunnel close demo\nrule save router.nft as nft\nrule save rules.v4 as iptables\n"
        case "net load": "tunnel close demo\nnet save school.net\n"
        case "route delete": "route add 10.1.0.0/16 out internet\n"
        case "zone delete": "zone add inside lan-a\n"
        case "mss release": "mss clamp on internet\n"
        case "net mtu": "tunnel close demo\n"
        case "nat delete", "nat undo": natRules
        case "nat move": natRules + "nat add dnat on internet to 10.0.1.80\n"
        case "nat redo": natRules + "nat undo\n"
        case "tunnel serve": "tunnel connect far 127.0.0.1:9 password horse\n"
        case "policy delete": "policy add bypass from 192.168.1.0/24 to 10.1.0.0/16\n"
        case "set remove", "set delete": "set add office 192.168.1.0/24 10.1.0.0/16\n"
        case "capture stop", "capture save": "capture start\n"
        case "packet load":
            "capture start\npacket send icmp 10.0.0.1 -> 10.0.0.2\ncapture save lesson.pcapng\n"
        default: ""
        }
    }

    @Test(arguments: LabTests.table.rows.map(\.name))
    func everyExampleRuns(name: String) throws {
        let row = try #require(LabTests.table.rows.first { $0.name == name })
        #expect(!row.examples.isEmpty)
        let folder = try GaritaProcess.folderWithLabs()
        for example in row.examples {
            let tunnel = name == "tunnel open" ? "" : "tunnel open demo\ntunnel send demo hola\n"
            let isEmpty = Self.connectionAttacks.contains(name)
            // A claim may be false here, and stopping needs a transcript first; nothing may be refused.
            let script =
                (isEmpty ? "" : Self.scene + tunnel) + Self.before(example, of: name)
                + Self.owner(of: name)
                + example + "\n"
            let finished = try GaritaProcess.run(
                ["--allow-ports"], input: Data(script.utf8), in: folder.url)
            #expect(finished.status != 2, "\(example): \(finished.errors)")
        }
    }

    @Test func theReasonsAreAllExplained() throws {
        let page = try Self.text(of: "docs/transcript.md")
        for reason in DropReasons.all {
            #expect(page.contains("`\(reason.name)`"), "docs/transcript.md has no \(reason.name)")
            #expect(page.contains(reason.explanation), "\(reason.name)")
        }
    }
}
