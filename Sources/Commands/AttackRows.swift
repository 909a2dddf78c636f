import Grammar

/// The rows of `attack ...`.
enum AttackRows {
    static let all: [CommandRow<LabCommand>] = [
        replay, flip, truncate, reorder, forge, spi, flood, reuseIV,
    ]

    private static let replay = CommandRow<LabCommand>(
        "attack replay", .argument(.packetNumber, .number),
        summary: "send the datagram of a packet that was sealed once more",
        details: [
            "The attacker has a socket of its own and no key. Its datagrams are judged like all others;",
            "window and counters of the attacked end are shown before and after: # is seen, . is not.",
        ],
        examples: ["attack replay 4"]
    ) { match throws(UsageFault) in
        guard let number = match.placedWhole(.number) else { throw match.missing(.number) }
        return .attack(.replay(number))
    }

    private static let flip = CommandRow<LabCommand>(
        "attack flip",
        .sequence([
            .argument(.packetNumber, .number),
            .clause("bit", "which bit, from 0", .bit, as: .secondNumber),
        ]),
        summary: "send the datagram of a packet with one bit turned round",
        details: [
            "Bit 0 is the highest of the first byte. The SPI is 0 to 31, the sequence number 32 to 63,",
            "the IV 64 to 127; then comes the ciphertext, and the ICV at the end.",
        ],
        examples: ["attack flip 4 bit 62", "attack flip 4 bit 200"]
    ) { match throws(UsageFault) in
        guard let number = match.placedWhole(.number), let bit = match.placedWhole(.secondNumber)
        else { throw match.missing(.number) }
        return .attack(.flip(number, bit: bit))
    }

    private static let truncate = CommandRow<LabCommand>(
        "attack truncate",
        .sequence([
            .argument(.packetNumber, .number),
            .clause("at", "how many bytes are left", .cut, as: .secondNumber),
        ]),
        summary: "send only the first bytes of the datagram of a packet",
        examples: ["attack truncate 4 at 40", "attack truncate 4 at 7"]
    ) { match throws(UsageFault) in
        guard let number = match.placedWhole(.number), let length = match.placedWhole(.secondNumber)
        else { throw match.missing(.number) }
        return .attack(.truncate(number, at: length))
    }

    private static let reorder = CommandRow<LabCommand>(
        "attack reorder",
        .sequence([
            .argument(.tunnel, .name),
            .optional(.clause("count", "how many packets, else 4", .heldBack, as: .count)),
        ]),
        summary: "hold packets of the client back, and let them go in reverse order",
        details: [
            "The client end really seals them, each for the discard port of the server end.",
            "The window takes those that are inside it, in any order; with more packets than it has",
            "numbers, the ones that come last are left of it.",
        ],
        examples: ["attack reorder demo", "attack reorder demo count 70"]
    ) { match throws(UsageFault) in
        guard let name = match.placedText(.name) else { throw match.missing(.name) }
        let count = match.placedWhole(.count)?.value
        return .attack(.reorder(name, count: count ?? AttackCommand.usualReorder))
    }

    private static let forge = row(
        "attack forge",
        "send a datagram with the right SPI and the next sequence number, and no key",
        details: ["It is well made but for one thing: the key is the attacker's own."],
        example: "attack forge demo"
    ) { .forge($0) }

    private static let spi = row(
        "attack spi", "send a datagram with an SPI that no association has",
        example: "attack spi demo"
    ) { .spi($0) }

    private static let flood = CommandRow<LabCommand>(
        "attack flood",
        .sequence([
            .argument(.tunnel, .name),
            .optional(.clause("count", "how many datagrams, else 10000", .hostile, as: .count)),
        ]),
        summary: "send many hostile datagrams of several kinds to the server end",
        details: [
            "Random bytes, the right SPI with random bytes behind it, and what was recorded: cut, with a bit",
            "turned round, or as it was. They are drawn from the lab's seed, when it has one, and none is",
            "lost on the way. Control-C stops it.",
        ],
        examples: ["attack flood demo count 10000", "attack flood demo"]
    ) { match throws(UsageFault) in
        guard let name = match.placedText(.name) else { throw match.missing(.name) }
        let count = match.placedWhole(.count)?.value
        return .attack(.flood(name, count: count ?? AttackCommand.usualFlood))
    }

    private static let reuseIV = CommandRow<LabCommand>(
        "attack reuse-iv",
        .sequence([
            .argument(.tunnel, .name), .argument(.message, .text), .argument(.message, .data),
        ]),
        summary: "seal two texts with one IV, and read the second by whoever knows the first",
        details: [
            "This is misuse, and never happens to a tunnel here: two associations are made for it alone, with",
            "the tunnel's suite, a key of their own, and counters that know nothing of each other.",
        ],
        examples: ["attack reuse-iv demo \"attack at dawn\" \"retreat at six\""]
    ) { match throws(UsageFault) in
        guard let name = match.placedText(.name), let first = match.placedBytes(.text),
            let second = match.placedBytes(.data)
        else { throw match.missing(.name) }
        return .attack(.reuseIV(name, first, second))
    }

    private static func row(
        _ words: String, _ summary: String, details: [String] = [], example: String,
        make: @escaping @Sendable (Placed<String>) -> AttackCommand
    ) -> CommandRow<LabCommand> {
        CommandRow(
            words, .argument(.tunnel, .name), summary: summary, details: details,
            examples: [example]
        ) { match throws(UsageFault) in
            guard let name = match.placedText(.name) else { throw match.missing(.name) }
            return .attack(make(name))
        }
    }
}

extension Argument {
    fileprivate static let bit = number(
        "BIT", "a bit of the datagram: 0 is the highest of its first byte", 0...524_055,
        over: .numberTooLarge)

    fileprivate static let cut = number(
        "LENGTH", "how many of its first bytes are sent, from 0", 0...65_507, over: .numberTooLarge)

    fileprivate static let heldBack = number(
        "COUNT", "how many packets, from 1 to \(AttackCommand.reorderLimit)",
        1...AttackCommand.reorderLimit, over: .countOverLimit)

    fileprivate static let hostile = number(
        "COUNT", "how many datagrams, from 1 to \(AttackCommand.floodLimit)",
        1...AttackCommand.floodLimit, over: .countOverLimit)

    private static func number(
        _ name: String, _ help: String, _ range: ClosedRange<Int>, over: ValueFault
    ) -> Argument {
        Argument(name, help: help) { text in
            switch Numerals.read(text) {
            case .number(let number) where number < UInt64(range.lowerBound):
                .wrong(ValueFault.zero.complaint)
            case .number(let number) where number <= UInt64(range.upperBound): .fits
            case .number, .tooLarge: .wrong(over.complaint)
            case .notANumber: .mismatch
            }
        }
    }
}
