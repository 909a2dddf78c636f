package import Dialects
package import Firewall
package import Network

/// What can happen to the address translation of a node.
package enum NATEvent: Event {
    /// A rule was put at a number.
    case added(node: String, Int, NATRule)
    /// A rule was taken out that had a number.
    case deleted(node: String, Int, NATRule)
    /// A rule was given another number.
    case moved(node: String, Int, to: Int, NATRule)
    /// All rules were taken out, so many.
    case cleared(node: String, count: Int)
    /// The rules were asked for.
    case listed(node: String, [NATRule])
    /// It was asked whose addresses are translated, and how.
    case shown(NATReport)
    /// A change was turned back; there are so many rules now.
    case undone(node: String, count: Int)
    /// A change was done again; there are so many rules now.
    case redone(node: String, count: Int)
    /// So many rules of a file of another firewall took the place of those of a node; without its lines that were left out.
    case loaded(String, node: String, count: Int, skipped: [ForeignFault])
    /// So many rules were saved to a file.
    case saved(String, count: Int)

    var row: Row {
        switch self {
        case .added(let node, let number, let rule), .deleted(let node, let number, let rule):
            ["node": node, "number": number, "rule": rule]
        case .moved(let node, let number, let place, let rule):
            ["node": node, "number": number, "to": place, "rule": rule]
        case .cleared(let node, let count), .undone(let node, let count),
            .redone(let node, let count):
            ["node": node, "count": count.in(.rules)]
        case .listed(let node, let rules): ["node": node, "rules": rules]
        case .shown(let report): report.row
        case .loaded(let file, let node, let count, let skipped):
            ["file": file, "node": node, "count": count.in(.rules), "skipped": skipped]
        case .saved(let file, let count): ["file": file, "count": count.in(.rules)]
        }
    }
}

/// Whose addresses a node translates, and how.
package struct NATReport: RowValue {
    /// The node.
    package let node: String
    /// How many rules it has.
    package let count: Int
    /// The flows that are translated.
    package let bindings: [FlowRecord]
    /// What it does to UDP; nil where it has no rules, or nothing is on two sides of it.
    package let behavior: NATBehavior?

    /// A report about a node.
    package init(node: String, count: Int, bindings: [FlowRecord], behavior: NATBehavior?) {
        self.node = node
        self.count = count
        self.bindings = bindings
        self.behavior = behavior
    }

    package var row: Row {
        [
            "node": node, "count": count.in(.rules), "bindings": bindings, "behavior": behavior,
        ]
    }
}
