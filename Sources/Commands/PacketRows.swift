import Firewall
import Grammar
import Wire

/// The rows of `packet ...`.
enum PacketRows {
    static let all: [CommandRow<LabCommand>] = [
        send, reply, test, load, show, bytes, trace, list,
    ]

    private static let send = CommandRow<LabCommand>(
        "packet send", PacketSyntax.countedPattern,
        summary: "build a packet and put it in front of gw-a",
        details: [
            "Without a protocol it is TCP with SYN. A source port that is not named is chosen by the lab.",
            "It comes to gw-a from site-a, over lan-a; `on internet` sends it the other way, from site-b.",
            "`about N` makes an ICMP error that quotes packet N. `via` has to take that tunnel.",
            "`count N` sends one when the way of the one before has ended. With `every` they are under way together.",
        ],
        examples: [
            "packet send 192.168.1.50 -> 192.168.1.1:443",
            "packet send from 192.168.1.50 to 192.168.1.1 port 443",
            "packet send udp from 10.0.0.7:5353 to 10.1.0.9:53 data \"hola\" via demo",
            "packet send icmp 10.0.0.7 -> 10.1.0.9",
            "packet send 10.1.0.9:22 -> 10.0.0.7:40000 flags SYN,ACK on internet",
            "packet send icmp 203.0.113.1 -> 10.0.0.7 type 3 code 1 about 1 on internet",
            "packet send [2001:db8::7]:40000 -> [2001:db8:1::9]:22 count 3",
            "packet send udp 10.0.0.7:5353 -> 10.1.0.9:53 via demo count 100 every 1ms",
        ]
    ) { match throws(UsageFault) in .packet(.send(try PacketSyntax.read(match, for: .sending))) }

    private static let reply = CommandRow<LabCommand>(
        "packet reply",
        .sequence([
            .argument(.packetNumber, .number),
            .anyOrder([
                .clause("flags", "the TCP flags that are set", .flagNames, as: .flags),
                .clause("data", "what it carries", .data, as: .data),
            ]),
        ]),
        summary: "answer a packet from its other end, and send the answer back",
        details: [
            "A SYN is answered by SYN,ACK, that by ACK, and an echo request by an echo reply.",
            "The answer comes to gw-a over the link that the packet left by.",
        ], examples: ["packet reply 1", "packet reply 1 flags RST,ACK"]
    ) { match throws(UsageFault) in
        guard let number = match.placedWhole(.number) else { throw match.missing(.number) }
        return .packet(
            .reply(
                number, flags: match.value(.flags, TCPFlags.parse),
                data: match.token(.data).map(match.line.value(of:)) ?? []))
    }

    private static let test = CommandRow<LabCommand>(
        "packet test", .choice([PacketSyntax.testPattern, .argument(.captureFile, .file)]),
        summary: "say what the firewall would do with a packet, or with those of a capture file",
        details: [
            "Nothing is sent, numbered or counted. `state` answers as if the flow table said so.",
            "A file is pcap or pcapng: its name ends so, or has a slash in it.",
            "In a script its path is relative to the script's own folder.",
            "What the file has at several interfaces is judged once, as `packet load` would send it.",
        ],
        examples: [
            "packet test 10.0.0.5 -> 192.168.1.1:80",
            "packet test 10.0.0.5:40000 -> 192.168.1.1:80 flags ACK state established",
        ]
    ) { match throws(UsageFault) in
        if let file = match.placedText(.file) { return .packet(.testFile(file)) }
        return .packet(.test(try PacketSyntax.read(match, for: .asking)))
    }

    private static let load = CommandRow<LabCommand>(
        "packet load",
        .sequence([
            .argument(.captureFile, .file),
            .optional(
                .choice([
                    .keyword("send", "send its packets", as: .loading),
                    .keyword("test", "only say what the firewall would do", as: .loading),
                ])),
        ]),
        summary: "send the packets of a capture file, byte for byte, or test them",
        details: [
            "They go out at the times of the capture, counted from its first packet: never backwards, and",
            "never more than a year later. At most 256 are under way at once.",
            "They come from site-a; from site-b where the interface is called internet or lan-b. In a capture",
            "of the lab the direction counts, too: what goes out over internet comes from site-a.",
            "A packet that the file has at several interfaces, by its packet id, is sent once, as it was seen",
            "first. ESP in UDP is a packet like any other. What can't be sent is counted and named.",
        ],
        examples: ["packet load lesson.pcapng", "packet load lesson.pcapng test"]
    ) { match throws(UsageFault) in
        guard let file = match.placedText(.file) else { throw match.missing(.file) }
        return .packet(match.text(.loading) == "test" ? .testFile(file) : .load(file))
    }

    private static let show = row(
        "packet show", "show the layers of a packet, field by field", example: "packet show 1"
    ) { .show($0) }

    private static let bytes = row(
        "packet bytes", "show a packet's bytes at each point of its way where they differ",
        example: "packet bytes 1"
    ) { .bytes($0) }

    private static let trace = row(
        "packet trace", "show the way that a packet took, with virtual times and reasons",
        example: "packet trace 1"
    ) { .trace($0) }

    private static let list = CommandRow<LabCommand>(
        "packet list", summary: "list the packets that are kept, and how each ended",
        examples: ["packet list"]
    ) { _ in .packet(.list) }

    private static func row(
        _ words: String, _ summary: String, example: String,
        make: @escaping @Sendable (Placed<Int>) -> PacketCommand
    ) -> CommandRow<LabCommand> {
        CommandRow(
            words, .argument(.packetNumber, .number), summary: summary, examples: [example]
        ) { match throws(UsageFault) in
            guard let number = match.placedWhole(.number) else { throw match.missing(.number) }
            return .packet(make(number))
        }
    }
}
