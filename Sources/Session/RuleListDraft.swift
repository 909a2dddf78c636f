import Commands
import Events
import Firewall
import Grammar
import Timeline

/// A list of rules as the commands of a file make it, one after the other.
struct RuleListDraft {
    /// Which list.
    let list: RuleChain
    /// The rules, and whether they are read.
    var rules: [(rule: Rule, isEnabled: Bool)] = []
    /// The lines of the rules, from 1, and the last line that was taken.
    private var lines: [Int] = []
    private var last = 1
    /// The sets, the default and the order.
    private var settings: RuleSet

    /// A list of which nothing has been said; `usual` is its default until then, nil: to deny what is forwarded.
    init(_ list: RuleChain, usual: Action? = nil) {
        self.list = list
        settings = RuleSet(
            defaultAction: usual ?? (list == .forward ? .deny : .allow), about: list)
    }

    /// What is wrong with a line.
    enum Fault: Error {
        case usage(UsageFault)
        case rules(RuleSetFault)
        case notARule

        /// The fault of a line of a rule file.
        func located(_ line: Int, _ text: [UInt8]) -> RuleFileFault {
            switch self {
            case .usage(let fault): .usage(line: line, fault, text: text)
            case .rules(let fault): .rules(line: line, fault)
            case .notARule: .notARule(line: line)
            }
        }
    }

    /// Takes the command of a line.
    ///
    /// - Throws: `Fault`, also where it is none that a file of rules may hold.
    mutating func take(_ command: LabCommand, line: Int) throws(Fault) {
        last = line
        switch command {
        case .rule(.add(let rule, at: nil, range: _)):
            guard rules.count < RuleSet.limit else { throw .rules(.full(limit: RuleSet.limit)) }
            rules.append((rule, true))
            lines.append(line)
        case .rule(.setEnabled(let place, false)):
            guard case .number(let number) = place.value else { throw .notARule }
            guard rules.indices.contains(number - 1) else {
                throw .rules(.noSuchRule(number, count: rules.count))
            }
            rules[number - 1].isEnabled = false
        case .rule(.setDefault(let action)): settings.setDefault(action)
        case .rule(.setOrder(let order)): settings.setOrder(order)
        case .set(.add(let name, let members)):
            do {
                _ = try settings.add(
                    members.map { (member) throws(RuleSetFault) in
                        switch member.value {
                        case .range(let range): return range
                        case .set(let name): throw .noSuchSet(name)
                        // What is in a set are addresses, and a file has them.
                        case .node(let name): throw .noSuchNode(name)
                        }
                    }, to: name.value)
            } catch {
                throw .rules(error)
            }
        default: throw .notARule
        }
    }

    /// Puts it in the place of what a list holds; `links` are those that only it names.
    func load(
        into set: inout RuleSet, links: [LinkName] = [], _ budget: Budget
    ) throws(RuleSet.LoadFault) {
        try set.load(
            rules, sets: settings.settings.sets, defaultAction: settings.settings.defaultAction,
            order: settings.settings.order, links: links, budget)
    }

    /// The line of a rule by its index; the last one for what is no rule's.
    func line(of index: Int) -> Int { lines.indices.contains(index) ? lines[index] : last }
}
