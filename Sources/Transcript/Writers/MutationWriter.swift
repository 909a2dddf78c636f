package import Events
package import Reports

/// Says how good the checks of an exercise are.
struct MutationWriter: Writer {
    private typealias Say = ExercisePhrase
    var page: Page

    /// What became of the changes of a right answer.
    mutating func write(_ mutations: [Mutation], of title: String, checks: [String]) {
        var counts = (noticed: 0, same: 0, refused: 0, survived: 0)
        for mutation in mutations {
            switch mutation.fate {
            case .noticed: counts.noticed += 1
            case .same: counts.same += 1
            case .refused: counts.refused += 1
            case .survived: counts.survived += 1
            }
        }
        page.line(
            Say.changes, (.name, title), (.count, mutations.count), (.found, counts.noticed),
            (.members, counts.same), (.limit, counts.refused), (.total, counts.survived))
        for mutation in mutations {
            guard case .survived(let difference) = mutation.fate else { continue }
            page.line(
                Say.survived, (.what, mutation.kind.rawValue), (.line, mutation.line),
                (.text, mutation.text))
            write(difference)
        }
        let row = Columns(.right(6).named(Say.noticed), .rest(after: 2).named(Say.check))
        page.heads(of: row)
        for check in checks {
            let count = mutations.count { mutation in
                guard case .noticed(let names) = mutation.fate else { return false }
                return names.contains(check)
            }
            page.row(row, count, check)
        }
    }

    private mutating func write(_ difference: DecisionDifference) {
        switch difference {
        case .packet(let packet, let gateway, let here, let there):
            page.line(
                in: 2, Say.tryChanged, (.packet, Characters(packet[...])),
                (.node, gateway.map { "\($0) " } ?? ""), (.first, there.action),
                (.decider, there.decider), (.last, here.action), (.rule, here.decider))
        case .elsewhere, .nowhere: page.line(in: 2, Say.elsewhere)
        case .unknown: page.line(in: 2, Say.notProven)
        }
    }

    /// What a teacher should mend.
    mutating func write(_ findings: [ExerciseFinding], of title: String, count: Int) {
        for finding in findings { page.line(Say.finding, (.text, finding)) }
        guard findings.isEmpty else {
            return page.line(Say.findings, (.name, title), (.count, findings.count))
        }
        page.line(Say.nothingFound, (.name, title), (.count, count))
    }
}

extension TranscriptWriter {
    /// Says what became of the changes of a right answer.
    package mutating func write(_ mutations: [Mutation], of title: String, checks: [String]) {
        page.lend(MutationWriter.self) { $0.write(mutations, of: title, checks: checks) }
    }

    /// Says what a teacher should mend in an exercise, for which so many changes were tried.
    package mutating func write(_ findings: [ExerciseFinding], of title: String, count: Int) {
        page.lend(MutationWriter.self) { $0.write(findings, of: title, count: count) }
    }

    /// The changes of a file, as the report of mutation testing has them.
    package func report(
        _ mutations: [Mutation], of file: String, source: [UInt8]
    ) -> MutantReport {
        MutantReport(
            file: file, source: source,
            mutants: mutations.map { mutation in
                MutantReport.Mutant(
                    kind: mutation.kind.rawValue, replacement: mutation.text, line: mutation.line,
                    status: mutation.fate.status, reason: mutation.fate.text(in: page.language))
            })
    }
}

extension Mutation.Fate {
    fileprivate var status: MutantReport.Status {
        switch self {
        case .noticed: .killed
        case .survived: .survived
        case .same: .ignored
        case .refused: .refused
        }
    }
}
