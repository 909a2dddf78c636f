import Testing

/// Names of nodes, and names that hosts have resolved, wherever an address can stand.
@Suite struct NameTests {
    private func office(_ lines: String...) throws -> LabInProcess {
        let lab = try LabInProcess()
        lab.run("net load office")
        for line in lines { lab.run(line) }
        return lab
    }

    @Test func aRuleHasTheNameAndTheAddresses() throws {
        let lab = try office("gw rule add allow proto tcp from pc1 to web,dns port 80")
        #expect(lab.run("gw rule list").contains("allow proto tcp from pc1 to web,dns port 80"))
        for (source, destination, verdict) in [
            ("10.0.0.11", "10.0.1.80:80", "allowed by rule 1"),
            ("2001:db8:a::11", "[2001:db8:a:1::80]:80", "allowed by rule 1"),
            ("10.0.0.11", "10.0.1.53:80", "allowed by rule 1"),
            ("10.0.0.12", "10.0.1.80:80", "denied"),
            ("10.0.0.11", "10.0.1.81:80", "denied"),
        ] {
            let said = lab.run("gw packet test tcp \(source) -> \(destination)")
            #expect(said.contains("would be \(verdict)"), "\(said)")
        }
        // Lists ask nothing else of whoever saves and loads them.
        lab.run("gw rule save $rules", "gw rule clear")
        #expect(lab.run("gw rule load $rules").contains("1 rule loaded"))
        #expect(lab.run("gw rule list").contains("from pc1 to web,dns port 80"))
        lab.run("net save $net", "net load standard", "net load $net", "net save $again")
        #expect(lab.run("gw rule list").contains("from pc1 to web,dns port 80"))
        #expect(try lab.bytes("net") == lab.bytes("again"))
    }

    @Test func aRuleFollowsTheAddressesOfItsNode() throws {
        let lab = try office("gw rule add reject to isp", "net remove visitor")
        let tests = ["198.51.100.1", "203.0.113.1"].map { "gw packet test icmp pc1 -> \($0)" }
        for test in tests { #expect(lab.run(test).contains("rejected by rule 1: reject to isp")) }
        lab.run("net remove world")
        #expect(lab.run(tests[0]).contains("rejected by rule 1: reject to isp"))
        #expect(lab.run(tests[1]).contains("denied by default"))
        // Rules that were taken out meanwhile, and come back, follow as well.
        lab.run("gw rule clear", "net add link world", "net add host far on world 203.0.113.9/24")
        #expect(lab.run("gw rule undo").contains("undone"))
        #expect(lab.run("gw rule add deny to far at 1").contains("rule 1 added: deny to far"))
        #expect(lab.run("gw packet test icmp pc1 -> 203.0.113.9").contains("denied by rule 1"))
        #expect(lab.run(tests[0]).contains("rejected by rule 2"))
    }

    @Test func otherFirewallsHaveTheAddresses() throws {
        let lab = try office(
            "gw rule add allow proto tcp from pc1 to web port 80", "gw rule save $nft as nft",
            "gw rule save $tables as iptables")
        let nft = String(decoding: try lab.bytes("nft"), as: UTF8.self)
        #expect(nft.contains("ip saddr 10.0.0.11 ip daddr 10.0.1.80"))
        #expect(nft.contains("ip6 saddr 2001:db8:a::11 ip6 daddr 2001:db8:a:1::80"))
        let tables = String(decoding: try lab.bytes("tables"), as: UTF8.self)
        #expect(tables.contains("-s 10.0.0.11 -d 10.0.1.80"))
    }

    @Test func proofsAskAboutNames() throws {
        let lab = try office(
            "gw rule add allow proto tcp from pc1 to web port 80",
            "gw rule add allow proto tcp from 10.0.0.11 to 10.0.1.80 port 80")
        #expect(lab.run("gw rule check").contains("rule 2 can never match"))
        #expect(lab.run("gw rule find allow from pc1 to web").contains("yes: packet test"))
        #expect(lab.run("gw rule find allow from pc2 to web").contains("no: of all packets"))
        #expect(lab.run("gw expect none allow from not pc1 to any") == "as expected\n")
        #expect(lab.run("gw rule why-not tcp pc2:1 -> web:80").contains("source changed"))
    }

    @Test func aPacketHasTheAddressesThatFit() throws {
        let lab = try office("gw rule default allow")
        #expect(
            lab.run("packet send udp pc1:5000 -> web:7").contains(
                "udp 10.0.0.11:5000 -> 10.0.1.80:7"))
        #expect(
            lab.run("packet send udp [2001:db8:a::11]:5000 -> web:7")
                .contains("udp [2001:db8:a::11]:5000 -> [2001:db8:a:1::80]:7"))
        #expect(
            lab.run("packet send from pc2 port 9 to 10.0.1.80 port 22")
                .contains("tcp 10.0.0.12:9 -> 10.0.1.80:22"))
        #expect(
            lab.run("packet send icmpv6 pc1 -> web").contains(
                "icmpv6 2001:db8:a::11 -> 2001:db8:a:1::80"))
        lab.run("net add host six on lan 2001:db8:a::6/64", "net add host four on lan 10.0.0.4/24")
        #expect(
            lab.run("gw packet test tcp pc1:1 -> six:22").contains("would be allowed"))
        #expect(lab.run("packet send tcp six:1 -> pc1:22").contains("[2001:db8:a::6]:1"))
        #expect(lab.run("packet send tcp four -> six:22").contains("six has no IPv4 address"))
        #expect(lab.run("packet send tcp 10.0.0.11 -> six:22").contains("six has no IPv4 address"))
        #expect(lab.run("packet send tcp pc1 -> webb:22").contains("did you mean web?"))
        #expect(lab.run("packet send tcp pc1 -> web").contains("port"))
    }

    @Test func routesTranslationsAndSetsHaveAddressesInTheirPlace() throws {
        let lab = try office(
            "pc1 route delete default via 10.0.0.1", "pc1 route add default via gw",
            "gw route add pc2 via pc1", "gw set add servers web dns",
            "gw nat add masquerade out outside from pc1,pc2",
            "gw nat add one-to-one dns as 198.51.100.9",
            "gw nat add dnat on outside for gw proto tcp port 80 to web")
        let net = lab.run("net save $net")
        #expect(net.contains("saved"))
        let text = String(decoding: try lab.bytes("net"), as: UTF8.self)
        for line in [
            "pc1 route add default via 10.0.0.1", "gw route add 10.0.0.12 via 10.0.0.11",
            "gw nat add masquerade out outside from 10.0.0.11,10.0.0.12",
            "gw nat add one-to-one 10.0.1.53 as 198.51.100.9",
            "gw nat add dnat on outside proto tcp for 10.0.0.1,10.0.1.1,198.51.100.2 port 80 to 10.0.1.80",
        ] { #expect(text.contains(line + "\n"), "\(text)") }
        #expect(lab.run("gw set list").contains("10.0.1.80 2001:db8:a:1::80 10.0.1.53"))
        lab.run("net load $net", "net save $again")
        #expect(try lab.bytes("net") == lab.bytes("again"))
    }

    @Test func selectorsHaveAddressesInTheirPlace() throws {
        let lab = try office("net load two-offices")
        for (asked, said) in [
            ("bypass from pc-a to web-b", "bypass from 10.0.0.11 to 10.1.0.80"),
            (
                "discard proto tcp from gw-a to any port 23",
                "discard proto tcp from 10.0.0.1 to 0.0.0.0/0 port 23"
            ),
            ("discard from pc-a to 10.9.0.0/16", "discard from 10.0.0.11 to 10.9.0.0/16"),
        ] {
            #expect(lab.run("policy add \(asked)").contains(said), "\(lab.run("policy list"))")
        }
        #expect(lab.run("policy add discard from pc-z to web-b").contains("did you mean pc-a?"))
        #expect(
            lab.run("policy add discard from pc-a to 2001:db8::/32")
                .contains("discard from 2001:db8:a::11 to 2001:db8::/32"))
        lab.run("net add host four on lan-a 10.0.0.4/24")
        let four = lab.run("policy add discard from four to 2001:db8::/32")
        #expect(four.contains("four has no IPv6 address"), "\(four)")
        #expect(lab.run("policy add discard proto icmp from pc-a to web-b").contains("proto icmp"))
        #expect(
            lab.run("tunnel open demo from pc-a to pc-b").contains("tunnel demo is open"))
    }

    @Test func aZoneInATranslationChangesWithItsLinks() throws {
        let lab = try office(
            "gw rule default allow", "zone add far world", "gw nat add masquerade out outside")
        #expect(lab.run("gw nat add masquerade out far").contains("zone far has no link here"))
        #expect(lab.run("pc1 ping visitor count 1").contains("reply 1 from visitor"))
        #expect(lab.run("zone delete outside").contains("NAT rule 1 of gw names zone outside"))
        lab.run("gw nat clear", "zone delete outside", "zone add outside lan-dmz", "gw flow clear")
        lab.run("gw nat add masquerade out outside")
        #expect(lab.run("pc1 ping visitor count 1").contains("no reply 1"))
        lab.run("zone add outside wan")
        #expect(lab.run("pc1 ping visitor count 1").contains("reply 1 from visitor"))
    }

    @Test(arguments: [
        ("gw rule add allow from pc3", "no node is called pc3"),
        ("gw rule add allow from visitr", "did you mean visitor?"),
        ("gw rule add allow from anny", "did you mean any?"),
        ("gw rule add allow from lan", "lan is a link or a zone"),
        ("gw rule add allow to dmz", "dmz is a link or a zone"),
        ("gw rule add allow from www.office", "gw has not resolved it"),
        ("gw rule add allow from pc1 to 203.0.113.9,nobody", "no node is called nobody"),
        ("gw rule find allow from pc3", "no node is called pc3"),
        ("gw route add default via pc3", "no node is called pc3"),
        ("gw route add web via visitor", "203.0.113.9 is on no link of gw"),
        ("gw nat add masquerade out wan from pc3", "no node is called pc3"),
        ("gw nat add dnat on wan to webb", "did you mean web?"),
        ("set add web 10.0.0.1", "a node is called web already"),
        ("set add servers web pc3", "no node is called pc3"),
        ("net add host any on lan", "any is a word of commands"),
        ("net add host old on lan 10.0.0.9/24", "a set of gw is called old already"),
        ("net remove pc1", "rule 1 of the forward list of gw names pc1"),
        ("net remove web", "rule 1 of the forward list of gw names web"),
    ])
    func whatIsWrongIsSaidAndChangesNothing(line: String, fault: String) throws {
        let lab = try office(
            "gw rule add allow from pc1 to web", "gw set add old 10.9.0.0/16", "net save $before")
        #expect(lab.run(line).contains(fault), "\(lab.run(line))")
        lab.run("net save $after")
        #expect(try lab.bytes("before") == lab.bytes("after"))
    }

    @Test func aSiteHasNoAddress() throws {
        let lab = try LabInProcess()
        #expect(lab.run("rule add allow from site-a").contains("site-a has no address of its own"))
        #expect(
            lab.run("packet send site-a -> 10.1.0.9:22").contains(
                "site-a has no address of its own"))
        #expect(lab.run("rule add allow to gw-b").contains("rule 1 added: allow to gw-b"))
    }

    @Test func whatAHostHasResolvedItKnowsForAWhile() throws {
        let lab = try office("gw rule default allow")
        #expect(lab.run("pc1 ping www.office count 1").contains("no address of that name is known"))
        lab.run("pc1 resolve www.office at dns")
        #expect(lab.run("pc1 ping www.office count 1").contains("reply 1 from www.office"))
        #expect(lab.run("pc1 fetch http://www.office/").contains("200 OK"))
        #expect(lab.run("pc1 packet send tcp pc1 -> www.office:22").contains("-> 10.0.1.80:22"))
        #expect(lab.run("pc2 ping www.office count 1").contains("no address of that name is known"))
        // What DNS says later is learned when it is asked again.
        lab.run("dns record delete web.office", "dns record add web.office a 10.0.1.81")
        #expect(lab.run("pc1 packet send tcp pc1 -> WWW.Office:22").contains("-> 10.0.1.80:22"))
        lab.run("pc1 resolve www.office a at dns")
        #expect(lab.run("pc1 packet send tcp pc1 -> www.office:22").contains("-> 10.0.1.81:22"))
        // That it has an address no longer is learned, too, when that is what was asked for.
        #expect(lab.run("pc1 ping www.office count 1").contains("no reply 1"))
        let six = "pc1 packet send tcp [2001:db8:a::11]:1 -> www.office:22"
        #expect(lab.run(six).contains("-> [2001:db8:a:1::80]:22"))
        lab.run("pc1 resolve www.office at dns")
        #expect(lab.run(six).contains("www.office has no IPv6 address"))
        lab.run("wait 1h")
        #expect(lab.run("pc1 ping www.office count 1").contains("no address of that name is known"))
    }

    @Test func aRuleKeepsWhatDNSSaid() throws {
        let lab = try office("gw resolve www.office at dns")
        let said = lab.run("gw rule add allow from pc1 to www.office")
        #expect(said.contains("rule 1 added: allow from pc1 to 10.0.1.80,2001:db8:a:1::80"))
        #expect(said.contains("note: www.office is 10.0.1.80, 2001:db8:a:1::80 by DNS"))
        lab.run("dns record delete web.office", "wait 2h")
        #expect(lab.run("gw rule list").contains("to 10.0.1.80,2001:db8:a:1::80"))
    }
}
