import Commands
import EventLoop
import Events
import Fabric
import Firewall
import Grammar
import Network
package import Transcript
import Wire

/// What could be typed next, for TAB, `?` and the hint.
package struct Advice: Sendable {
    /// Where the word under the cursor begins, in Unicode scalars.
    package let wordStart: Int
    /// What it could be, with a few words about each.
    package let candidates: [(text: String, note: String)]
}

/// Says what could be typed next.
package struct Adviser {
    /// The lab whose values could stand there.
    let lab: Lab
    /// The language in which it is said.
    let language: SpokenLanguage

    /// The words that could stand at the end of what has been typed.
    package func advice(for prefix: [UInt8]) -> Advice {
        let subject = lab.subject(of: PipedLine.open(prefix), isOpen: true)
        let completion = completion(behind: subject)
        let typed = Array(prefix[completion.wordStart...])
        var candidates: [(text: String, note: String)] = []
        for expectation in completion.expectations {
            switch expectation {
            case .word, .command:
                guard let word = expectation.word else { continue }
                candidates.append((word.text, TranscriptWriter.note(on: expectation, language)))
            case .argument(let kind):
                let values =
                    (values(of: kind, behind: subject) + OfferedNames.names(for: kind, typed))
                    .filter { $0.utf8.starts(with: typed) }
                guard values.count <= Self.offeredValues else { continue }
                candidates += values.map { ($0, "") }
            case .endOfLine: continue
            }
        }
        if completion.row == nil, subject.isAtCommand(completion.wordStart) {
            candidates += names(behind: subject.subject, typed: typed).map { ($0, "") }
        }
        // A word that begins two clauses, as `from` does, is one word to whoever types it.
        var seen: Set<String> = []
        candidates.removeAll {
            !$0.text.utf8.starts(with: typed) || !seen.insert($0.text).inserted
        }
        if candidates.count > TranscriptWriter.describedLimit {
            candidates = candidates.map { ($0.text, "") }
        }
        let start = CommandLine.column(ofByte: completion.wordStart, in: prefix) - 1
        return Advice(wordStart: start, candidates: candidates)
    }

    /// What could stand at the end of a line; behind the name of a list only what is about one.
    private func completion(behind line: SubjectLine) -> Completion {
        var completion = lab.table.completion(at: line.rest)
        // A bar stands behind a command and not in its place.
        if line.isAtCommand(completion.wordStart), line.rest.last != UInt8(ascii: "|") {
            completion.expectations.removeAll { $0.word == PipedLine.bar }
        }
        guard line.subject.list != nil else { return completion }
        completion.expectations = completion.expectations.filter { expectation in
            guard case .command(_, let rows) = expectation else { return true }
            return rows.contains { CommandName.allCases[$0].isAboutList }
        }
        return completion
    }

    /// The names that could stand in front of a command: lists, and behind no name those of nodes that begin as typed.
    private func names(behind subject: Subject, typed: [UInt8]) -> [String] {
        if subject.list != nil { return [] }
        let lists = RuleChain.allCases.map(\.rawValue)
        if subject.node != nil { return lists }
        guard !typed.isEmpty else { return [] }
        let net = lab.fabric.topology
        let nodes = net.nodeIDs.map { net.name(of: $0) }.filter { $0.utf8.starts(with: typed) }
        return (nodes.count > Self.offeredValues ? [] : nodes) + lists
    }

    /// The most values of one kind that TAB offers; more are no help.
    private static let offeredValues = 100

    /// The values that the lab knows at this moment.
    private func values(of kind: ArgumentKind, behind line: SubjectLine) -> [String] {
        lab.network.about(line.subject) { KnownValues(lab: lab).values(of: kind, after: line.rest) }
    }

    /// Says what could stand at the end of what has been typed.
    package func advise(at prefix: [UInt8], with writer: inout TranscriptWriter) {
        let subject = lab.subject(of: PipedLine.open(prefix), isOpen: true)
        let completion = completion(behind: subject)
        let typed = prefix[completion.wordStart...]
        let matching = completion.expectations.filter { expectation in
            expectation.word?.bytes.starts(with: typed) ?? true
        }
        var known: [String] = []
        for case .argument(let kind) in matching {
            known += values(of: kind, behind: subject).filter { $0.utf8.starts(with: typed) }
        }
        if completion.row == nil, subject.subject.node != nil,
            subject.isAtCommand(completion.wordStart)
        {
            known += names(behind: subject.subject, typed: []).filter {
                $0.utf8.starts(with: typed)
            }
        }
        writer.expect(matching, known: known)
    }

    /// What may come next, in a few words, when a word has just been completed.
    package func hint(for line: [UInt8]) -> String? {
        guard line.last == 0x20 else { return nil }
        let completion = completion(
            behind: lab.subject(of: PipedLine.open(line), isOpen: true))
        guard completion.wordStart == line.count, !completion.expectations.isEmpty else {
            return nil
        }
        return TranscriptWriter.hint(completion.expectations)
    }

    /// Whether what has been typed ends inside quotes or a comment.
    package func isInsideText(_ prefix: [UInt8]) -> Bool {
        do throws(UsageFault) {
            _ = try CommandLine(prefix)
            return lab.table.endsInComment(prefix)
        } catch {
            switch error.kind {
            case .unterminatedQuote, .badEscape: return true
            default: return false
            }
        }
    }
}
