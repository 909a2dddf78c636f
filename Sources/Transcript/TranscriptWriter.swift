package import Captures
package import Commands
package import Events
import Fabric
package import Network

/// Writes down what happens: each answer goes to the writer of its topic.
package struct TranscriptWriter {
    /// Where it writes.
    package var page: Page

    /// A writer on an empty page.
    package init(
        _ appearance: Page.Appearance, in language: SpokenLanguage = .english,
        as layout: Page.Layout = .grid
    ) {
        page = Page(appearance, in: language, as: layout)
    }

    /// Says what happened.
    package mutating func write(_ event: LabEvent) {
        switch event {
        case .rule(let event): page.lend(RuleWriter.self) { $0.write(event) }
        case .proof(let event): page.lend(ProofWriter.self) { $0.write(event) }
        case .set(let event): page.lend(SetWriter.self) { $0.write(event) }
        case .flow(let event): page.lend(FlowWriter.self) { $0.write(event) }
        case .nat(let event): page.lend(NATWriter.self) { $0.write(event) }
        case .link(let event): page.lend(LinkWriter.self) { $0.write(event) }
        case .net(let event): page.lend(NetWriter.self) { $0.write(event) }
        case .packet(let event): page.lend(PacketWriter.self) { $0.write(event) }
        case .step(let event): page.lend(StepWriter.self) { $0.write(event) }
        case .tunnel(let event): page.lend(TunnelWriter.self) { $0.write(event) }
        case .policy(let event): page.lend(PolicyWriter.self) { $0.write(event) }
        case .capture(let event): page.lend(CaptureWriter.self) { $0.write(event) }
        case .attack(let event): page.lend(AttackWriter.self) { $0.write(event) }
        case .host(let event): page.lend(HostWriter.self) { $0.write(event) }
        case .expectation(let event): page.lend(ExpectationWriter.self) { $0.write(event) }
        case .lab(let event): page.lend(LabWriter.self) { $0.write(event) }
        }
    }

    /// Says that no command came about which a question was asked.
    package mutating func write(unanswered question: String) {
        page.line(LabPhrase.unanswered, (.text, Quoted(Array(question.utf8))))
    }

    /// The comment that a captured packet gets: `packet 3: allowed by rule 1: allow port 22`.
    package static func comment(on frame: CapturedFrame, _ topology: Topology) -> String {
        CaptureWriter.comment(on: frame, topology)
    }
}
