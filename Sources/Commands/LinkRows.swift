import Grammar
import Timeline

/// The rows of `link ...`.
enum LinkRows {
    private static let on = Pattern.clause("on", .linkOn, Arguments.anyLink)

    /// What a line says besides the first value.
    private struct Options: Sendable {
        var link: Placed<String>?
        var time: Placed<Duration>?
    }

    static let loss = CommandRow(
        .linkLoss, .sequence(.argument(Arguments.percentage), .optional(on)),
        examples: ["link loss 10%", "link loss 0.25% on lan-b", "link loss 0%"]
    ) { .link(.impair(.loss($0.0.value), on: $0.1)) }

    static let delay = CommandRow(
        checking: .linkDelay,
        .sequence(
            .argument(Arguments.duration),
            .anyOrder(
                Options(),
                [
                    Part(.clause("jitter", .linkJitter, Arguments.duration)) { $0.time = $1 },
                    Part(on) { $0.link = $1 },
                ])),
        examples: ["link delay 50ms", "link delay 50ms jitter 20ms on internet"]
    ) { (words, _) throws(UsageFault) in
        let (delay, options) = words
        if let jitter = options.time, jitter.value > delay.value {
            throw jitter.conflict(ValueFault.jitterOverDelay.complaint)
        }
        return .link(
            .impair(.delay(delay.value, jitter: options.time?.value ?? .zero), on: options.link))
    }

    static let reorder = CommandRow(
        checking: .linkReorder,
        .sequence(
            .argument(Arguments.percentage),
            .anyOrder(
                Options(),
                [
                    Part(.clause("by", .linkBy, Arguments.duration)) {
                        $0.time = $1
                    },
                    Part(on) { $0.link = $1 },
                ])),
        examples: ["link reorder 25%", "link reorder 25% by 80ms on internet"]
    ) { (words, _) throws(UsageFault) in
        let (share, options) = words
        if let time = options.time, time.value <= .zero {
            throw time.conflict(ValueFault.zero.complaint)
        }
        return .link(
            .impair(
                .reorder(share.value, by: options.time?.value ?? .milliseconds(5)),
                on: options.link))
    }

    static let duplicate = CommandRow(
        .linkDuplicate, .sequence(.argument(Arguments.percentage), .optional(on)),
        examples: ["link duplicate 5%", "link duplicate 100% on lan-a"]
    ) { .link(.impair(.duplicate($0.0.value), on: $0.1)) }

    static let mark = CommandRow(
        .linkMark, .sequence(.argument(Arguments.percentage), .optional(on)),
        examples: ["link mark 20%", "link mark 100% on lan-a"]
    ) { .link(.impair(.mark($0.0.value), on: $0.1)) }

    static let list = CommandRow(.linkList, examples: ["link list"], .link(.list))

    static let clear = CommandRow(
        .linkClear, .optional(.argument(Arguments.anyLink)),
        examples: ["link clear", "link clear internet"]
    ) { .link(.clear($0)) }
}
