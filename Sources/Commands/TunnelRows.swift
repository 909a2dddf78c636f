import Grammar
import Wire

/// The rows that make tunnels: `tunnel open`, `tunnel listen` and `tunnel connect`.
enum TunnelRows {
    static let all: [CommandRow<LabCommand>] = [open, listen, connect] + TunnelActionRows.all

    private static let open = CommandRow<LabCommand>(
        "tunnel open",
        .sequence([
            .argument(.newTunnel, .name),
            .anyOrder([selectors] + settings + keys + [clientEnd, serverEnd]),
        ]),
        summary: "open an ESP tunnel between gw-a and gw-b",
        details: [
            "Both ends are UDP sockets on 127.0.0.1. What is not given is chosen: ports by the system,",
            "SPIs by the lab, keys by the system's generator, or from the seed when the lab has one.",
            "`from` and `to` make a policy: packets between these prefixes take the tunnel by themselves.",
            "`client` and `server` begin what is fixed about one end, and about the association on which it",
            "receives: the receiver chooses its SPI (RFC 4301, 4.1). What stands before them is for both.",
            "`sequence` is about what the end sends: the last number that it has used up.",
            "A password becomes two keys, one each way, by scrypt with the tunnel's name as salt.",
            "`pad N` fills each payload up to a multiple of N bytes, so that its length says less.",
            "Past a soft lifetime a new pair of associations takes over; past a hard one an association ends.",
        ],
        examples: [
            "tunnel open demo", "tunnel open demo from 192.168.1.0/24 to 10.0.0.0/24",
            "tunnel open demo suite chacha20-poly1305 window 1024 esn",
            "tunnel open demo soft 60s,1000packets hard 90s pad 256",
            "tunnel open demo password \"correct horse battery staple\"",
            "tunnel open demo mode transport",
            "tunnel open demo client spi 0x1001 port 40001 server spi 0x1002 port 40002",
        ]
    ) { match throws(UsageFault) in .tunnel(.open(try request(match))) }

    private static let listen = CommandRow<LabCommand>(
        "tunnel listen",
        .sequence([
            .argument(.newTunnel, .name), .clause("port", "its loopback port", .port, as: .ownPort),
            .anyOrder([selectors] + settings + keys + [clientEnd, serverEnd]),
        ]),
        summary: "open the server end of a tunnel whose client is another program",
        details: [
            "The other end is `tunnel connect` in another window, or any program that speaks ESP in UDP.",
            "It is found by its first authentic datagram. Both sides need the same keys, SPIs and suite.",
            "SPIs that are not given come from the port, and so are the same on both sides.",
        ],
        examples: [
            "tunnel listen far port 40102 password \"correct horse battery staple\""
        ]
    ) { match throws(UsageFault) in
        var request = try request(match)
        guard let port = placedPort(match, .ownPort) else { throw match.missing(.ownPort) }
        guard request.server.port == nil else {
            throw match.conflict(ValueFault.portTwice.complaint, at: .serverPort)
        }
        guard request.client.port == nil else {
            throw match.conflict(ValueFault.portElsewhere.complaint, at: .clientPort)
        }
        request.server.port = port
        return .tunnel(.listen(request))
    }

    private static let connect = CommandRow<LabCommand>(
        "tunnel connect",
        .sequence([
            .argument(.newTunnel, .name), .argument(.loopback, .destination),
            .anyOrder([selectors] + settings + keys + [clientEnd, serverEnd]),
        ]),
        summary: "open the client end of a tunnel whose server is another program",
        details: [
            "The other end is `tunnel listen` in another window, at this port of 127.0.0.1, or any program",
            "that speaks ESP in UDP. Both sides need the same keys, SPIs and suite.",
            "SPIs that are not given come from the port, and so are the same on both sides.",
        ],
        examples: [
            "tunnel connect far 127.0.0.1:40102 password \"correct horse battery staple\""
        ]
    ) { match throws(UsageFault) in
        guard let token = match.token(.destination),
            let endpoint = match.value(.destination, Endpoint.parse)
        else { throw match.missing(.destination) }
        let request = try request(match)
        guard request.server.port == nil else {
            throw match.conflict(ValueFault.portElsewhere.complaint, at: .serverPort)
        }
        return .tunnel(.connect(request, Placed(endpoint, at: token.range)))
    }

    // MARK: - Patterns

    private static let selectors = Pattern.sequence([
        .clause("from", "for packets from these sources", .prefix, as: .source),
        .clause("to", "to these destinations", .prefix, as: .destinationPrefix),
    ])

    private static let settings: [Pattern] = [
        .clause("suite", "what protects the packets", .suite, as: .suite),
        .sequence([
            .keyword("mode", "what goes into ESP"),
            .choice([
                .keyword("tunnel", "the whole packet", as: .mode),
                .keyword("transport", "what follows the packet's own IP header", as: .mode),
            ]),
        ]),
        .keyword("esn", "extended sequence numbers, of 64 bits", as: .extended),
        .clause("window", "the size of the anti-replay windows", .windowSize, as: .window),
        .clause("pad", "fill payloads up to a multiple", .paddingMultiple, as: .padding),
        .clause("soft", "when a new pair of associations takes over", .lifetime, as: .soft),
        .clause("hard", "when an association ends", .lifetime, as: .hard),
    ]

    private static let keys: [Pattern] = [
        .clause("key", "one key for both directions", .key, as: .key),
        .sequence([
            .keyword("keys", "what the client sends with, then what the server sends with"),
            .argument(.key, .clientKey), .argument(.key, .serverKey),
        ]),
        .clause("password", "derive the keys from a password", .password, as: .password),
    ]

    private static let clientEnd = end(.client)
    private static let serverEnd = end(.server)

    private static func end(_ labels: TunnelEndLabels) -> Pattern {
        .sequence([
            .keyword(labels.word, labels.help, as: labels.end),
            .anyOrder([
                .clause("spi", "the SPI on which it receives", .spi, as: labels.spi),
                .clause("port", "its loopback port", .port, as: labels.port),
                .clause("suite", "what protects what it receives", .suite, as: labels.suite),
                .clause("window", "the size of its window", .windowSize, as: labels.window),
                .keyword("esn", "it receives extended sequence numbers", as: labels.extended),
                .clause(
                    "sequence", "the last sequence number that it has used", .sequence,
                    as: labels.sequence),
            ]),
        ])
    }

    // MARK: - Reading

    private static func request(_ match: Match) throws(UsageFault) -> TunnelRequest {
        guard let name = match.placedText(.name) else { throw match.missing(.name) }
        var request = TunnelRequest(name: name, keys: try TunnelKeys.read(match))
        request.client = try end(match, .client)
        request.server = try end(match, .server)
        if let port = request.client.port, port.value == request.server.port?.value {
            throw match.conflict(ValueFault.samePort.complaint, at: .serverPort)
        }
        // With one key for both directions, an end would take its own packets for the other's.
        if let spi = request.client.spi, spi.value == request.server.spi?.value {
            throw match.conflict(ValueFault.spiTwice.complaint, at: .serverSPI)
        }
        request.settings = settings(match)
        request.selectors = try selectors(match)
        return request
    }

    private static func end(
        _ match: Match, _ labels: TunnelEndLabels
    ) throws(UsageFault) -> TunnelRequest.End {
        var end = TunnelRequest.End()
        if let token = match.token(labels.spi), let number = match.whole(labels.spi) {
            end.spi = Placed(SPI(rawValue: UInt32(number)), at: token.range)
        }
        end.port = placedPort(match, labels.port)
        end.suite = suite(match, labels.suite)
        end.windowSize = match.whole(labels.window).map(Int.init)
        if match.has(labels.extended) { end.isExtended = true }
        let isFixed =
            end.spi != nil || end.port != nil || end.suite != nil || end.windowSize != nil
            || end.isExtended != nil || match.has(labels.sequence)
        guard isFixed || !match.has(labels.end) else {
            throw match.conflict(ValueFault.nothingFixed.complaint, at: labels.end)
        }
        end.lastSequence = match.whole(labels.sequence) ?? 0
        let isExtended = end.isExtended ?? match.has(.extended)
        guard isExtended || end.lastSequence <= UInt64(UInt32.max) else {
            throw match.conflict(ValueFault.sequenceWithoutESN.complaint, at: labels.sequence)
        }
        return end
    }

    private static func placedPort(_ match: Match, _ label: Label) -> Placed<Port>? {
        guard let token = match.token(label), let port = match.value(label, FieldSyntax.readPort)
        else { return nil }
        return Placed(port, at: token.range)
    }

    private static func suite(_ match: Match, _ label: Label) -> ESPSuite? {
        match.value(label) { text throws(TextFault) in
            guard let suite = ESPSuite.named(text) else { throw .notAProtocol }
            return suite
        }
    }

    private static func settings(_ match: Match) -> TunnelRequest.Settings {
        var settings = TunnelRequest.Settings()
        settings.suite = suite(match, .suite) ?? .usual
        settings.mode = match.text(.mode).flatMap(ESPMode.init(rawValue:)) ?? .tunnel
        settings.isExtended = match.has(.extended)
        settings.windowSize = match.whole(.window).map(Int.init)
        settings.paddingMultiple = match.whole(.padding).map(Int.init) ?? 0
        settings.soft = lifetime(match, .soft)
        settings.hard = lifetime(match, .hard)
        return settings
    }

    private static func lifetime(_ match: Match, _ label: Label) -> TunnelRequest.Lifetime {
        match.placedBytes(label).flatMap { try? LifetimeSyntax.read($0.value.span) }
            ?? TunnelRequest.Lifetime()
    }

    private static func selectors(
        _ match: Match
    ) throws(UsageFault) -> (from: Prefix, to: Placed<Prefix>)? {
        guard let source = match.value(.source, Prefix.parse),
            let destination = match.value(.destinationPrefix, Prefix.parse),
            let token = match.token(.destinationPrefix)
        else { return nil }
        guard source.family == destination.family else {
            throw match.conflict(ValueFault.mixedFamilies.complaint, at: .destinationPrefix)
        }
        return (source, Placed(destination, at: token.range))
    }
}

/// The labels of the parts that fix one end of a tunnel.
struct TunnelEndLabels {
    let word: StaticWord
    let help: String
    let end: Label
    let spi: Label
    let port: Label
    let suite: Label
    let window: Label
    let extended: Label
    let sequence: Label

    static let client = TunnelEndLabels(
        word: "client", help: "what the end at gw-a uses", end: .clientEnd, spi: .clientSPI,
        port: .clientPort, suite: .clientSuite, window: .clientWindow, extended: .clientExtended,
        sequence: .clientSequence)
    static let server = TunnelEndLabels(
        word: "server", help: "what the end at gw-b uses", end: .serverEnd, spi: .serverSPI,
        port: .serverPort, suite: .serverSuite, window: .serverWindow, extended: .serverExtended,
        sequence: .serverSequence)
}

/// Where a tunnel's keys come from, as a line says it.
enum TunnelKeys {
    /// Reads the one way that a line names.
    ///
    /// - Throws: `UsageFault` when it names two.
    static func read(_ match: Match) throws(UsageFault) -> TunnelRequest.Keys {
        let named = [Label.key, .clientKey, .password].filter(match.has)
        if named.count > 1, let last = named.last {
            throw match.conflict(ValueFault.keyAndPassword.complaint, at: last)
        }
        if let key = match.placedKey(.key) { return .given(key) }
        if let client = match.placedKey(.clientKey), let server = match.placedKey(.serverKey) {
            return .both(client: client, server: server)
        }
        if let password = match.placedBytes(.password) { return .password(password) }
        return .generated
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
