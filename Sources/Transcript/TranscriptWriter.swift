package import Captures
package import EventLoop
package import Events
package import Fabric
package import Grammar

/// Writes down what happens: each answer goes to the writer of its topic.
package struct TranscriptWriter {
    /// Where it writes.
    package var page: Page

    /// A writer on an empty page.
    package init(_ appearance: Page.Appearance, in language: Language = .english) {
        page = Page(appearance, in: language)
    }

    /// Says what happened.
    package mutating func write(_ event: LabEvent) {
        switch event {
        case .rule(let event): page.lend(RuleWriter.self) { $0.write(event) }
        case .proof(let event): page.lend(ProofWriter.self) { $0.write(event) }
        case .set(let event): page.lend(SetWriter.self) { $0.write(event) }
        case .flow(let event): page.lend(FlowWriter.self) { $0.write(event) }
        case .link(let event): page.lend(LinkWriter.self) { $0.write(event) }
        case .packet(let event): page.lend(PacketWriter.self) { $0.write(event) }
        case .tunnel(let event): page.lend(TunnelWriter.self) { $0.write(event) }
        case .policy(let event): page.lend(PolicyWriter.self) { $0.write(event) }
        case .capture(let event): page.lend(CaptureWriter.self) { $0.write(event) }
        case .attack(let event): page.lend(AttackWriter.self) { $0.write(event) }
        case .expectation(let event): page.lend(ExpectationWriter.self) { $0.write(event) }
        case .lab(let event): page.lend(LabWriter.self) { $0.write(event) }
        }
    }

    /// Says why a line was refused: a caret below the line's place, then `error: column N: ...`.
    ///
    /// `indent` is the width of the prompt, so that the caret stands below the right character; without it
    /// the line is not shown above, and there is no caret.
    package mutating func write(_ fault: LabFault, in line: [UInt8], indent: Int?) {
        page.lend(FaultWriter.self) { $0.write(fault, in: line, indent: indent) }
    }

    /// Says the same for a script, behind `FILE:LINE:COLUMN:` and with the line repeated.
    package mutating func write(
        _ fault: LabFault, in line: [UInt8], file: String, lineNumber: Int
    ) {
        page.lend(FaultWriter.self) {
            $0.write(fault, in: line, file: file, lineNumber: lineNumber)
        }
    }

    /// The comment that a captured packet gets: `packet 3: allowed by rule 1: allow port 22`.
    package static func comment(on frame: CapturedFrame, _ topology: Topology) -> String {
        CaptureWriter.comment(on: frame, topology)
    }

    // MARK: - What only a person reads

    /// The first line at the prompt.
    package mutating func welcome(version: String) {
        page.lend(HelpWriter.self) { $0.welcome(version: version) }
    }

    /// What can stand at the cursor, a line each.
    package mutating func expect(_ expectations: [Expectation], known: [String]) {
        page.lend(HelpWriter.self) { $0.write(expectations, known: known) }
    }

    /// A few words about what could stand somewhere; may be empty.
    package static func note(on expectation: Expectation) -> String {
        HelpWriter.note(on: expectation)
    }

    /// What can stand at the cursor in a few words.
    package static func hint(_ expectations: [Expectation]) -> String? {
        HelpWriter.hint(expectations)
    }

    /// The output can't be written.
    package mutating func writeOutputFault(_ fault: SystemFault) {
        page.lend(FaultWriter.self) { $0.write(output: fault) }
    }

    /// A file that the flags name can't be used.
    package mutating func writeFileFault(_ name: String, _ problem: FileProblem) {
        page.lend(FaultWriter.self) { $0.write(file: name, problem) }
    }
}
