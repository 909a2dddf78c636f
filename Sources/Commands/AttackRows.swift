import Grammar

/// The rows of `attack ...`.
enum AttackRows {
    static let replay = CommandRow(
        .attackReplay, .argument(Arguments.packetNumber), examples: ["attack replay 4"]
    ) { .attack(.replay($0)) }

    static let flip = CommandRow(
        .attackFlip,
        .sequence(
            .argument(Arguments.packetNumber), .clause("bit", .attackBit, Arguments.bit)),
        examples: ["attack flip 4 bit 62", "attack flip 4 bit 200"]
    ) { .attack(.flip($0.0, bit: $0.1)) }

    static let truncate = CommandRow(
        .attackTruncate,
        .sequence(
            .argument(Arguments.packetNumber),
            .clause("at", .attackAt, Arguments.cut)),
        examples: ["attack truncate 4 at 40", "attack truncate 4 at 7"]
    ) { .attack(.truncate($0.0, at: $0.1)) }

    static let reorder = CommandRow(
        .attackReorder,
        .sequence(
            .argument(Arguments.tunnel),
            .optional(.clause("count", .attackHeldBack, Arguments.heldBack))),
        examples: ["attack reorder demo", "attack reorder demo count 70"]
    ) { .attack(.reorder($0.0, count: $0.1?.value ?? AttackCommand.usualReorder)) }

    static let forge = CommandRow(
        .attackForge, .argument(Arguments.tunnel), examples: ["attack forge demo"]
    ) { .attack(.forge($0)) }

    static let spi = CommandRow(
        .attackSpi, .argument(Arguments.tunnel), examples: ["attack spi demo"]
    ) { .attack(.spi($0)) }

    static let flood = CommandRow(
        .attackFlood,
        .sequence(
            .argument(Arguments.tunnel),
            .optional(.clause("count", .attackFlood, Arguments.hostile))),
        examples: ["attack flood demo count 10000", "attack flood demo"]
    ) { .attack(.flood($0.0, count: $0.1?.value ?? AttackCommand.usualFlood)) }

    static let synFlood = CommandRow(
        .attackSYNFlood,
        .sequence(
            .argument(Arguments.hostPort),
            .anyOrder(
                SYNFloodWords(),
                [
                    Part(.clause("count", .attackSYNs, Arguments.synCount)) {
                        $0.count = $1.value
                    },
                    Part(.clause("from", .attackSources, Arguments.prefix)) { $0.sources = $1 },
                    Part(.clause("every", .attackEvery, Arguments.duration)) {
                        $0.interval = $1.value
                    },
                ])),
        examples: [
            "attack syn-flood web:80", "attack syn-flood 10.0.1.80:80 count 20 from 192.0.2.0/24",
        ]
    ) { .attack(.synFlood($0.0, $0.1)) }

    static let reset = CommandRow(
        .attackReset,
        .sequence(.argument(Arguments.packetNumber), offset),
        examples: ["attack reset 4", "attack reset 4 off 1000"]
    ) { .attack(.reset(behind: $0.0, offset: $0.1?.value ?? 0)) }

    static let inject = CommandRow(
        .attackInject,
        .sequence(
            .argument(Arguments.packetNumber), .argument(Arguments.message), offset),
        examples: ["attack inject 4 \"pay Eve 100\"", "attack inject 4 \"hola\" off 70000"]
    ) { .attack(.inject(behind: $0.0, $0.1.value, offset: $0.2?.value ?? 0)) }

    private static let offset = Pattern.optional(
        .clause("off", .attackOff, Arguments.sequenceOffset))

    static let reuseIV = CommandRow(
        .attackReuseIV,
        .sequence(
            .argument(Arguments.tunnel), .argument(Arguments.message), .argument(Arguments.message)),
        examples: ["attack reuse-iv demo \"attack at dawn\" \"retreat at six\""]
    ) { .attack(.reuseIV($0.0, $0.1, $0.2)) }
}
