import Commands
import Firewall
import Grammar
import Testing
import Wire

/// How people refer to rules, sets and files, and what else the rows of `rule` and `set` read.
@Suite struct ReferenceTests {
    private func rule(_ text: String) throws -> RuleCommand {
        guard case .rule(let command) = try Reading.command("rule \(text)") else {
            throw TextFault.empty
        }
        return command
    }

    @Test(arguments: [("3-7", 3...7), ("3-3", 3...3), ("0x3-4294967296", 3...4_294_967_296)])
    func deletesARange(_ text: String, _ numbers: ClosedRange<Int>) throws {
        guard case .delete(.span(let span)) = try rule("delete \(text)") else {
            Issue.record("no range")
            return
        }
        #expect(span.value == numbers && span.range == 12..<12 + text.utf8.count)
    }

    @Test(arguments: [
        ("3", RuleReference.number(3)), ("web", .name(RuleName("web"))),
        ("web-7", .name(RuleName("web-7"))), ("\"my rule\"", .name(RuleName("my rule"))),
        ("é", .name(RuleName("é"))), ("-1", .name(RuleName("-1"))), ("٣", .name(RuleName("٣"))),
    ])
    func refersToOneRule(_ text: String, _ reference: RuleReference) throws {
        guard case .delete(.one(let deleted)) = try rule("delete \(text)"),
            case .move(let moved, to: let target) = try rule("move \(text) to 2"),
            case .replace(let replaced, with: _, _) = try rule("replace \(text) allow"),
            case .setEnabled(let enabled, true) = try rule("enable \(text)"),
            case .setEnabled(let disabled, false) = try rule("disable \(text)")
        else {
            Issue.record("another command")
            return
        }
        for place in [deleted, moved, replaced, enabled, disabled] {
            #expect(place.value == reference)
        }
        #expect(deleted.range == 12..<12 + text.utf8.count && target.value == 2)
    }

    @Test func readsSets() throws {
        guard
            case .set(.add(let name, let members)) =
                try Reading.command("set add office 10.0.0.0/8 \"::1\" \"10.0.0.\\x31-10.0.0.5\"")
        else {
            Issue.record("no set")
            return
        }
        #expect(name.value.rawValue == "office" && name.range == 8..<14)
        let ranges = ["10.0.0.0/8", "::1", "10.0.0.1-10.0.0.5"].compactMap { AddressRange($0) }
        #expect(members.map(\.value) == ranges.map { AddressMatch.Member.range($0) })
        #expect(members.map(\.range) == [15..<25, 26..<31, 32..<54])
        guard case .set(.remove(_, let gone)) = try Reading.command("set remove office ::1"),
            case .set(.delete(let deleted)) = try Reading.command("set delete a_B-9")
        else {
            Issue.record("another command")
            return
        }
        #expect(gone.count == 1 && deleted.value.rawValue == "a_B-9")
    }

    @Test(arguments: ReadingOrder.allCases)
    func readsTheOrder(_ order: ReadingOrder) throws {
        guard case .setOrder(order) = try rule("order \(order.rawValue)") else {
            Issue.record("another order")
            return
        }
    }

    @Test(arguments: Action.allCases)
    func readsTheDefault(_ action: Action) throws {
        guard action.decides else {
            #expect(Reading.fault("rule default \(action.rawValue)") != nil)
            return
        }
        guard case .setDefault(action) = try rule("default \(action.rawValue)") else {
            Issue.record("another default")
            return
        }
    }

    @Test(arguments: RuleFormat.allCases)
    func readsTheFormatOfAFile(_ format: RuleFormat) throws {
        guard
            case .load(let loaded) =
                try rule("load \"my file\" as \(format.name) --lenient --link eth1.110=lan-a"),
            case .save(let target, as: let saved) = try rule("save x as \(format.name)"),
            case .load(let load) = try rule("load x"), load.format == nil,
            !load.isLenient, load.aliases == nil
        else {
            Issue.record("another command")
            return
        }
        #expect(loaded.file.value == "my file" && target.value == "x")
        #expect(loaded.format == format && saved == format)
        #expect(loaded.isLenient && loaded.aliases?.value.map(\.name) == ["eth1.110"])
    }

    @Test func readsAQuestion() throws {
        guard case .find(let query) = try rule("find deny dns from 10.0.0.0/8 on internet"),
            case .expect(.none(let claim)) =
                try Reading.command("expect none deny dns on internet from 10.0.0.0/8")
        else {
            Issue.record("no question")
            return
        }
        let meant = try #require(try Reading.rule("deny dns from 10.0.0.0/8 on internet"))
        #expect(query.sought == .deny && query.match == meant.match)
        #expect(query.range == 10..<46)
        #expect(claim.sought == .deny && claim.match == meant.match)
    }
}
