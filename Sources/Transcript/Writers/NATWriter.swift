import Commands
import Dialects
import Events
import Firewall
import Network

/// Says what happens to address translation rules, lists them, and shows what they do.
struct NATWriter: Writer {
    private typealias Say = NATPhrase
    var page: Page

    mutating func write(_ event: NATEvent) {
        switch event {
        case .added(let node, let number, let rule):
            page.line(Say.added, (.number, number), (.node, node), (.rule, rule))
        case .deleted(let node, let number, let rule):
            page.line(Say.deleted, (.number, number), (.node, node), (.rule, rule))
        case .moved(_, let number, let place, let rule):
            page.line(Say.moved, (.number, number), (.target, place), (.rule, rule))
        case .cleared(let node, let count):
            page.line(Say.cleared, (.count, count), (.node, node))
        case .listed(let node, let rules):
            if rules.isEmpty { return page.line(Say.noRules, (.node, node)) }
            for (place, rule) in rules.enumerated() where page.goesOn {
                page.row(Self.list, place + 1, rule)
            }
        case .shown(let report): write(report)
        case .undone(let node, let count):
            page.line(Say.undone, (.node, node), (.count, count))
        case .redone(let node, let count):
            page.line(Say.redone, (.node, node), (.count, count))
        case .loaded(let file, let node, let count, let skipped):
            page.line(Say.loaded, (.count, count), (.node, node), (.file, file))
            for fault in skipped {
                page.line(
                    in: 2, RulePhrase.skipped, (.file, fault.file ?? file), (.line, fault.line),
                    (.column, fault.range.lowerBound + 1), (.problem, fault.problem))
            }
        case .saved(let file, let count):
            page.line(Say.saved, (.count, count), (.file, file))
        }
    }

    private static let list = Columns(.right(4), .rest(after: 2))

    private mutating func write(_ report: NATReport) {
        if report.bindings.isEmpty {
            page.line(Say.noBindings, (.node, report.node))
        } else {
            page.line(Say.bindings, (.node, report.node), (.count, report.bindings.count))
            write(report.bindings)
        }
        guard let behavior = report.behavior else {
            if report.count == 0 { page.line(Say.noRules, (.node, report.node)) }
            return
        }
        page.line(Say.probed)
        write(behavior)
    }

    private mutating func write(_ bindings: [FlowRecord]) {
        let inside = bindings.map { $0.ends.said(in: page.language) }
        let columns = Columns(
            .right(4).named(Say.flow), .right(16, after: 2).named(Say.endsIn),
            .fitting(inside, after: 2).named(Say.inside), .rest().named(Say.outside))
        page.heads(of: columns)
        for (flow, text) in zip(bindings, inside) where page.goesOn {
            page.row(
                columns, flow.id.rawValue, SecondsText(flow.remaining), text,
                flow.translated ?? flow.ends)
        }
    }

    private mutating func write(_ behavior: NATBehavior) {
        write(
            Say.mapping, behavior.mapping?.rawValue,
            behavior.mapping?.mappingMeaning(in: page.language))
        if !behavior.isDeterministic {
            write(
                Say.mappingInConflict, behavior.mappingInConflict?.rawValue,
                behavior.mappingInConflict?.mappingMeaning(in: page.language))
        }
        guard behavior.mapping != nil else { return }
        write(
            Say.filtering, behavior.filtering.rawValue,
            behavior.filtering.filteringMeaning(in: page.language))
        write(Say.ports, behavior.ports?.rawValue, behavior.ports?.text(in: page.language))
        write(Say.pooling, behavior.pooling?.rawValue, behavior.pooling?.text(in: page.language))
        write(
            Say.hairpinning, behavior.hairpinning.rawValue,
            behavior.hairpinning.text(in: page.language))
    }

    private mutating func write(_ name: NATPhrase, _ word: String?, _ meaning: String?) {
        guard let word, let meaning else {
            return page.row(Self.behavior, name, Say.untranslated)
        }
        page.row(Self.behavior, name, then: Say.meaning, (.what, word), (.meaning, meaning))
    }

    private static let behavior = Columns(.left(13, after: 2), .rest(after: 2))
}

extension NATRule: Written {
    func write(on page: inout Page) { page.put(text) }
}
