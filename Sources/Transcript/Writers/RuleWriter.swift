import Dialects
import Events
import Firewall
import Timeline
import Wire

/// Says what happens to the rules, and lists them.
struct RuleWriter: Writer {
    private typealias Say = RulePhrase
    var page: Page

    mutating func write(_ event: RuleEvent) {
        switch event {
        case .edited(let edit): write(edited: edit)
        case .unfixed(let end): page.line(Say.unfixed, (.reason, end))
        case .undone(let edit):
            page.say(Say.undone)
            write(edit)
        case .redone(let edit):
            page.say(Say.redone)
            write(edit)
        case .loaded(let file, let list, let count, let links, let skipped, let unused):
            if list == .forward {
                page.line(Say.loadedFrom, (.count, count), (.file, file))
            } else {
                page.line(
                    Say.loadedInto, (.count, count), (.name, list.rawValue), (.file, file))
            }
            if !links.isEmpty {
                let names = links.map(\.rawValue).joined(separator: ", ")
                page.line(in: 2, Say.linksMade, (.members, names))
            }
            if !unused.isEmpty {
                page.line(
                    in: 2, Say.namesUnused, (.file, file),
                    (.members, unused.joined(separator: ", ")))
            }
            for fault in skipped {
                page.line(
                    in: 2, Say.skipped, (.file, fault.file ?? file), (.line, fault.line),
                    (.column, fault.range.lowerBound + 1), (.problem, fault.problem))
            }
        case .saved(let file, .forward, let count):
            page.line(Say.savedTo, (.count, count), (.file, file))
        case .saved(let file, let list, let count):
            page.line(Say.savedOf, (.count, count), (.name, list.rawValue), (.file, file))
        case .learned(let name):
            page.line(
                in: 2, Say.learned, (.name, name.name),
                (.members, name.addresses.map(\.description).joined(separator: ", ")))
        case .listed(let listing): write(listing)
        case .path(let path): page.lend(MissWriter.self) { $0.write(path) }
        }
    }

    /// An edit that a command has just made, in the words of a command's answer.
    private mutating func write(edited edit: RuleEdit) {
        switch edit {
        case .added(_, let rule):
            write(edit)
            adviseOnSourcePort(rule)
        case .deleted(let numbers, let rules):
            for (number, rule) in zip(numbers, rules) where page.goesOn {
                write(Say.deleted, number, rule)
            }
        case .fixed(let numbers, let rules):
            for (number, rule) in zip(numbers, rules) where page.goesOn {
                write(Say.deleted, number, rule)
            }
            page.line(numbers.isEmpty ? Say.noneFixed : Say.fixed, (.count, numbers.count))
        case .moved(let from, let to, let rule):
            page.line(Say.moved, (.number, from), (.target, to), (.rule, rule))
        case .replaced(let number, let old, let new):
            write(Say.was, number, old)
            write(Say.isNow, number, new)
        case .defaultSet(let action): page.line(Say.action, (.action, action.rawValue))
        case .orderSet(let order): write(order)
        case .enabled, .cleared, .loaded, .setChanged, .setDeleted: write(edit)
        }
    }

    private mutating func write(_ phrase: RulePhrase, _ number: Int, _ rule: Rule) {
        page.line(phrase, (.number, number), (.rule, rule))
    }

    /// People who mean the service's port often write it behind `from`.
    private mutating func adviseOnSourcePort(_ rule: Rule) {
        guard let ports = rule.match.sourcePorts, rule.match.destinationPorts == nil else { return }
        page.line(in: 2, Say.sourcePortNote, (.ports, ports.ports))
    }

    private mutating func write(_ order: ReadingOrder) {
        page.line(Say.order, (.order, order.rawValue), (.meaning, order))
    }

    private mutating func write(_ edit: RuleEdit) {
        switch edit {
        case .added(let number, let rule): write(Say.added, number, rule)
        case .deleted(let numbers, let rules):
            if let rule = rules.first, rules.count == 1 {
                return write(Say.deleted, numbers.lowerBound, rule)
            }
            page.line(Say.severalDeleted, (.first, numbers.lowerBound), (.last, numbers.upperBound))
        case .fixed(let numbers, _): page.line(Say.cleared, (.count, numbers.count))
        case .moved(let number, let target, let rule):
            page.line(Say.movedTo, (.number, number), (.target, target), (.rule, rule))
        case .replaced(let number, _, let new): write(Say.replacedBy, number, new)
        case .enabled(let number, let isEnabled, let rule):
            write(isEnabled ? Say.enabled : Say.disabled, number, rule)
        case .cleared(let count): page.line(Say.cleared, (.count, count))
        case .loaded(let count): page.line(Say.loaded, (.count, count))
        case .defaultSet(let action): page.line(Say.actionSet, (.action, action.rawValue))
        case .orderSet(let order): page.line(Say.orderSet, (.order, order.rawValue))
        case .setChanged(let name): page.line(Say.setChanged, (.name, name.rawValue))
        case .setDeleted(let name): page.line(Say.setDeleted, (.name, name.rawValue))
        }
    }

    private mutating func write(_ listing: RuleListing) {
        if listing.order != .firstMatch { write(listing.order) }
        page.heads(of: Self.columns)
        for listed in listing.rules where page.goesOn {
            page.row(
                Self.columns, listed.number, listed.hits, listed.bytes,
                Optionally(listed.lastHit, else: "-"), listed)
        }
        page.row(
            Self.columns, Say.any, listing.defaultHits, "", "", "", then: Say.fallback,
            (.action, listing.defaultAction.rawValue))
    }

    private static let columns = Columns(
        .right(4).named(Say.number), .right(9).named(Say.hits), .right(10).named(Say.bytes),
        .right(17).named(Say.lastHit), .rest(after: 2).named(Say.saying))
}

extension ListedRule: Written {
    /// The rule as a list shows it.
    func write(on page: inout Page) {
        if !isEnabled { page.say(RulePhrase.isDisabled) }
        page.put(rule)
    }
}

/// Says what happens to sets of addresses, and lists them.
struct SetWriter: Writer {
    private typealias Say = RulePhrase
    var page: Page

    mutating func write(_ event: SetEvent) {
        switch event {
        case .changed(let set):
            page.line(Say.setIsNow, (.name, set.name.rawValue), (.members, set))
            let covered = set.ranges.coveredEntries
            if !covered.isEmpty {
                page.line(
                    in: 2, Say.setNote, (.name, set.name.rawValue),
                    (.members, CoveredText(entries: covered)))
            }
        case .deleted(let set):
            page.line(Say.setGone, (.name, set.name.rawValue), (.members, set))
        case .listed(let sets):
            if sets.isEmpty { page.line(Say.none) }
            for listed in sets where page.goesOn {
                page.line(
                    Say.used, (.name, listed.thing.name.rawValue), (.count, listed.count),
                    (.members, listed.thing))
            }
        }
    }
}

extension AddressSet: Written {
    /// The members, each behind a blank.
    func write(on page: inout Page) {
        for range in ranges.prefix(Self.shown) {
            page.put(" ")
            page.put(range)
        }
        guard ranges.count > Self.shown else { return }
        page.put(" ")
        page.say(RulePhrase.more, (.count, ranges.count - Self.shown))
    }

    /// How many members are shown.
    private static let shown = 64
}
