import Commands
import Foundation
import Network
import TestSupport
import Testing

/// Networks as files and as commands, and nodes in front of commands.
@Suite struct NetTests {
    @Test(arguments: NetFile.library.map(\.name))
    func whatIsSavedIsWhatIsLoaded(name: String) throws {
        let lab = try LabInProcess()
        lab.run("net load \(name)", "net save $net", "net load $net", "net save $again")
        let text = try #require(NetFile.text(named: name))
        let saved = try lab.bytes("net")
        #expect(saved == text)
        #expect(try lab.bytes("again") == saved)
    }

    @Test func theStandardNetworkIsItsFile() {
        #expect(NetFile.text(of: .standard) == NetFile.text(named: "standard"))
    }

    @Test(arguments: NetFile.library.map(\.name))
    func drawingsAreNarrowAndNameEverything(name: String) throws {
        let lab = try LabInProcess()
        lab.run("net load \(name)")
        let drawing = lab.run("net show")
        let told = lab.run("net show linear")
        for line in drawing.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
        for line in String(decoding: NetFile.text(named: name) ?? [], as: UTF8.self)
            .split(separator: "\n") where line.hasPrefix("net add")
        {
            let words = line.split(separator: " ")
            #expect(drawing.contains(words[3]))
            #expect(told.contains(words[3]))
        }
    }

    @Test func aNodeStandsInFrontOfACommand() throws {
        let lab = try LabInProcess()
        lab.run("net load two-offices", "gw-b rule default allow", "gw-b rule add deny 23/tcp")
        #expect(lab.run("gw-b rule list").contains("deny proto tcp port 23"))
        #expect(!lab.run("rule list").contains("deny proto tcp port 23"))
        #expect(lab.run("pc-b packet send 10.1.0.11 -> 10.1.0.80:80").contains("web-b"))
        #expect(lab.run("use gw-b", "rule list").contains("deny proto tcp port 23"))
        // The columns are those of the line.
        #expect(lab.run("gw-b rule delete 9").contains("there is no rule 9"))
        #expect(lab.run("gw-b rule lost").contains("\"lost\" can't stand here"))
        #expect(lab.run("gw-z rule list").contains("\"gw-z\" is neither a command nor a node"))
    }

    @Test(arguments: [
        ("net add host pc9 on nowhere", "there is no link nowhere"),
        ("net add host pc1 on lan", "a node is called pc1 already"),
        ("net add host lan on lan", "a link is called lan already"),
        ("net add host packet on lan", "packet is a word of commands"),
        ("net add host 9pc on lan", "9pc is no name"),
        ("net add host pc9 on lan 10.0.0.12/24", "pc2 has the address 10.0.0.12 already"),
        ("net add host pc9 on lan 10.0.0.255/24", "no host can have the address 10.0.0.255"),
        ("net add host pc9", "expected on"),
        ("net add link lan", "a link is called lan already"),
        ("net add link thin mtu 20", "20"),
        ("net remove nobody", "there is no node nobody"),
        ("net remove lan", "pc1 would be on no link"),
        ("pc1 route add 10.9.0.0/16 via 10.9.0.1", "10.9.0.1 is on no link of pc1"),
        ("pc1 route add 10.9.0.0/16 out wan", "pc1 is not on wan"),
        ("pc1 route add 2001:db8::/32 via 10.0.0.1", "of two families"),
        ("pc1 route add default via 10.0.0.1", "pc1 has this route already"),
        ("pc1 route delete default via 10.0.0.2", "pc1 has no such route"),
        ("zone delete nowhere", "there is no zone nowhere"),
        ("net load nowhere.net", "nowhere.net"),
    ])
    func whatIsWrongIsSaidAndChangesNothing(line: String, fault: String) throws {
        let lab = try LabInProcess()
        lab.run("net load office", "net save $before")
        #expect(lab.run(line).contains(fault), "\(lab.run(line))")
        lab.run("net save $after")
        #expect(try lab.bytes("before") == lab.bytes("after"))
    }

    @Test(arguments: [
        ("net add link a\nrule add deny\n", ":2: no command that makes a network"),
        ("net add link a\nnet add host b on c\n", ":2:19: there is no link c"),
        ("net add lnk a\n", ":1:9: "), ("# nothing\n", "has no node"),
        ("net add link a\nnet add host b on a\nb route add default via 10.0.0.1\n", ":3:"),
    ])
    func aFileIsReadAsAWholeOrNotAtAll(text: String, fault: String) throws {
        let lab = try LabInProcess()
        try lab.write(Array(text.utf8), to: "net")
        #expect(lab.run("net load $net").contains(fault))
        #expect(lab.run("net show").contains("site-a"))
    }

    @Test func aTunnelKeepsItsNetwork() throws {
        let lab = try LabInProcess()
        lab.run("tunnel open demo")
        #expect(lab.run("net load office").contains("tunnels are open"))
        #expect(lab.run("net remove gw-b").contains("tunnels are open"))
        #expect(lab.run("net add link spare").contains("link spare added"))
        lab.run("tunnel close demo", "net load office")
        #expect(lab.run("net show").contains("pc1"))
    }

    @Test func whatWasRememberedOfAnotherNetworkIsForgotten() throws {
        let lab = try LabInProcess()
        lab.run("packet send 10.0.0.7 -> 10.1.0.9:80", "net load office")
        #expect(lab.run("packet show 1").contains("error"))
        #expect(lab.run("pc1 packet send 10.0.0.11 -> 10.0.1.80:80").hasPrefix("packet 2,"))
    }
}
