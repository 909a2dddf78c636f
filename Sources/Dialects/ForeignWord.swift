/// What rules of other firewalls can ask or do, and rules here can't: what a word would have meant.
///
/// From iptables-extensions(8) and nft(8).
package enum ForeignWord: String, CaseIterable, Sendable {
    // What a rule asks for.

    /// The link over which a packet goes out.
    case outLink
    /// A link whose name begins so, of which there is none.
    case linkName
    /// A link that is not there.
    case absentLink
    /// The packets that the tracker was told to leave alone.
    case untracked
    /// The connections whose destination was rewritten (NAT).
    case translated
    /// The connections whose source was rewritten (NAT).
    case sourceTranslation
    /// The hardware address that sent the frame.
    case hardwareAddress
    /// Whether the address was seen lately.
    case recentAddress
    /// A rate that is counted for each address by itself.
    case ratePerAddress
    /// How many connections there are, or how much crossed in one.
    case connectionCount
    /// Whether an address is local, broadcast or multicast.
    case addressKind
    /// A number that another rule put on the packet or the connection.
    case mark
    /// Who owns the process that sent it.
    case owner
    /// The time of day.
    case timeOfDay
    /// Bytes anywhere in the packet.
    case payload
    /// The port of a bridge.
    case bridgePort
    /// Whether IPsec protects it.
    case protection
    /// The helper of the tracker that expected the connection.
    case helper
    /// A set of addresses that the file does not hold.
    case storedSet
    /// Chance.
    case chance
    /// Whether the frame was sent to one, to several or to all.
    case frameKind
    /// The route that it takes.
    case route
    /// Whether a socket waits for it.
    case socket
    /// Later fragments.
    case fragments
    /// Options of TCP, and extension headers.
    case options
    /// How much the rule has let pass already.
    case quota
    /// A field of another protocol.
    case protocolField
    /// Several fields of a packet at once.
    case fieldsTogether
    /// The packets that a node sends to its own addresses.
    case toItself

    // What a rule does.

    /// It rewrites addresses or ports.
    case translation
    /// It translates addresses of IPv6.
    case translationOfIPv6
    /// It translates what the node itself sends, or takes.
    case ownTranslation
    /// It changes ports, and no address.
    case portsAlone
    /// It changes each port by the same amount.
    case portShift
    /// It translates prefixes, but not both ways, or only for some packets.
    case prefixTranslation
    /// It chooses ports by chance.
    case randomPorts
    /// It looks up in a map what an address becomes.
    case translationMap
    /// It puts a number on the packet or the connection.
    case marking
    /// It hands the packet to a program.
    case queue
    /// It changes the header.
    case headerChange
    /// It tells the tracker what to do.
    case tracking
    /// It sends a copy, or the packet itself, elsewhere.
    case copy
    /// It lets a proxy answer.
    case proxy
    /// It adds the address to a set.
    case setChange
    /// It lets the packets that follow pass by the rules.
    case offload
    /// It only counts or reports.
    case report
    /// It stands for the lines of another file.
    case inclusion
    /// It leads to chains by the value of a field.
    case verdictMap

    /// Whether it is something that a rule does, and not something that it asks for.
    package var isTarget: Bool {
        switch self {
        case .translation, .translationOfIPv6, .ownTranslation, .portsAlone, .portShift,
            .prefixTranslation,
            .randomPorts, .translationMap, .marking, .queue, .headerChange, .tracking, .copy,
            .proxy, .setChange,
            .offload, .report, .inclusion, .verdictMap:
            true
        default: false
        }
    }

    /// What a module or an option of iptables asks for.
    static func match(ofIptables word: String) -> Self? {
        iptablesMatches.first { $0.words.contains(word) }?.meaning
    }

    /// What a target of iptables does; nil for a word that may be a chain.
    static func target(ofIptables word: String) -> Self? {
        iptablesTargets.first { $0.words.contains(word) }?.meaning
    }

    /// Whether a target of iptables is carried out and then the next rule is read, with nothing changed that a rule
    /// here could ask for: a mark, a report, or the segment size that TCP agrees on.
    static func isWithoutVerdict(_ word: String) -> Bool {
        switch target(ofIptables: word) {
        case .marking?, .report?: true
        default: word == "TCPMSS"
        }
    }

    /// What the first word of an expression or a statement of nft, or the word behind `meta` or `ct`, means.
    static func nft(_ word: String) -> Self? {
        nftWords.first { $0.words.contains(word) }?.meaning
    }

    /// The problem of a word that means this; nil: of one about which nothing is known.
    static func problem(_ meaning: Self?) -> ForeignProblem {
        meaning.map { .unsupported($0) } ?? .unsupportedMatch
    }

    private typealias Words = (words: Set<String>, meaning: Self)

    private static let iptablesMatches: [Words] = [
        (["mac", "--mac-source"], .hardwareAddress),
        (["recent"], .recentAddress), (["hashlimit"], .ratePerAddress),
        (["connlimit", "connbytes"], .connectionCount), (["addrtype"], .addressKind),
        (["mark", "connmark", "connlabel", "--mark"], .mark), (["owner", "cgroup"], .owner),
        (["time"], .timeOfDay), (["string", "u32", "bpf"], .payload), (["physdev"], .bridgePort),
        (["policy"], .protection), (["helper"], .helper), (["set"], .storedSet),
        (["statistic", "random", "nth"], .chance), (["pkttype"], .frameKind),
        (["rpfilter", "realm"], .route), (["socket"], .socket),
        (["-f", "--fragment", "frag"], .fragments),
        (
            ["--tcp-option", "tcpmss", "hbh", "dst", "rt", "mh", "ipv6header", "ipv4options"],
            .options
        ),
        (["quota"], .quota),
        (["esp", "ah", "sctp", "dccp", "ipcomp", "tos", "ecn"], .protocolField),
    ]

    private static let iptablesTargets: [Words] = [
        (
            ["DNAT", "SNAT", "MASQUERADE", "REDIRECT", "NETMAP", "SAME", "DNPT", "SNPT"],
            .translation
        ),
        (["MARK", "CONNMARK", "CLASSIFY", "SECMARK", "CONNSECMARK", "HMARK"], .marking),
        (["QUEUE", "NFQUEUE"], .queue),
        (["TCPMSS", "TCPOPTSTRIP", "DSCP", "TOS", "TTL", "HL", "ECN", "CHECKSUM"], .headerChange),
        (["CT", "NOTRACK"], .tracking), (["TEE", "MIRROR", "ROUTE"], .copy),
        (["SYNPROXY", "TPROXY"], .proxy), (["SET"], .setChange), (["FLOWOFFLOAD"], .offload),
        (["AUDIT", "TRACE", "IDLETIMER", "LED", "RATEEST"], .report),
    ]

    private static let nftWords: [Words] = [
        (["oifgroup", "oiftype"], .outLink),
        (["ether", "vlan", "arp"], .hardwareAddress),
        (["count", "bytes", "packets", "avgpkt"], .connectionCount), (["fib"], .addressKind),
        (["mark", "label", "secmark", "priority"], .mark), (["skuid", "skgid", "cgroup"], .owner),
        (["hour", "day", "time"], .timeOfDay), (["ibrname", "obrname"], .bridgePort),
        (["ipsec", "secpath"], .protection), (["helper"], .helper),
        (["numgen", "jhash", "symhash", "random"], .chance), (["pkttype"], .frameKind),
        (["rt", "rtclassid", "iifgroup", "iiftype", "nftrace", "cpu"], .route),
        (["socket", "osf"], .socket), (["frag"], .fragments),
        (["option", "exthdr", "hbh", "dst", "mh", "srh"], .options), (["quota"], .quota),
        (["sctp", "dccp", "udplite", "esp", "ah", "comp", "gre", "igmp", "vxlan"], .protocolField),
        (["masquerade", "snat", "dnat", "redirect"], .translation), (["queue"], .queue),
        (["notrack"], .tracking), (["dup", "fwd"], .copy), (["tproxy", "synproxy"], .proxy),
        (["add", "update", "delete"], .setChange), (["flow"], .offload), (["set"], .marking),
        (["vmap"], .verdictMap),
    ]
}
