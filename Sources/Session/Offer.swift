import Commands
import Events
import Fabric
import Firewall
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
        guard case .usage(var usage) = fault, let advice = usage.advice, let line = advice.line
        else { return fault }
        let names = names(for: line, subject.subject, in: lab)
        usage.advice = Grammar.Advice(
            remark: advice.remark, line: Array(names.map { $0 + " " }.joined().utf8) + line,
            usage: advice.usage, isOffered: advice.isOffered)
        return .usage(usage)
    }

    private static func names(for line: [UInt8], _ subject: Subject, in lab: Lab) -> [String] {
        let command = (try? CommandLine(line)).flatMap { try? lab.table.plainly($0) }
        var names = [subject.node?.value].compactMap(\.self)
        if case .host? = command, names.isEmpty {
            names += [lab.fabric.topology.nodes.first { $0.kind == .host }?.name]
                .compactMap(\.self)
        }
        if let list = subject.list, command?.isAboutList == true {
            names.append(list.value.rawValue)
        }
        return names
    }
}
