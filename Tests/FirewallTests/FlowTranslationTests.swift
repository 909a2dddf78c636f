import Firewall
import Testing
import Timeline
import Wire

/// Flows of which the answers are between other ends than the packets that they answer.
@Suite struct FlowTranslationTests {
    private static let inside = Hosts("10.0.0.5", "198.51.100.9")
    private static let outside = Hosts("203.0.113.2", "198.51.100.9")

    private static func ends(_ hosts: Hosts) -> FlowEnds? {
        guard let packet = try? hosts.udp() else { return nil }
        var table = FlowTable()
        return table.track(packet, at: .start).begins
    }

    private func table() throws -> FlowTable {
        var table = FlowTable()
        let packet = try Self.inside.udp()
        var tracked = table.track(packet, at: .start)
        let arriving = try #require(tracked.begins)
        #expect(arriving == Self.ends(Self.inside))
        tracked.translation = FlowTranslation(
            arriving: arriving, leaving: try #require(Self.ends(Self.outside)))
        let isKept = table.confirm(tracked, packet, at: .start)
        #expect(isKept)
        return table
    }

    @Test func bothTuplesLeadToTheFlow() throws {
        var table = try table()
        #expect(table.count == 1)
        let record = try #require(table.flows(at: .start).first)
        #expect(record.ends == Self.ends(Self.inside))
        #expect(record.translated == Self.ends(Self.outside))
        let again = table.track(try Self.inside.udp(), at: .start)
        #expect(again.state == .new && again.member?.side == .originator)
        let answer = table.track(try Self.outside.turned.udp(), at: .start)
        #expect(answer.state == .established && answer.member?.side == .responder)
        // As they would be if nothing were translated, and of nobody's.
        for hosts in [Self.inside.turned, Self.outside] {
            let other = table.track(try hosts.udp(), at: .start)
            #expect(other.state == .new && other.member == nil)
        }
    }

    @Test func errorsAreOfTheSideThatWouldAnswer() throws {
        var table = try table()
        let outside = try Self.outside.error(3, about: try Self.outside.udp())
        let related = table.track(outside, at: .start)
        #expect(related.state == .related && related.member?.side == .responder)
        let inside = try Self.inside.turned.error(3, about: try Self.inside.turned.udp())
        let answered = table.track(inside, at: .start)
        #expect(answered.state == .related && answered.member?.side == .originator)
        // As it would be if nothing were translated.
        let bare = try Self.inside.error(3, about: try Self.inside.udp())
        #expect(table.track(bare, at: .start).state == .invalid)
    }

    @Test func nobodyElseHasItsAnswers() throws {
        var table = try table()
        #expect(table.isTaken(try #require(Self.ends(Self.outside)), at: .start))
        #expect(!table.isTaken(try #require(Self.ends(Self.inside)), at: .start))
        let known = table.translations(
            ofSource: try #require(Self.ends(Self.inside)), at: .start)
        #expect(known.map(\.leaving) == [Self.ends(Self.outside)])
        // The answers to this one would be those of the flow.
        let packet = try Self.outside.udp()
        let tracked = table.track(packet, at: .start)
        let isKept = table.confirm(tracked, packet, at: .start)
        #expect(!isKept && table.count == 1)
    }

    @Test func itsTuplesAreFreeWhenItIsGone() throws {
        for isEnded in [false, true] {
            var table = try table()
            if isEnded {
                table.end(table.track(try Self.inside.udp(), at: .start))
                #expect(table.count == 0)
            }
            let now = isEnded ? at(0) : at(30)
            let leaving = try #require(Self.ends(Self.outside))
            #expect(!table.isTaken(leaving, at: now))
            #expect(table.translations(ofSource: leaving, at: now).isEmpty)
            #expect(table.flows(at: now).isEmpty)
            let packet = try Self.outside.udp()
            #expect(table.pass(packet, at: now) == .new)
            #expect(table.pass(try Self.outside.turned.udp(), at: now) == .established)
            #expect(table.flows(at: now).map(\.translated) == [nil])
        }
    }
}
