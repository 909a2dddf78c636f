package import Firewall
package import Timeline
import Wire

/// Garita's own file of rules: commands, a line each, behind a mark.
package enum RuleFile {
    /// What the first line of every file says that the lab saves, behind the format's comment sign.
    package static let mark = "garita rules"

    /// How many bytes have to be looked at to see the mark.
    package static let markLength = mark.utf8.count + 2

    /// Whether a file begins with the mark, behind any comment sign and a blank.
    package static func isMarked(_ beginning: [UInt8]) -> Bool {
        beginning.count >= markLength
            && [UInt8(ascii: "#"), UInt8(ascii: "!")].contains(beginning[0])
            && beginning[1] == 0x20 && beginning[2..<markLength].elementsEqual(mark.utf8)
    }

    /// The commands that make the sets, settings and rules of a rule set; of no use when the budget has ended.
    package static func text(of set: RuleSet, _ budget: Budget = Budget()) -> [UInt8] {
        text(of: [set], budget)
    }

    /// The same of several lists; the names of those that do not go without saying stand in front.
    package static func text(of lists: [RuleSet], _ budget: Budget = Budget()) -> [UInt8] {
        var text = Array("# \(mark)\n".utf8)
        for set in lists {
            let name = set.chain == .forward ? "" : "\(set.chain.rawValue) "
            write(set, behind: name, isWhole: true, to: &text, budget)
        }
        return text
    }

    /// Appends the commands that make a list, each behind the names in front; not whole: without a default of `usual`.
    static func write(
        _ set: RuleSet, behind names: String, isWhole: Bool, usual: Action = .allow,
        to text: inout [UInt8], _ budget: Budget
    ) {
        for addresses in set.settings.sets {
            text.append(contentsOf: "\(names)set add \(addresses.name.rawValue)".utf8)
            for range in addresses.ranges where budget.spend(Budget.item) {
                text.append(0x20)
                range.write(to: &text)
            }
            text.append(0x0A)
        }
        if set.settings.order != .firstMatch {
            text.append(
                contentsOf: "\(names)rule order \(set.settings.order.rawValue)\n".utf8)
        }
        let action = set.settings.defaultAction
        if isWhole || action != usual {
            text.append(contentsOf: "\(names)rule default \(action.rawValue)\n".utf8)
        }
        for entry in set.entries where budget.spend(Budget.item) {
            text.append(contentsOf: "\(names)rule add ".utf8)
            entry.rule.write(to: &text)
            text.append(0x0A)
        }
        for (index, entry) in set.entries.enumerated() where !entry.isEnabled {
            text.append(contentsOf: "\(names)rule disable \(index + 1)\n".utf8)
        }
    }
}
