import Grammar
import Wire

/// The rows of `tunnel ...`.
enum TunnelRows {
    static let all: [CommandRow<LabCommand>] = [open, send, key, keys, show, list, close]

    private static let open = CommandRow<LabCommand>(
        "tunnel open",
        .sequence([
            .argument(.newTunnel, .name),
            .anyOrder([
                end("client", "what the end at gw-a uses", .clientSPI, .clientPort),
                end("server", "what the end at gw-b uses", .serverSPI, .serverPort),
                .clause("key", "one key for both directions", .key, as: .key),
                .clause("password", "derive the keys from a password", .password, as: .password),
            ]),
        ]),
        summary: "open an ESP tunnel between gw-a and gw-b, and show its keys",
        details: [
            "Both ends are UDP sockets on 127.0.0.1. What is not given is chosen: ports by the system,",
            "SPIs by the lab, keys by the system's generator, or from the seed when the lab has one.",
            "An end's SPI is the one on which it receives: the receiver chooses it (RFC 4301, 4.1).",
            "A password becomes two keys, one each way, by scrypt with the tunnel's name as salt.",
        ],
        examples: [
            "tunnel open demo", "tunnel open demo password \"correct horse battery staple\"",
            "tunnel open demo client spi 0x1001 port 40001 server spi 0x1002 port 40002",
        ]
    ) { match throws(UsageFault) in .tunnel(.open(try request(match))) }

    private static func end(
        _ word: StaticWord, _ help: String, _ spi: Label, _ port: Label
    ) -> Pattern {
        let spi = Pattern.clause("spi", "the SPI on which it receives", .spi, as: spi)
        let port = Pattern.clause("port", "its loopback port", .port, as: port)
        return .sequence([
            .keyword(word, help),
            .choice([.sequence([spi, .optional(port)]), .sequence([port, .optional(spi)])]),
        ])
    }

    private static func request(_ match: Match) throws(UsageFault) -> TunnelRequest {
        guard let name = match.placedText(.name) else { throw match.missing(.name) }
        var request = TunnelRequest(name: name, keys: .generated)
        request.client = end(match, .clientSPI, .clientPort)
        request.server = end(match, .serverSPI, .serverPort)
        if let port = request.client.port, port.value == request.server.port?.value {
            throw match.conflict(ValueFault.samePort.complaint, at: .serverPort)
        }
        // With one key for both directions, an end would take its own packets for the other's.
        if let spi = request.client.spi, spi.value == request.server.spi?.value {
            throw match.conflict(ValueFault.spiTwice.complaint, at: .serverSPI)
        }
        if let key = match.placedKey(.key) {
            guard !match.has(.password) else {
                throw match.conflict(ValueFault.keyAndPassword.complaint, at: .password)
            }
            request.keys = .given(key)
        } else if let password = match.placedBytes(.password) {
            request.keys = .password(password)
        }
        return request
    }

    private static func end(_ match: Match, _ spi: Label, _ port: Label) -> TunnelRequest.End {
        var end = TunnelRequest.End()
        if let token = match.token(spi), let number = match.whole(spi) {
            end.spi = Placed(SPI(rawValue: UInt32(number)), at: token.range)
        }
        if let token = match.token(port), let value = match.value(port, Port.parse) {
            end.port = Placed(value, at: token.range)
        }
        return end
    }

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
            "It is Wireshark's table esp_sa: a line for each direction of each tunnel. Only you can read it.",
            "A file that is there is written over only if the lab wrote it.",
        ],
        examples: ["tunnel keys esp_sa"]
    ) { match throws(UsageFault) in
        guard let file = match.placedText(.file) else { throw match.missing(.file) }
        return .tunnel(.keys(file))
    }

    private static let show = row(
        "tunnel show", "show the associations, windows and counters of a tunnel",
        example: "tunnel show demo"
    ) { .show($0) }

    private static let list = CommandRow<LabCommand>(
        "tunnel list", summary: "list the open tunnels", examples: ["tunnel list"]
    ) { _ in .tunnel(.list) }

    private static let close = row(
        "tunnel close", "close both ends of a tunnel and wipe its keys",
        example: "tunnel close demo"
    ) { .close($0) }

    private static func row(
        _ words: String, _ summary: String, example: String,
        make: @escaping @Sendable (Placed<String>) -> TunnelCommand
    ) -> CommandRow<LabCommand> {
        CommandRow(words, .argument(.tunnel, .name), summary: summary, examples: [example]) {
            match throws(UsageFault) in
            guard let name = match.placedText(.name) else { throw match.missing(.name) }
            return .tunnel(make(name))
        }
    }
}

extension Match {
    /// The bytes that the hexadecimal digits of a key mean.
    func placedKey(_ label: Label) -> Placed<[UInt8]>? {
        guard let token = token(label) else { return nil }
        let bytes = value(label) { text throws(TextFault) -> [UInt8] in
            guard let bytes = Numerals.bytes(hex: text) else { throw .notANumber }
            return bytes
        }
        return bytes.map { Placed($0, at: token.range) }
    }
}
