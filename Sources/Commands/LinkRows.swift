import Grammar
import Timeline
import Wire

/// The rows of `link ...`.
enum LinkRows {
    static let all: [CommandRow<LabCommand>] = [loss, delay, reorder, duplicate, list, clear]

    private static let on = Pattern.clause(
        "on", "which link, if not internet", .anyLink, as: .link)

    private static let loss = CommandRow<LabCommand>(
        "link loss", .sequence([.argument(.percentage, .share), .optional(on)]),
        summary: "make a link lose packets, drawn by chance",
        details: [
            "A lost packet ends as lost-on-link; a lost ESP datagram never goes over the socket.",
            "Chance comes from the seed when the lab has one: a script always loses the same.",
        ],
        examples: ["link loss 10%", "link loss 0.25% on lan-b", "link loss 0%"]
    ) { match in impair(.loss(share(match)), match) }

    private static let delay = CommandRow<LabCommand>(
        "link delay",
        .sequence([
            .argument(.duration, .time),
            .anyOrder([
                .clause("jitter", "how far each delay may be from it", .duration, as: .jitter), on,
            ]),
        ]),
        summary: "make a link take longer than its own delay",
        details: [
            "With jitter each packet draws its own delay, so that packets overtake one another."
        ],
        examples: ["link delay 50ms", "link delay 50ms jitter 20ms on internet"]
    ) { match throws(UsageFault) in
        let delay = duration(match, .time) ?? .zero
        let jitter = duration(match, .jitter) ?? .zero
        guard jitter <= delay else {
            throw match.conflict(ValueFault.jitterOverDelay.complaint, at: .jitter)
        }
        return impair(.delay(delay, jitter: jitter), match)
    }

    private static let reorder = CommandRow<LabCommand>(
        "link reorder",
        .sequence([
            .argument(.percentage, .share),
            .anyOrder([.clause("by", "how long, if not 5ms", .duration, as: .time), on]),
        ]),
        summary: "make a link hold packets back, so that those behind overtake them",
        details: [
            "Only packets that are under way together can overtake: see `packet send ... every`."
        ],
        examples: ["link reorder 25%", "link reorder 25% by 80ms on internet"]
    ) { match throws(UsageFault) in
        let holdBack = duration(match, .time) ?? .milliseconds(5)
        guard holdBack > .zero else {
            throw match.conflict(ValueFault.zero.complaint, at: .time)
        }
        return impair(.reorder(share(match), by: holdBack), match)
    }

    private static let duplicate = CommandRow<LabCommand>(
        "link duplicate", .sequence([.argument(.percentage, .share), .optional(on)]),
        summary: "make packets come out of a link twice, drawn by chance",
        details: [
            "A copy has a number of its own and comes right behind its original.",
            "In clear it is delivered; in a tunnel the anti-replay check refuses it.",
        ],
        examples: ["link duplicate 5%", "link duplicate 100% on lan-a"]
    ) { match in impair(.duplicate(share(match)), match) }

    private static let list = CommandRow<LabCommand>(
        "link list", summary: "show the links, their ends and delays, and what they do to packets",
        examples: ["link list"]
    ) { _ in .link(.list) }

    private static let clear = CommandRow<LabCommand>(
        "link clear", .optional(.argument(.anyLink, .link)),
        summary: "make a link do nothing to packets any longer, or all links",
        examples: ["link clear", "link clear internet"]
    ) { match in .link(.clear(match.placedText(.link))) }

    private static func impair(_ change: LinkChange, _ match: Match) -> LabCommand {
        .link(.impair(change, on: match.placedText(.link)))
    }

    private static func share(_ match: Match) -> Percentage {
        match.value(.share, Percentage.parse) ?? .none
    }

    private static func duration(_ match: Match, _ label: Label) -> Duration? {
        match.placedBytes(label).flatMap { try? Numerals.duration($0.value.span) }
    }
}
