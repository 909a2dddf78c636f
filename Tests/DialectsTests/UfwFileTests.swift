import Dialects
import Firewall
import Testing
import Wire

/// What ufw says by command lines and by its own files for `iptables-restore`.
@Suite struct UfwFileTests {
    /// The lines of `before.rules` that matter.
    private static let before = """
        *filter
        :ufw-before-input - [0:0]
        :ufw-before-output - [0:0]
        :ufw-before-forward - [0:0]
        :ufw-not-local - [0:0]
        -A ufw-before-input -i lo -j ACCEPT
        -A ufw-before-input -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
        -A ufw-before-forward -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
        -A ufw-before-input -m conntrack --ctstate INVALID -j ufw-logging-deny
        -A ufw-before-input -m conntrack --ctstate INVALID -j DROP
        -A ufw-before-input -p icmp --icmp-type echo-request -j ACCEPT
        -A ufw-before-forward -p icmp --icmp-type echo-request -j ACCEPT
        -A ufw-before-input -j ufw-not-local
        -A ufw-not-local -m addrtype --dst-type LOCAL -j RETURN
        -A ufw-not-local -m addrtype --dst-type MULTICAST -j RETURN
        -A ufw-not-local -m addrtype --dst-type BROADCAST -j RETURN
        -A ufw-not-local -m limit --limit 3/min --limit-burst 10 -j ufw-logging-deny
        -A ufw-not-local -j DROP
        -A ufw-before-input -p udp -d 224.0.0.251 --dport 5353 -j ACCEPT
        COMMIT

        """

    /// The lines of `user.rules` for `ufw allow in on eth0 to any port 22 proto tcp` and a route.
    private static let user = """
        *filter
        :ufw-user-input - [0:0]
        :ufw-user-output - [0:0]
        :ufw-user-forward - [0:0]
        :ufw-before-logging-input - [0:0]
        :ufw-before-logging-forward - [0:0]
        :ufw-after-logging-input - [0:0]
        :ufw-after-logging-forward - [0:0]
        :ufw-logging-deny - [0:0]
        :ufw-logging-allow - [0:0]
        ### RULES ###

        ### tuple ### allow tcp 22 0.0.0.0/0 any 0.0.0.0/0 in_eth0
        -A ufw-user-input -i eth0 -p tcp --dport 22 -j ACCEPT

        ### tuple ### route:allow tcp 80 0.0.0.0/0 any 0.0.0.0/0 in_eth0!out_eth1
        -A ufw-user-forward -i eth0 -o eth1 -p tcp --dport 80 -j ACCEPT
        ### END RULES ###
        -A ufw-after-logging-input -j LOG --log-prefix "[UFW BLOCK] " -m limit --limit 3/min --limit-burst 10
        -A ufw-after-logging-forward -j LOG --log-prefix "[UFW BLOCK] " -m limit --limit 3/min --limit-burst 10
        -I ufw-logging-deny -m conntrack --ctstate INVALID -j RETURN -m limit --limit 3/min --limit-burst 10
        -A ufw-logging-deny -j LOG --log-prefix "[UFW BLOCK] " -m limit --limit 3/min --limit-burst 10
        COMMIT

        """

    private static let after = """
        *filter
        :ufw-after-input - [0:0]
        -A ufw-after-input -p udp --dport 137 -j ufw-skip-to-policy-input
        COMMIT

        """

    private func list(_ text: String, _ chain: RuleChain) throws -> (RuleSet, [ForeignProblem]) {
        let links = [LinkName(rawValue: "eth0"), LinkName(rawValue: "eth1")]
        let own = [try #require(IPAddress("10.0.0.254"))]
        let read = try Dialect.iptables.read(
            Array(text.utf8), isLenient: false, links: ForeignLinks(links, own: own), chain: chain)
        var set = RuleSet(links: links, about: chain)
        try set.load(
            read.rules.map { ($0.rule, $0.isEnabled) }, sets: [],
            defaultAction: read.defaultAction, links: read.links)
        return (set, read.skipped.map(\.problem))
    }

    private func passes(
        _ set: inout RuleSet, _ proto: IPProtocol = .tcp, to address: String = "10.0.0.254",
        port: UInt16 = 22, on link: String = "eth0", out: String? = nil,
        state: ConnectionState = .new
    ) throws -> Bool {
        let fields = PacketFields(
            source: try #require(IPAddress("10.0.0.7")),
            destination: try #require(IPAddress(address)), proto: proto,
            sourcePort: Port(rawValue: 1024), destinationPort: Port(rawValue: port),
            totalLength: 40)
        let context = PacketContext(
            link: LinkName(rawValue: link), out: out.map(LinkName.init), state: state)
        return set.decide(fields, context).action == .allow
    }

    @Test func itsFilesAreWhatItMakesOfThem() throws {
        var (set, _) = try list(Self.before + Self.user + Self.after, .input)
        #expect(try passes(&set))
        #expect(try passes(&set, on: "eth1") == false)
        #expect(try passes(&set, port: 23) == false)
        #expect(try passes(&set, port: 23, state: .established))
        #expect(try passes(&set, state: .invalid) == false)
        // What is for nobody here is dropped before the person's rules are asked.
        #expect(try passes(&set, to: "10.0.0.9") == false)
        #expect(try passes(&set, .udp, to: "224.0.0.251", port: 5353))
        #expect(set.settings.defaultAction == .deny)
        (set, _) = try list(Self.before + Self.user + Self.after, .forward)
        #expect(try passes(&set, to: "10.1.0.9", port: 80, out: "eth1"))
        #expect(try passes(&set, to: "10.1.0.9", port: 80, on: "eth1", out: "eth0") == false)
        #expect(try passes(&set, to: "10.1.0.9", port: 81, out: "eth1") == false)
        #expect(try passes(&set, to: "10.1.0.9", port: 81, out: "eth1", state: .related))
        (set, _) = try list(Self.before + Self.user + Self.after, .output)
        #expect(set.settings.defaultAction == .allow)
    }

    @Test func eachFileStandsAlone() throws {
        var (set, skipped) = try list(Self.user, .input)
        #expect(try passes(&set) && passes(&set, port: 23) == false)
        #expect(!skipped.contains(.notesLeftOut))
        (set, _) = try list(Self.before, .input)
        #expect(try passes(&set) == false && passes(&set, state: .established))
        (set, _) = try list(Self.after, .input)
        #expect(set.settings.defaultAction == .deny)
        // A chain of another family's is none of ufw's.
        let six = Self.user.replacing("ufw-", with: "ufw6-")
        (set, _) = try list(six, .input)
        #expect(set.settings.defaultAction == .allow && set.entries.isEmpty)
        #expect(Dialect.detect(Array(six.utf8)) == .ip6tables)
        #expect(Dialect.detect(Array(Self.user.utf8)) == .iptables)
    }

    /// A limit of a chain that only notes packets keeps nothing from being loaded, and one of other chains does.
    @Test func limitsOfNotesDecideNothing() throws {
        let (set, skipped) = try list(Self.before + Self.user, .input)
        #expect(skipped.contains(.notesLeftOut))
        #expect(set.entries.contains { $0.rule.action == .log })
        let lines = """
            :notes - [0:0]
            -A FORWARD -m limit --limit 3/min -j notes
            -A notes -p tcp -j LOG
            -A notes -p udp -j
            """
        #expect(refusal(.iptables, iptables(lines + " DROP"))?.problem == .limitIsShared)
        #expect(refusal(.iptables, iptables(lines + " LOG")) == nil)
    }

    @Test func rulesOfLinks() throws {
        var file = try ReadFile(
            .ufw,
            """
            ufw route allow in on lan-a out on internet to any port 443 proto tcp
            ufw route deny in on internet
            ufw route allow from 10.0.0.0/8
            """)
        #expect(file.verdict("tcp 1.1.1.1:1 > 2.2.2.2:443", on: "lan-a", out: "internet") == .allow)
        #expect(file.verdict("tcp 1.1.1.1:1 > 2.2.2.2:443", on: "lan-a", out: "lan-a") == .deny)
        #expect(file.verdict("tcp 10.1.1.1:1 > 2.2.2.2:1", on: "internet", out: "lan-a") == .deny)
        #expect(file.verdict("tcp 10.1.1.1:1 > 2.2.2.2:1", on: "lan-a", out: "internet") == .allow)
        var own = try ReadFile(.ufw, "ufw allow in on lan-a to any port 53\n")
        #expect(own.verdict("udp 1.1.1.1:1 > 2.2.2.2:53", on: "lan-a") == .allow)
        #expect(own.verdict("udp 1.1.1.1:1 > 2.2.2.2:53", on: "internet") == .deny)
        #expect(refusal(.ufw, "ufw allow out on lan-a\n")?.problem == .otherTraffic)
    }
}
