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

    static let reuseIV = CommandRow(
        .attackReuseIV,
        .sequence(
            .argument(Arguments.tunnel), .argument(Arguments.message), .argument(Arguments.message)),
        examples: ["attack reuse-iv demo \"attack at dawn\" \"retreat at six\""]
    ) { .attack(.reuseIV($0.0, $0.1, $0.2)) }
}
