import Foundation
import TestSupport
import Testing

/// What files of rules that include others may reach.
@Suite struct RuleInclusionTests {
    private static func chain(_ lines: String) -> String {
        """
        table inet t {
        chain f { type filter hook forward priority 0; policy drop;
        \(lines)
        }
        }

        """
    }

    /// A lab with these files; a name with `/` lies in a folder.
    private func lab(_ files: [String: String]) throws -> LabInProcess {
        let lab = try LabInProcess()
        for (name, text) in files {
            let place = URL(filePath: lab.path(name))
            try FileManager.default.createDirectory(
                at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: place)
        }
        return lab
    }

    @Test func filesBelowTheFolderAreRead() throws {
        let lab = try lab([
            "r/main.nft": Self.chain(
                "include \"set/ssh.nft\"\ninclude \"d/*.nft\"\ninclude \"none/[a-c]?.nft\""),
            "r/set/ssh.nft": "tcp dport 22 accept\ninclude \"web.nft\"\n",
            // Names are looked up in the folder of the file that was named first.
            "r/web.nft": "tcp dport 80 accept", "r/set/web.nft": "tcp dport 81 accept",
            "r/d/2.nft": "tcp dport 2 accept", "r/d/10.nft": "tcp dport 10 accept",
            "r/d/.hidden.nft": "tcp dport 3 accept", "r/d/else.txt": "no rule",
        ])
        #expect(lab.run("rule load $r/main.nft").contains("4 rules loaded"))
        let list = lab.run("rule list")
        let ports = ["port 22", "port 80", "port 10", "port 2 "].compactMap {
            (list + " ").range(of: $0)?.lowerBound
        }
        #expect(ports.count == 4 || list.contains("port 2\n"), "\(list)")
        #expect(ports == ports.sorted(), "\(list)")
        #expect(lab.run("net from $r/main.nft").contains("a network is made"))
    }

    @Test func aMessageNamesTheFileAndTheLine() throws {
        let lab = try lab([
            "main.nft": Self.chain("include \"d/a.nft\""),
            "d/a.nft": "tcp dport 22 accept\nmeta mark 7 accept\n",
        ])
        let said = lab.run("rule load $main.nft")
        #expect(said.contains("d/a.nft:2:6: this asks for the mark"), "\(said)")
        #expect(lab.run("rule load $main.nft --lenient").contains("d/a.nft:2:6"))
        #expect(lab.run("rule list").contains("port 22"))
    }

    @Test func nothingElseIsRead() throws {
        let lab = try lab([
            "secret": "tcp dport 22 accept\n", "r/.hid/a.nft": "tcp dport 22 accept",
            "r/x": "tcp dport 22 accept", "r/dir/a": "tcp dport 22 accept",
        ])
        let folder = URL(filePath: lab.path("r"))
        for (name, target) in [("out", "../secret"), ("dev", "/dev/zero"), ("up", "..")] {
            try FileManager.default.createSymbolicLink(
                atPath: folder.appending(path: name).path, withDestinationPath: target)
        }
        let made = unsafe mkfifo(folder.appending(path: "fifo").path, 0o600)
        #expect(made == 0)
        for (pattern, reason) in [
            ("../secret", "it lies elsewhere"), ("dir/../../secret", "it lies elsewhere"),
            (lab.path("secret"), "it lies elsewhere"), ("/dev/zero", "it lies elsewhere"),
            (".hid/a.nft", "begins with a dot"), ("out", "it is a link"), ("dev", "it is a link"),
            ("up/secret", "it is a link"), ("o?t", "it is a link"), ("fifo", "it is no file"),
            ("dir", "it is no file"), ("nothing", "there is none"),
            ("main.nft", "in a circle"), ("*.nft", "in a circle"),
        ] {
            try Data(Self.chain("include \"\(pattern)\"").utf8)
                .write(to: folder.appending(path: "main.nft"))
            let said = lab.run("rule load $r/main.nft")
            #expect(said.contains("main.nft:3:1") && said.contains(reason), "\(pattern): \(said)")
            #expect(!lab.run("rule list").contains("port 22"))
        }
        try Data(Self.chain("include \"./x\"").utf8).write(to: folder.appending(path: "main.nft"))
        #expect(lab.run("rule load $r/main.nft").contains("1 rule loaded"))
    }
}
