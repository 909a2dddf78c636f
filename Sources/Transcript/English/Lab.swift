extension HeaderPhrase {
    var english: String {
        switch self {
        case .header:
            "{version} transcript, seed {seed}, language {name}, commands {digest}"
        case .none: "none"
        case .typed: "typed"
        }
    }
}

extension LabPhrase {
    var english: String {
        switch self {
        case .seeded:
            "keys of new tunnels and the chance of links come from seed {seed}, which everybody can repeat"
        case .later: "{time} later: {total}"
        case .gatewayChanged: "rules, sets, flows and policies are those of {name} now"
        case .gateway: "{name} is in use, of {members}"
        case .and: "{first} and {last}"
        case .transcriptStarted: "the transcript goes to {file}"
        case .transcriptStopped: "the transcript is complete"
        case .interrupted: "interrupted before line {line} of {file}"
        case .ended: "{reason} before its end"
        case .made: "packets made"
        case .delivered: "delivered"
        case .left: "left"
        case .leftWhere: "for the other end of a tunnel, in another process"
        case .underWay: "under way"
        case .fromStrangers: "from strangers"
        case .fromAttacker: "from the attacker"
        }
    }
}

extension ExpectationPhrase {
    var english: String {
        switch self {
        case .met: "<good:as expected>"
        case .failed: "<bad:expectation failed>: expected {claim}, got {outcome}"
        case .delivered: "delivered"
        case .refused: "refused"
        case .refusedBecause: "refused because {reason}"
        case .reply: "reply {text}"
        case .anError: "an error"
        case .noPacket: "no packet to be {action}"
        case .sameVerdicts: "the same verdicts as {file}"
        case .nothing: "nothing: no packet has been sent or tested"
        case .carriedOut: "a command that was carried out"
        case .anotherOne: "another one for {packet}"
        case .nothingSent: "and nothing was sent"
        case .left: "left for another process"
        }
    }
}
