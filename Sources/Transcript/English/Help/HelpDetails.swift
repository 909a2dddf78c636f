import Commands

/// What `help COMMAND` says below the summary, in lines that stand as they are.
enum HelpDetails {
    /// Rules, sets and flows.
    static let rules: [CommandName: [String]] = [
        .ruleAdd: [
            "The list is read from rule 1; the first rule that matches a packet decides.",
            "Without `at` the rule becomes the last one. A field that is not named matches anything.",
            "`port` behind `from ADDRESS` is the source port; elsewhere it is the destination port.",
            "Without `proto`, a rule with ports is about TCP and UDP.",
            "`not` takes everything but a list; `not 10.0.0.0/8` is about IPv4 addresses only.",
            "A rule with a `limit` matches while it has tokens; then the rules behind it are read.",
        ],
        .ruleDelete: ["The rules behind them move up."],
        .ruleReplace: ["Its hits start again at 0."],
        .ruleDisable: ["It keeps its number and its hits."],
        .ruleClear: ["Default, order and sets stay as they are."],
        .ruleDefault: ["A new lab denies it."],
        .ruleOrder: ["A new lab reads first-match. `rule compare` shows where the orders differ."],
        .ruleCheck: [
            "It is a proof over all packets of both families, and no sampling.",
            "Each finding has a packet to try and a way to mend it.",
            "All that it offers to delete can be deleted together: every verdict stays, proven.",
            "`rule check fix` does that in one step, which `rule undo` turns back.",
        ],
        .ruleFind: [
            "`deny` asks for all that is stopped, `reject` for what is rejected, and `drop` for what is stopped in silence."
        ],
        .ruleWhyNot: ["One change of the packet, and one of the list; neither is made."],
        .ruleDiff: [
            "Or `equal`, which is a proof over all packets.",
            "In a script the path is relative to the script's own folder.",
        ],
        .ruleLoad: [
            "The file is Garita's own, `nft list ruleset`, `iptables-save`, `ip6tables-save`,",
            "a Cisco extended access list or `ufw show added`; which one is seen from its text.",
            "Loading is all or nothing: an error leaves the rules as they were.",
            "A link that only the file names is made: packets over it can be tested.",
            "In a script the path is relative to the script's own folder.",
        ],
        .ruleSave: ["Without `as` it is Garita's own format."],
        .setAdd: ["The set is made when there is none. Rules refer to it as `@NAME`."],
        .setRemove: ["At least one member stays."],
        .flowList: [
            "A flow is known from its first packet that was let pass until its time is over."
        ],
    ]

    /// Packets, links and policies.
    static let network: [CommandName: [String]] = [
        .natAdd: [
            "The first packet of a flow asks twice: before it is routed the rules about destinations, and after the",
            "firewall's rules those about sources; the first rule that matches decides. All other packets of the flow,",
            "and ICMP errors about them, are translated as it was decided, and back.",
            "`for` says where a packet goes before that; `to` says what its address becomes.",
            "IPv4 only. A node's name in front says whose rule it is; only nodes that forward have any.",
        ],
        .natDelete: ["Flows that it translates go on as they are."],
        .natShow: [
            "What it does to UDP is not read off the rules: copies of the node are sent datagrams to find it out."
        ],
        .netLoad: [
            "Rules, connections and packets of the network that was there are forgotten; tunnels have to be closed before.",
            "A file of a network has the commands `net add`, `route add` and `zone add`, a line each.",
        ],
        .netFrom: [
            "The links that the file names are those of the gateway gw; behind one of them is everybody else, and on each of",
            "them a host, besides the servers that the file sends flows to. Its rules are loaded as `rule load` does.",
            "What the file does not say about addresses is assumed, always alike; it is said what.",
            "Rules, connections and packets of the network that was there are forgotten; tunnels have to be closed before.",
        ],
        .netFind: [
            "It is a proof over all packets that begin a flow, through every list, route, translation and tunnel.",
            "`from zone` says where they begin, `on` over which links they come; `to zone`, or `out`, over which they are passed on then;",
            "`from` is a source as it is sent, `to` a destination as it is sent or as it arrives.",
            "Hosts and sites send; with a node's name in front only that node.",
        ],
        .netDiff: [
            "Nodes are the same that have the same name, and hosts send from their own addresses.",
            "A packet is shown for each sender and receiver.",
            "This network is taken with its tunnels and policies; that of a file has none.",
        ],
        .netCheck: [
            "What it says of rules follows from routes, zones and anti-spoofing, whatever other lists let pass."
        ],
        .netShow: ["A node that is on several links stands at each of them."],
        .routeAdd: [
            "The longest prefix that holds a destination decides. A node's name in front says whose route it is.",
            "`out LINK` leads to the other end of a link between two nodes, else to whoever has the destination there.",
        ],
        .netMTU: [
            "A longer packet is fragmented where it is put on the link, if its sender lets routers do that; otherwise it is",
            "dropped, and its sender is told what fits (RFC 1191, RFC 8201).",
        ],
        .mssClamp: [
            "A node's name in front says whose it is. Only what a SYN says is lowered; what says less stays.",
            "It is a cure where the errors that tell senders what fits do not come through.",
        ],
        .netRemove: ["With a link go the routes that need it. A node stays on one link at least."],
        .linkLoss: [
            "A lost packet ends as lost-on-link; a lost ESP datagram never goes over the socket.",
            "Chance comes from the seed when the lab has one: a script always loses the same.",
        ],
        .linkDelay: [
            "With jitter each packet draws its own delay, so that packets overtake one another."
        ],
        .linkReorder: [
            "Only packets that are under way together can overtake: see `packet send ... every`."
        ],
        .linkDuplicate: [
            "A copy has a number of its own and comes right behind its original.",
            "In clear it is delivered; in a tunnel the anti-replay check refuses it.",
        ],
        .linkMark: [
            "Only packets whose sender knows ECN are marked, `ecn ect0` and `ect1`: they say CE then.",
            "Of an ESP packet the outer header is marked; the end of the tunnel takes it over (RFC 6040).",
        ],
        .packetSend: [
            "Without a protocol it is TCP with SYN. A source port that is not named is chosen by the lab.",
            "It comes to gw-a from site-a, over lan-a; `on internet` sends it the other way, from site-b.",
            "`about N` makes an ICMP error that quotes packet N. `via` has to take that tunnel.",
            "`ecn` says whether its sender understands marks of congestion; `df clear` lets routers fragment it.",
            "`count N` sends one when the way of the one before has ended. With `every` they are under way together.",
        ],
        .packetReply: [
            "A SYN is answered by SYN,ACK, that by ACK, and an echo request by an echo reply.",
            "The answer comes to gw-a over the link that the packet left by.",
        ],
        .packetTest: [
            "Nothing is sent, numbered or counted. `state` answers as if the flow table said so.",
            "A file is pcap or pcapng: its name ends so, or has a slash in it.",
            "In a script its path is relative to the script's own folder.",
            "What the file has at several interfaces is judged once, as `packet load` would send it.",
            "Each packet is asked of the list that it would meet; one that is not `forward` stands behind `#`.",
            "What is odd about a packet stands behind `#`: it is taken for what it should have been.",
        ],
        .packetLoad: [
            "They go out at the times of the capture, counted from its first packet: never backwards, and",
            "never more than a year later. At most 256 are under way at once.",
            "They come from site-a; from site-b where the interface is called internet or lan-b. In a capture",
            "of the lab the direction counts, too: what goes out over internet comes from site-a.",
            "A packet that the file has at several interfaces, by its packet id, is sent once, as it was seen",
            "first. ESP in UDP is a packet like any other. What can't be sent is counted and named.",
            "Wrong header checksums are made right, and zeros stand for what the capture has cut off.",
        ],
        .policyAdd: [
            "The gateway in use asks for what it sends over the wire. The other one gets the same policy for",
            "the way back, with both ends exchanged; `outbound` leaves that out. The longest match decides, that",
            "of `to` before that of `from`, and among those of the same prefixes the one that asks for less of",
            "protocols, ports or messages; one that shares only some packets with another of the same prefixes is",
            "refused. What no policy is about crosses in clear. A packet that does not show what the policy of its",
            "longest match asks for, as a later fragment has no ports, is dropped; `opaque` is a policy for such",
            "packets (RFC 4301, 4.4.1.1 and 7). `tunnel open ... from ... to ...` adds its own policy. What a",
            "policy protects is dropped when its tunnel is closed or has expired, and when it comes from the other",
            "gateway in clear (RFC 4301, 5.2); never does it cross in clear, until the policy is deleted or one",
            "with `bypass` has the longer match.",
        ],
    ]

    /// Tunnels, attacks and captures.
    static let tunnels: [CommandName: [String]] = [
        .tunnelOpen: [
            "Both ends are UDP sockets on 127.0.0.1. What is not given is chosen: ports by the system,",
            "SPIs by the lab, keys by the system's generator, or from the seed when the lab has one.",
            "`from` and `to` make a policy: packets between these prefixes take the tunnel by themselves, and no",
            "others come out of it. `proto`, ports, types and `opaque` are those of `policy add`.",
            "`client` and `server` begin what is fixed about one end, and about the association on which it",
            "receives: the receiver chooses its SPI (RFC 4301, 4.1). What stands before them is for both.",
            "`sequence` is about what the end sends: the last number that it has used up.",
            "A password becomes two keys, one each way, by scrypt with the tunnel's name as salt.",
            "`window off` switches anti-replay off: whoever has seen a datagram can have it accepted once more.",
            "`df` is the DF bit of the outer header in tunnel mode: `copy` takes that of the packet inside.",
            "`pad N` fills each payload up to a multiple of N bytes, so that its length says less.",
            "Past a soft lifetime a new pair of associations takes over; past a hard one an association ends.",
        ],
        .tunnelListen: [
            "The other end is `tunnel connect` in another window, or any program that speaks ESP in UDP.",
            "It is found by its first authentic datagram, and followed by newer ones. Both sides need the same keys,",
            "SPIs and suite, and with a password the same name, because that is its salt. Several tunnels can listen",
            "at one port, each with a `server spi` of its own. With `server window off` nobody is followed.",
            "SPIs that are not given come from the port, and so are the same on both sides.",
        ],
        .tunnelConnect: [
            "The other end is `tunnel listen` in another window, at this port of 127.0.0.1, or any program",
            "that speaks ESP in UDP. Both sides need the same keys, SPIs and suite, and with a password the same name,",
            "because that is its salt. A client that began anew goes on with `client sequence N` where it was.",
            "SPIs that are not given come from the port, and so are the same on both sides.",
        ],
        .tunnelServe: [
            "A script hears the other process only here; what comes in between waits. It ends with the last packet",
            "that it waits for, when the time is over, and by control-C. Packets count whose ICV verifies. Fewer than",
            "it waits for are a failure, as a claim is that isn't true; `expect` is about the last one.",
            "At the prompt packets are served while you type.",
        ],
        .tunnelSend: [
            "The client end puts the text into a UDP packet, seals that packet with ESP and sends it.",
            "The server end verifies it, opens it, and answers with an echo through the tunnel.",
            "The gateways make these packets themselves, behind the firewall: no rule is asked.",
        ],
        .tunnelKey: ["The other end keeps its own: until both agree, every ICV is wrong."],
        .tunnelKeys: [
            "It is Wireshark's table esp_sa: a line for each association. Only you can read the file.",
            "Associations that sealed something while a capture ran are in it, too, when they have ended.",
            "A file that is there is written over only if the lab wrote it.",
        ],
        .tunnelRekey: [
            "The new pair has SPIs and keys of its own, and its sequence numbers start again. The old pair",
            "still receives for five seconds of virtual time, so that nothing under way is lost; then it is",
            "wiped. Keys that a person chose are followed by ones derived from them, others by new ones.",
        ],
        .tunnelDummy: [
            "The other end verifies it and drops it; nobody else can tell it from a real one."
        ],
        .tunnelShow: [
            "The window is drawn with its newest number on the right: # was accepted, . was not."
        ],
        .tunnelWatch: [
            "It lists the datagrams that the kept packets left on the internet link, and sums up what their",
            "addresses, lengths, times and numbers tell. With a name, only those of that tunnel.",
        ],
        .attackReplay: [
            "The attacker has a socket of its own and no key. Its datagrams are judged like all others;",
            "window and counters of the attacked end are shown before and after: # is accepted, . is not.",
        ],
        .attackFlip: [
            "Bit 0 is the highest of the first byte. The SPI is 0 to 31, the sequence number 32 to 63,",
            "the IV 64 to 127; then comes the ciphertext, and the ICV at the end.",
        ],
        .attackReorder: [
            "The client end, or the one that is here, really seals them, each for the discard port of the other.",
            "The window takes those that are inside it, in any order; with more packets than it has",
            "numbers, the ones that come last are left of it.",
        ],
        .attackForge: ["It is well made but for one thing: the key is the attacker's own."],
        .attackFlood: [
            "Random bytes, the right SPI with random bytes behind it, and what was recorded: cut, with a bit",
            "turned round, or as it was. They are drawn from the lab's seed, when it has one, and none is",
            "lost on the way. Control-C stops it.",
        ],
        .predict: [
            "The claim is about the next command. It is examined when that has run, so that a lesson never asks what",
            "is not so. In `garita present` the class answers first, by `vote 3 12 5`, and once more after a talk;",
            "who is alone types the number of an answer.",
        ],
        .attackSYNFlood: [
            "It is sent by the host whose name stands in front. Without `from` the sources are addresses",
            "that nobody has. A listener keeps as many half-open connections as its service's `backlog`.",
        ],
        .attackReset: [
            "It is sent by the host whose name stands in front, to the other end of the packet's connection.",
            "The attacker has seen the packet, and with it the next sequence number; with `off` he guesses.",
        ],
        .attackInject: [
            "As `attack reset`; the data comes with the number behind the packet, and its acknowledgment."
        ],
        .connect: [
            "With `keep` the connection stays open when nothing has come for two seconds:",
            "`connection list` shows it at both ends.",
        ],
        .attackReuseIV: [
            "This is misuse, and never happens to a tunnel here: two associations are made for it alone, with",
            "the tunnel's suite, a key of their own, and counters that know nothing of each other.",
        ],
        .captureStart: [
            "Each packet is recorded at lan-a, internet and lan-b, wherever it begins its way over that link.",
            "What was recorded before is given up. At most 100,000 packets and 64 MiB are recorded.",
        ],
        .captureSave: [
            "Each packet has its virtual time, direction, number, and a comment with verdict and rule.",
            "The keys of the tunnels that were used are in it, unless they are left out: a Wireshark that is",
            "new enough decrypts with them, and for an older one there is `tunnel keys`.",
            "Only you can read the file. One that is there is written over only if the lab saved it.",
        ],
    ]

    /// Claims and the lab itself.
    static let lab: [CommandName: [String]] = [
        .expectNone: [
            "It is a proof over all packets; a packet that refutes it is shown. `reach` asks as `net find` does."
        ],
        .expectSameAs: ["In a script the path is relative to the script's own folder."],
        .expectError: [
            "The script goes on. If the command is accepted after all, it takes effect and the claim fails."
        ],
        .use: [
            "gw-a and gw-b have a list each. A packet meets that of each gateway which it passes. gw-b lets",
            "everything pass until it gets rules, and says nothing. `packet test` asks the gateway in use.",
        ],
        .seed: [
            "Keys made from a seed are known to everybody who knows the seed: for lessons only.",
            "What links do to packets by chance is drawn from it, too, from its beginning.",
            "A script has seed 1 unless it says otherwise; the prompt has none.",
        ],
        .source: [
            "In a script the path is relative to the script's own folder. What a script may reach is bounded."
        ],
        .transcript: ["A script writes only over a transcript that a command began."],
        .language: [
            "From the next line on all is said in it. The commands are the same in each.",
            "A lab says it in its first command, so that its transcript begins in that language, too.",
        ],
        .theme: [
            "They show where a terminal has colours of 24 bits. Without a choice the prompt has those for the",
            "terminal's background, as far as the terminal says what that is.",
        ],
        .back: [
            "Rules, flows, packets, counters, hosts and the clock go back. Keys, sequence numbers and IVs never do:",
            "a tunnel that was open then has new associations. Whoever goes on from there begins a branch.",
        ],
        .fork: [
            "The branch goes on with what is done on it, and `history tree` shows its end by its name. The first",
            "one is called main.",
        ],
        .restore: ["Nothing is lost by it: `history tree` shows where one has been."],
        .quit: [
            "In a script it ends that script, and neither the one that sourced it nor the next one."
        ],
        .explain: ["Alone it lists the words that it knows. Each has a lab that shows it."],
        .pipe: [
            "`rule list | find deny | count` says how many lines have `deny`. `find` may stand there several",
            "times, `count` and `save` at the end. The command runs as without; what is wrong is always shown.",
            "A `|` that is text goes into quotes. A script writes only over an answer that it saved.",
        ],
        .help: ["At the prompt `?` shows what can stand at the cursor, and TAB completes it."],
        .history: [
            "`history tree` shows the commands that changed the network, a branch further in than what it left.",
            "A line with a key or a password is not kept. The history file has only lines that are commands.",
        ],
    ]
}
