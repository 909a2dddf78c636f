import Grammar
import Wire

/// The rows of what can be done with a tunnel that is open.
enum TunnelActionRows {
    static let all: [CommandRow<LabCommand>] = [
        send, key, keys, rekey, dummy, keepalive, show, list, close,
    ]

    private static let send = CommandRow<LabCommand>(
        "tunnel send", .sequence([.argument(.tunnel, .name), .argument(.message, .text)]),
        summary: "carry a text through a tunnel and its echo back, step by step",
        details: [
            "The client end puts the text into a UDP packet, seals that packet with ESP and sends it.",
            "The server end verifies it, opens it, and answers with an echo through the tunnel.",
            "The gateways make these packets themselves, behind the firewall: no rule is asked.",
        ],
        examples: ["tunnel send demo \"hola\""]
    ) { match throws(UsageFault) in
        guard let name = match.placedText(.name), let text = match.placedBytes(.text) else {
            throw match.missing(.name)
        }
        return .tunnel(.send(name, text: text))
    }

    private static let key = CommandRow<LabCommand>(
        "tunnel key",
        .sequence([
            .argument(.tunnel, .name),
            .choice([
                .keyword("client", "the end at gw-a", as: .role),
                .keyword("server", "the end at gw-b", as: .role),
            ]),
            .argument(.key, .key),
        ]),
        summary: "give one end of a tunnel another key",
        details: ["The other end keeps its own: until both agree, every ICV is wrong."],
        examples: [
            "tunnel key demo client "
                + "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
        ]
    ) { match throws(UsageFault) in
        guard let name = match.placedText(.name), let key = match.placedKey(.key),
            let role = match.text(.role).flatMap(TunnelSide.init(rawValue:))
        else { throw match.missing(.name) }
        return .tunnel(.key(name, role, key))
    }

    private static let keys = CommandRow<LabCommand>(
        "tunnel keys", .argument(.file, .file),
        summary: "write the keys of all open tunnels to a file, as Wireshark reads them",
        details: [
            "It is Wireshark's table esp_sa: a line for each association. Only you can read the file.",
            "Associations that sealed something while a capture ran are in it, too, when they have ended.",
            "A file that is there is written over only if the lab wrote it.",
        ],
        examples: ["tunnel keys esp_sa"]
    ) { match throws(UsageFault) in
        guard let file = match.placedText(.file) else { throw match.missing(.file) }
        return .tunnel(.keys(file))
    }

    private static let rekey = row(
        "tunnel rekey", "let a new pair of associations take over from the present one",
        details: [
            "The new pair has SPIs and keys of its own, and its sequence numbers start again. The old pair",
            "still receives for five seconds of virtual time, so that nothing under way is lost; then it is",
            "wiped. Keys that a person chose are followed by ones derived from them, others by new ones.",
        ],
        example: "tunnel rekey demo"
    ) { .rekey($0) }

    private static let dummy = CommandRow<LabCommand>(
        "tunnel dummy",
        .sequence([
            .argument(.tunnel, .name),
            .anyOrder([
                .clause("size", "how many bytes it carries", .dummySize, as: .size),
                .clause("count", "how many of them", .count, as: .count),
            ]),
        ]),
        summary: "send a packet that only hides how much is sent (RFC 4303 section 2.6)",
        details: [
            "The other end verifies it and drops it; nobody else can tell it from a real one."
        ],
        examples: ["tunnel dummy demo", "tunnel dummy demo size 200 count 3"]
    ) { match throws(UsageFault) in
        guard let name = match.placedText(.name) else { throw match.missing(.name) }
        return .tunnel(
            .dummy(
                name, length: match.whole(.size).map(Int.init) ?? 32,
                count: match.whole(.count).map(Int.init) ?? 1))
    }

    private static let keepalive = row(
        "tunnel keepalive", "send the byte that keeps a NAT's mapping alive (RFC 3948 section 2.3)",
        example: "tunnel keepalive demo"
    ) { .keepalive($0) }

    private static let show = CommandRow<LabCommand>(
        "tunnel show",
        .sequence([
            .argument(.tunnel, .name),
            .optional(.keyword("keys", "and the keys, for everybody to read", as: .keysShown)),
        ]),
        summary: "show the associations, windows and counters of a tunnel",
        details: [
            "The window is drawn with its newest number on the right: # was accepted, . was not."
        ],
        examples: ["tunnel show demo", "tunnel show demo keys"]
    ) { match throws(UsageFault) in
        guard let name = match.placedText(.name) else { throw match.missing(.name) }
        return .tunnel(.show(name, withKeys: match.has(.keysShown)))
    }

    private static let list = CommandRow<LabCommand>(
        "tunnel list", summary: "list the open tunnels", examples: ["tunnel list"]
    ) { _ in .tunnel(.list) }

    private static let close = row(
        "tunnel close", "close both ends of a tunnel, wipe its keys, and remove its policies",
        example: "tunnel close demo"
    ) { .close($0) }

    private static func row(
        _ words: String, _ summary: String, details: [String] = [], example: String,
        make: @escaping @Sendable (Placed<String>) -> TunnelCommand
    ) -> CommandRow<LabCommand> {
        CommandRow(
            words, .argument(.tunnel, .name), summary: summary, details: details,
            examples: [example]
        ) { match throws(UsageFault) in
            guard let name = match.placedText(.name) else { throw match.missing(.name) }
            return .tunnel(make(name))
        }
    }
}
