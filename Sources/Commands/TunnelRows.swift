import Grammar
import Tunnel
import Wire

/// The rows that make tunnels: `tunnel open`, `tunnel listen` and `tunnel connect`.
enum TunnelRows {
    static let open = CommandRow(
        checking: .tunnelOpen, .sequence(.argument(Arguments.newTunnel), draft),
        examples: [
            "tunnel open demo", "tunnel open demo from 192.168.1.0/24 to 10.0.0.0/24",
            "tunnel open demo proto tcp from 192.168.1.0/24 to 10.0.0.0/24 port https",
            "tunnel open demo suite chacha20-poly1305 window 1024 esn",
            "tunnel open demo soft 60s,1000packets hard 90s pad 256",
            "tunnel open demo password \"correct horse battery staple\"",
            "tunnel open demo mode transport", "tunnel open demo df clear",
            "tunnel open demo server window off",
            "tunnel open demo client spi 0x1001 port 40001 server spi 0x1002 port 40002",
        ]
    ) { (words, _) throws(UsageFault) in
        .tunnel(.open(try words.1.request(called: words.0)))
    }

    static let listen = CommandRow(
        checking: .tunnelListen,
        .sequence(
            .argument(Arguments.newTunnel), .clause("port", .endPort, Arguments.port),
            draft),
        examples: [
            "tunnel listen far port 40102 password \"correct horse battery staple\""
        ]
    ) { (words, _) throws(UsageFault) in
        var request = try words.2.request(called: words.0)
        if let second = request.server.port {
            throw second.conflict(ValueFault.portTwice.complaint)
        }
        if let other = request.client.port {
            throw other.conflict(ValueFault.portElsewhere.complaint)
        }
        request.server.port = words.1
        return .tunnel(.listen(request))
    }

    static let connect = CommandRow(
        checking: .tunnelConnect,
        .sequence(.argument(Arguments.newTunnel), .argument(Arguments.loopback), draft),
        examples: [
            "tunnel connect far 127.0.0.1:40102 password \"correct horse battery staple\""
        ]
    ) { (words, _) throws(UsageFault) in
        let request = try words.2.request(called: words.0)
        if let other = request.server.port {
            throw other.conflict(ValueFault.portElsewhere.complaint)
        }
        return .tunnel(.connect(request, words.1))
    }

    // MARK: - Patterns

    private static let draft = Pattern.anyOrder(
        TunnelDraft(),
        [
            Part(SelectorSyntax.pattern) { $0.selectors = $1 }
        ] + settings + keys + [
            Part(end("client", .endClient)) { $0.client = $1 },
            Part(end("server", .endServer)) { $0.server = $1 },
        ])

    private static let settings: [Part<TunnelDraft>] = [
        Part(.clause("suite", .tunnelSuite, Arguments.suite)) {
            $0.parameters.suite = $1.value
        },
        Part(
            Pattern.clause(
                "mode", .tunnelMode,
                .choice([
                    .keyword("tunnel", .modeTunnel, as: ESPMode.tunnel),
                    .keyword(
                        "transport", .modeTransport, as: .transport),
                ]))
        ) { $0.parameters.mode = $1.value },
        Part(HeaderSyntax.outerDFPattern) { $0.outerDF = $1 },
        Part(.keyword("esn", .tunnelESN, as: true)) {
            $0.parameters.isExtended = $1.value
        },
        Part(Pattern.clause("window", .tunnelWindow, window)) { $0.window = $1 },
        Part(.clause("pad", .tunnelPad, Arguments.paddingMultiple)) {
            $0.parameters.paddingMultiple = $1.value
        },
        Part(
            .clause("soft", .tunnelSoft, Arguments.lifetime)
        ) { $0.parameters.lifetime.soft = $1.value },
        Part(.clause("hard", .tunnelHard, Arguments.lifetime)) {
            $0.parameters.lifetime.hard = $1.value
        },
    ]

    /// How many sequence numbers a window has; 0 for none.
    private static let window: Pattern<Placed<Int>> = .choice([
        .argument(Arguments.windowSize), .keyword("off", .windowOff, as: 0),
    ])

    private static let keys: [Part<TunnelDraft>] = [
        Part(.clause("key", .tunnelKey, Arguments.key)) { $0.keys.one = $1 },
        Part(
            Pattern.clause(
                "keys", .tunnelKeys,
                .sequence(.argument(Arguments.key), .argument(Arguments.key)))
        ) { $0.keys.two = $1 },
        Part(.clause("password", .tunnelPassword, Arguments.password)) {
            $0.keys.password = $1
        },
    ]

    private static func end(_ word: StaticWord, _ use: WordUse) -> Pattern<TunnelDraft.End> {
        Pattern.sequence(
            .keyword(word, use, as: true), .anyOrder(TunnelDraft.Words(), endParts)
        ).map { TunnelDraft.End(word: $0.0, words: $0.1) }
    }

    private static let endParts: [Part<TunnelDraft.Words>] = [
        Part(.clause("spi", .endSPI, Arguments.spi)) { $0.fixed.spi = $1 },
        Part(.clause("port", .endPort, Arguments.port)) { $0.fixed.port = $1 },
        Part(.clause("suite", .endSuite, Arguments.suite)) {
            $0.fixed.suite = $1.value
        },
        Part(Pattern.clause("window", .endWindow, window)) { $0.window = $1 },
        Part(.keyword("esn", .endESN, as: true)) {
            $0.fixed.isExtended = $1.value
        },
        Part(
            .clause("sequence", .endSequence, Arguments.sequence)
        ) { $0.sequence = $1 },
    ]
}

/// What a line says of a tunnel besides its name.
struct TunnelDraft: Sendable {
    /// Where the keys come from; a line may name one of these.
    struct Keys: Sendable {
        var one: Placed<[UInt8]>?
        var two: (client: Placed<[UInt8]>, server: Placed<[UInt8]>)?
        var password: Placed<[UInt8]>?
    }

    /// What a line says of one end, behind the word that begins it.
    struct End: Sendable {
        let word: Placed<Bool>
        let words: Words
    }

    /// What is fixed about an end.
    struct Words: Sendable {
        var fixed = TunnelRequest.End()
        var window: Placed<Int>?
        var sequence: Placed<UInt64>?
    }

    var selectors: SelectorSyntax.Words?
    var parameters = SAParameters()
    var outerDF: Placed<OuterDF>?
    var window: Placed<Int>?
    var keys = Keys()
    var client: End?
    var server: End?

    /// The tunnel that a line asks for.
    ///
    /// - Throws: `UsageFault` when its parts contradict each other.
    func request(called name: Placed<String>) throws(UsageFault) -> TunnelRequest {
        var request = TunnelRequest(name: name, keys: try keys.source())
        for end in [client, server] { try checkWindow(of: end?.words) }
        request.client = try end(client)
        request.server = try end(server)
        if let port = request.server.port, port.value == request.client.port?.value {
            throw port.conflict(ValueFault.samePort.complaint)
        }
        // With one key for both directions, an end would take its own packets for the other's.
        if let spi = request.server.spi, spi.value == request.client.spi?.value {
            throw spi.conflict(ValueFault.spiTwice.complaint)
        }
        request.parameters = parameters
        if let outerDF {
            guard parameters.mode == .tunnel else {
                throw outerDF.conflict(ValueFault.dfInTransport.complaint)
            }
            request.parameters.outerDF = outerDF.value
        }
        request.parameters.windowSize = window?.value ?? parameters.windowSize
        request.selectors = try selectors.map(SelectorSyntax.selectors)
        return request
    }

    /// Throws where a receiver of extended numbers is to have no window, which it would need to know their high
    /// half (RFC 4303 section 3.3.3).
    private func checkWindow(of end: Words?) throws(UsageFault) {
        guard let window = end?.window ?? window, window.value == 0 else { return }
        guard end?.fixed.isExtended ?? parameters.isExtended else { return }
        throw window.conflict(ValueFault.windowOffWithESN.complaint)
    }

    private func end(_ end: End?) throws(UsageFault) -> TunnelRequest.End {
        guard let end else { return TunnelRequest.End() }
        var fixed = end.words.fixed
        fixed.windowSize = end.words.window?.value
        let isFixed =
            fixed.spi != nil || fixed.port != nil || fixed.suite != nil || fixed.windowSize != nil
            || fixed.isExtended != nil || end.words.sequence != nil
        guard isFixed else { throw end.word.conflict(ValueFault.nothingFixed.complaint) }
        if let sequence = end.words.sequence {
            let isExtended = fixed.isExtended ?? parameters.isExtended
            guard isExtended || sequence.value <= UInt64(UInt32.max) else {
                throw sequence.conflict(ValueFault.sequenceWithoutESN.complaint)
            }
            fixed.lastSequence = SequenceNumber(rawValue: sequence.value)
        }
        return fixed
    }
}

extension TunnelDraft.Keys {
    /// The one way that a line names.
    ///
    /// - Throws: `UsageFault` when it names two.
    fileprivate func source() throws(UsageFault) -> TunnelRequest.Keys {
        let named = [one, two?.client, password].compactMap { $0 }
        if let last = named.last, named.count > 1 {
            throw last.conflict(ValueFault.keyAndPassword.complaint)
        }
        if let one { return .given(one) }
        if let two { return .both(client: two.client, server: two.server) }
        return password.map { .password($0) } ?? .generated
    }
}
