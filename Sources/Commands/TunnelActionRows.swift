import Grammar
import Timeline
import Tunnel

/// The rows of what can be done with a tunnel that is open.
enum TunnelActionRows {
    static let send = CommandRow(
        .tunnelSend, .sequence(.argument(Arguments.tunnel), .argument(Arguments.message)),
        examples: ["tunnel send demo \"hola\""]
    ) { .tunnel(.send($0.0, text: $0.1)) }

    /// What a line says of serving.
    private struct Serving: Sendable {
        var count = 1
        var limit = Duration.seconds(10)
    }

    static let serve = CommandRow(
        .tunnelServe,
        .sequence(
            .argument(Arguments.tunnel),
            .anyOrder(
                Serving(),
                [
                    Part(.clause("count", .serveCount, Arguments.count)) { $0.count = $1.value },
                    Part(.clause("within", .serveWithin, Arguments.duration)) {
                        $0.limit = $1.value
                    },
                ])),
        examples: ["tunnel serve far within 500ms", "tunnel serve far count 2 within 5s"]
    ) { .tunnel(.serve($0.0, count: $0.1.count, within: $0.1.limit)) }

    static let key = CommandRow(
        .tunnelKey,
        .sequence(
            .argument(Arguments.tunnel),
            .choice([
                .keyword("client", .tunnelClient, as: TunnelRole.client),
                .keyword("server", .tunnelServer, as: TunnelRole.server),
            ]),
            .argument(Arguments.key)),
        examples: [
            "tunnel key demo client "
                + "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
        ]
    ) { .tunnel(.key($0.0, $0.1.value, $0.2)) }

    static let keys = CommandRow(
        .tunnelKeys, .argument(Arguments.file), examples: ["tunnel keys esp_sa"]
    ) { .tunnel(.keys($0)) }

    static let rekey = CommandRow(
        .tunnelRekey, .argument(Arguments.tunnel), examples: ["tunnel rekey demo"]
    ) { .tunnel(.rekey($0)) }

    /// What a line says of dummy packets.
    private struct Dummies: Sendable {
        var length = 32
        var count = 1
    }

    static let dummy = CommandRow(
        .tunnelDummy,
        .sequence(
            .argument(Arguments.tunnel),
            .anyOrder(
                Dummies(),
                [
                    Part(.clause("size", .dummySize, Arguments.dummySize)) {
                        $0.length = $1.value
                    },
                    Part(.clause("count", .dummyCount, Arguments.count)) {
                        $0.count = $1.value
                    },
                ])),
        examples: ["tunnel dummy demo", "tunnel dummy demo size 200 count 3"]
    ) { .tunnel(.dummy($0.0, length: $0.1.length, count: $0.1.count)) }

    /// After how long an end is to send a keepalive by itself; nil for never.
    private static let keepalives: Pattern<Placed<Duration?>> = .choice([
        Pattern.clause("every", .keepaliveEvery, Arguments.duration).map { $0.map { $0 } },
        .keyword("off", .keepaliveOff, as: nil),
    ])

    static let keepalive = CommandRow(
        checking: .tunnelKeepalive,
        .sequence(.argument(Arguments.tunnel), .optional(keepalives)),
        examples: [
            "tunnel keepalive demo", "tunnel keepalive demo every 20s", "tunnel keepalive demo off",
        ]
    ) { (words, _) throws(UsageFault) in
        guard let interval = words.1 else { return .tunnel(.keepalive(words.0)) }
        if interval.value == .zero { throw interval.conflict(ValueFault.zero.complaint) }
        return .tunnel(.automaticKeepalives(words.0, every: interval.value))
    }

    static let show = CommandRow(
        .tunnelShow,
        .sequence(
            .argument(Arguments.tunnel),
            .optional(.keyword("keys", .tunnelKeysShown, as: true))),
        examples: ["tunnel show demo", "tunnel show demo keys"]
    ) { .tunnel(.show($0.0, withKeys: $0.1 != nil)) }

    static let list = CommandRow(.tunnelList, examples: ["tunnel list"], .tunnel(.list))

    static let close = CommandRow(
        .tunnelClose, .argument(Arguments.tunnel), examples: ["tunnel close demo"]
    ) { .tunnel(.close($0)) }

    static let watch = CommandRow(
        .tunnelWatch, .optional(.argument(Arguments.tunnel)),
        examples: ["tunnel watch", "tunnel watch demo"]
    ) { .tunnel(.watch($0)) }
}
