import Foundation
import Testing

/// Networks that are made for the rules of other people's files.
@Suite struct NetFromTests {
    private let router = """
        define WAN = "eth0.7"
        table inet t {
        chain f { type filter hook forward priority 0; policy drop;
        ct state established,related accept
        iifname "net" ip saddr 10.9.0.0/24 accept
        oifname "dmz" tcp dport 8443 accept
        iifname "dmz" meta hour "08:00"-"12:00" accept
        }
        chain i { type filter hook input priority 0; policy drop;
        iif lo accept
        iifname "net" icmp type echo-request accept
        }
        }
        table ip n {
        chain a { type nat hook postrouting priority srcnat;
        oifname $WAN snat to 198.51.100.77
        }
        chain b { type nat hook prerouting priority dstnat;
        iifname $WAN tcp dport 443 dnat to 172.16.5.1:8443
        tcp dport 25 redirect to :2525
        }
        }

        """

    private func lab(_ text: String, _ name: String = "a.nft") throws -> LabInProcess {
        let lab = try LabInProcess()
        try Data(text.utf8).write(to: URL(filePath: lab.path(name)))
        return lab
    }

    @Test func aFileIsTriedAtOnce() throws {
        let lab = try lab(router)
        // Strictly nothing changes.
        #expect(lab.run("net from $a.nft").contains("asks for the time of day"))
        #expect(lab.run("net show linear").contains("site-a"))
        let said = lab.run("net from $a.nft --lenient")
        for line in [
            "a network is made for the rules of $a.nft: 6 nodes, 3 links",
            "  net-link: 10.9.0.1/24, as the file has it",
            "  dmz: 172.16.5.2/24, as the file has it",
            "  eth0-7: 198.51.100.77/24, as the file has it",
            "    everybody else is assumed to be behind it",
            "3 rules loaded from $a.nft", "2 rules loaded into the input list from $a.nft",
            "5 NAT rules loaded at gw from $a.nft",
        ] { #expect(said.contains(line), "\(line)\n\(said)") }
        #expect(lab.run("pc1 ping visitor count 1").contains("1 reply"))
        #expect(lab.run("packet trace 1").contains("is 198.51.100.77"))
        #expect(lab.run("pc1 ping gw count 1").contains("1 reply"))
        #expect(lab.run("server3 service list").contains("8443"))
        let sent = lab.run("packet test 203.0.113.50:999 -> 198.51.100.77:443 on eth0-7")
        #expect(sent.contains("allowed"), "\(sent)")
        #expect(
            lab.run("gw nat list").contains("dnat on dmz proto tcp port 25 to 172.16.5.2:2525"))
        // The same file gives the same network.
        #expect(lab.run("net from $a.nft --lenient") == said)
        lab.run("net save $made.net", "net load $made.net", "net save $again.net")
        #expect(
            try Data(contentsOf: URL(filePath: lab.path("made.net")))
                == Data(contentsOf: URL(filePath: lab.path("again.net"))))
    }

    @Test func whatTheFileDoesNotSayIsAdded() throws {
        let lab = try lab(
            "*filter\n:INPUT DROP [0:0]\n-A INPUT -p icmp -j ACCEPT\nCOMMIT\n", "b.v4")
        let said = lab.run("net from $b.v4")
        #expect(said.contains("  wan: 203.0.113.1/24, which is assumed"))
        #expect(said.contains("the file does not name it, and it is added"))
        #expect(lab.run("pc1 ping gw count 1").contains("1 reply"))
        #expect(lab.run("net from $none.v4").contains("there is no such file"))
        let own = try self.lab("rule add allow\n", "c.rules")
        #expect(own.run("net from $c.rules").contains("error:"))
    }
}
