import EventLoop
import Foundation
import Session
import TestSupport
import Testing
import Transcript

/// What is blamed is what is wrong: the word, the gateway, the name.
@Suite struct BlameTests {
    @Test func aLinkIsMissingAtTheGatewayInUse() throws {
        let lab = try LabInProcess()
        #expect(
            lab.run("packet test 10.0.0.7 -> 10.1.0.9:80 on lan-b").contains(
                "gw-a has no link lan-b; expected lan-a or internet"))
        lab.run("use gw-b")
        for line in [
            "packet test 10.0.0.7 -> 10.1.0.9:80 on lan-a", "rule add deny on lan-a",
            "rule load $x.nft --link eth0=lan-a",
        ] {
            #expect(
                lab.run(line).contains("gw-b has no link lan-a; expected internet or lan-b"),
                "\(lab.run(line))")
        }
    }

    @Test func aNameThatAFileDoesNotHaveIsSaid() throws {
        let lab = try LabInProcess()
        let text =
            "table ip t {\nchain c { type filter hook forward priority 0; policy drop;\n"
            + "iifname \"eth0\" accept\niifname eth1.5 drop\n}\n}\n"
        try lab.write(Array(text.utf8), to: "a.nft")
        let load = "rule load $a.nft --link "
        #expect(
            lab.run(load + "eth0=lan-a,eth1.5=internet") == "2 rules loaded from $a.nft\n")
        let said = lab.run(load + "eth0=lan-a,eth1=internet,eth=lan-a")
        #expect(said.contains("  names that $a.nft does not have: eth1, eth\n"), "\(said)")
        #expect(said.hasPrefix("2 rules loaded"))
    }

    /// What a session says to lines that a person types.
    private func said(_ lines: String...) throws -> String {
        let folder = try TemporaryFolder()
        let path = folder.url.path + "/out"
        let session = Session(
            lab: Lab(), output: TextOutput(.plain, try FileOutput(path: path)),
            errors: TextOutput(.plain, try FileOutput(path: "/dev/null")))
        for line in lines { _ = try session.run(Array(line.utf8)) }
        try session.finish()
        return try String(contentsOf: URL(filePath: path), encoding: .utf8)
    }

    @Test func theShortWordIsBlamedThatIsUnclear() throws {
        // `ru` is rule, and `l` may be list or load.
        let two = try said("ru l")
        #expect(two.contains("expected "))
        let caret = try #require(two.split(separator: "\n").first { $0.hasSuffix("^") })
        let line = try #require(two.split(separator: "\n").first { $0.hasSuffix("ru l") })
        #expect(caret.count == line.count, "\(two)")
        let value = try said("ru d 7")
        #expect(!value.contains("expected rule"), "\(value)")
    }
}
