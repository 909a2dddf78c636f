import Commands
import Events
import Fabric
import Grammar
import Network

/// What another program's line is here: the line that is offered in its place.
enum Offer {
    /// The line of a fault that may be carried out if the person says yes.
    static func line(of fault: LabFault) -> [UInt8]? {
        guard case .usage(let fault) = fault, let advice = fault.advice, advice.isOffered else {
            return nil
        }
        return advice.line
    }

    /// The fault with the names in front of its line that stood in front of the one at fault, or that of a host where
    /// only a host can be asked.
    static func named(_ fault: LabFault, _ subject: SubjectLine, in lab: Lab) -> LabFault {
        guard case .usage(var usage) = fault, let advice = usage.advice, let line = advice.line,
            let name = name(for: line, subject, in: lab)
        else { return fault }
        usage.advice = Grammar.Advice(
            remark: advice.remark, line: Array("\(name) ".utf8) + line, usage: advice.usage,
            isOffered: advice.isOffered)
        return .usage(usage)
    }

    private static func name(for line: [UInt8], _ subject: SubjectLine, in lab: Lab) -> String? {
        if let node = subject.subject.node { return node.value }
        guard let words = try? CommandLine(line),
            case .host? = try? lab.table.plainly(words)
        else { return nil }
        return lab.fabric.topology.nodes.first { $0.kind == .host }?.name
    }
}
