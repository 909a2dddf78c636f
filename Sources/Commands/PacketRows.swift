import Grammar

/// The rows of `packet ...`.
enum PacketRows {
    static let all: [CommandRow<LabCommand>] = [send, test, show, bytes, trace, list]

    private static let send = CommandRow<LabCommand>(
        "packet send", PacketSyntax.countedPattern,
        summary: "build a packet and put it in front of gw-a",
        details: [
            "Without a protocol it is TCP. A source port that is not named is chosen by the lab.",
            "With `via` it has to take that tunnel once the firewall allows it.",
        ],
        examples: [
            "packet send 192.168.1.50 -> 192.168.1.1:443",
            "packet send from 192.168.1.50 to 192.168.1.1 port 443",
            "packet send udp from 10.0.0.7:5353 to 10.1.0.9:53 data \"hola\" via demo",
            "packet send icmp 10.0.0.7 -> 10.1.0.9",
            "packet send [2001:db8::7]:40000 -> [2001:db8:1::9]:22 count 3",
        ]
    ) { match throws(UsageFault) in .packet(.send(try PacketSyntax.read(match))) }

    private static let test = CommandRow<LabCommand>(
        "packet test", PacketSyntax.pattern,
        summary: "say what the firewall would do with a packet",
        details: ["Nothing is sent, numbered or counted."],
        examples: ["packet test 10.0.0.5 -> 192.168.1.1:80"]
    ) { match throws(UsageFault) in .packet(.test(try PacketSyntax.read(match))) }

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
