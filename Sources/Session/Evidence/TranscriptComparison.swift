package import Events
import Fabric
import Firewall
import Network
import Transcript
import Wire

/// What two transcripts do otherwise.
package enum TranscriptComparison {
    /// Runs both again, and compares first what they do, and then every line.
    package static func difference(
        _ first: TranscriptText, _ second: TranscriptText, digest: ([UInt8]) -> [UInt8],
        stop: @escaping () -> Bool
    ) throws(SessionFault) -> TranscriptDifference {
        let checks = (
            try TranscriptCheck(first, goesOn: true, digest: digest, stop: stop),
            try TranscriptCheck(second, goesOn: true, digest: digest, stop: stop)
        )
        let commands = (steps(checks.0), steps(checks.1))
        let (only, pairs) = align(commands.0.map(\.text), commands.1.map(\.text))
        var packets: [TranscriptDifference.Packets] = []
        for (one, other) in pairs {
            packets += compare(
                commands.0[one].piece, commands.1[other].piece, checks.0.replay, checks.1.replay)
        }
        let languages = first.language == second.language ? nil : (first.language, second.language)
        let isOneLinear = first.manner.layout != second.manner.layout
        return TranscriptDifference(
            languages: languages, isOneLinear: isOneLinear,
            findings: (checks.0.finding, checks.1.finding),
            commands: only.map { line in
                switch line {
                case .onlyInFirst(let place, let text):
                    .onlyInFirst(commands.0[place].piece.line + 1, text)
                case .onlyInSecond(let place, let text):
                    .onlyInSecond(commands.1[place].piece.line + 1, text)
                }
            },
            packets: packets,
            lines: languages != nil || isOneLinear
                ? []
                : align(Array(first.lines.dropFirst()), Array(second.lines.dropFirst())).only.map {
                    switch $0 {
                    case .onlyInFirst(let place, let text): .onlyInFirst(place + 2, text)
                    case .onlyInSecond(let place, let text): .onlyInSecond(place + 2, text)
                    }
                })
    }

    private struct Step {
        let text: [UInt8]
        let piece: Replay.Piece
    }

    private static func steps(_ check: TranscriptCheck) -> [Step] {
        check.pieces.compactMap { piece in piece.command.map { Step(text: $0, piece: piece) } }
    }

    /// The packets of a command of both that ended otherwise.
    private static func compare(
        _ first: Replay.Piece, _ second: Replay.Piece, _ one: Replay?, _ other: Replay?
    ) -> [TranscriptDifference.Packets] {
        zip(first.packets, second.packets).compactMap { numbers in
            let outcomes = (one?.outcome(of: numbers.0), other?.outcome(of: numbers.1))
            guard Ending(outcomes.0) != Ending(outcomes.1) else { return nil }
            return TranscriptDifference.Packets(numbers, outcomes)
        }
    }

    /// What makes two ends of a packet's way the same.
    private struct Ending: Equatable {
        struct Decision: Equatable {
            let gateway: GatewayName
            let action: Action
            let decider: Decider
        }

        var drop: DropReason?
        var hasLeft = false
        var decisions: [Decision] = []

        init(_ outcome: Outcome?) {
            switch outcome {
            case .packet(let verdicts, let drop):
                self.drop = drop
                decisions = Self.decisions(verdicts)
            case .departed(let verdicts):
                hasLeft = true
                decisions = Self.decisions(verdicts)
            case .test, .message, .attack, .accepted, .search, .reach, .difference, nil: break
            }
        }

        private static func decisions(_ verdicts: [VerdictRecord]) -> [Decision] {
            verdicts.map {
                Decision(gateway: $0.gateway, action: $0.action, decider: $0.decider)
            }
        }
    }

    /// The lines that only one of two lists has, in order, and the places of those that both have.
    private static func align(
        _ first: [[UInt8]], _ second: [[UInt8]]
    ) -> (only: [TranscriptDifference.Line], pairs: [(Int, Int)]) {
        let change = second.difference(from: first)
        var removed: Set<Int> = []
        var inserted: Set<Int> = []
        for one in change {
            switch one {
            case .remove(let place, _, _): removed.insert(place)
            case .insert(let place, _, _): inserted.insert(place)
            }
        }
        var only: [TranscriptDifference.Line] = []
        var pairs: [(Int, Int)] = []
        var (place, other) = (0, 0)
        while place < first.count || other < second.count {
            if place < first.count, removed.contains(place) {
                only.append(.onlyInFirst(place, first[place]))
                place += 1
            } else if other < second.count, inserted.contains(other) {
                only.append(.onlyInSecond(other, second[other]))
                other += 1
            } else {
                pairs.append((place, other))
                place += 1
                other += 1
            }
        }
        return (only, pairs)
    }
}
