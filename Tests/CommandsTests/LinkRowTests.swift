import Commands
import Grammar
import Testing
import Timeline
import Wire

/// What the rows of `link` read, and the time between the packets of one command.
@Suite struct LinkRowTests {
    private func change(_ text: String) throws -> (change: LinkChange, link: String?) {
        guard case .link(.impair(let change, let link)) = try Reading.command("link \(text)")
        else { throw TextFault.empty }
        return (change, link?.value)
    }

    @Test func readsWhatALinkIsToDo() throws {
        let tenth = Percentage(hundredths: 1_000)
        for (text, expected, link) in [
            ("loss 10%", .loss(tenth), nil), ("loss 0% on lan-b", .loss(.none), "lan-b"),
            ("duplicate 100%", .duplicate(.all), nil),
            ("mark 10% on lan-a", .mark(tenth), "lan-a"),
            ("delay 50ms", .delay(.milliseconds(50), jitter: .zero), nil),
            ("delay 0ms", .delay(.zero, jitter: .zero), nil),
            (
                "delay 1s on x jitter 1000ms",
                .delay(.milliseconds(1_000), jitter: .milliseconds(1_000)), "x"
            ),
            ("reorder 10%", .reorder(tenth, by: .milliseconds(5)), nil),
            ("reorder 10% on x by 2s", .reorder(tenth, by: .milliseconds(2_000)), "x"),
        ] as [(String, LinkChange, String?)] {
            let read = try change(text)
            #expect(read.change == expected && read.link == link, "\(text)")
        }
        guard case .link(.list) = try Reading.command("link list"),
            case .link(.clear(nil)) = try Reading.command("link clear"),
            case .link(.clear(let link?)) = try Reading.command("link clear lan-a")
        else {
            Issue.record("another command")
            return
        }
        #expect(link.value == "lan-a" && link.range == 11..<16)
    }

    @Test(arguments: [
        "link", "link loss", "link loss 10% 20%", "link loss 10% on", "link loss on internet",
        "link delay", "link delay 5ms jitter", "link delay 5ms by 5ms",
        "link reorder", "link reorder 5ms", "link duplicate 5ms", "link mark", "link mark 5ms",
        "link list internet",
        "link clear lan-a internet", "link loss 10% on lan-a on lan-b",
        "packet send 10.0.0.1 -> 10.0.0.2:1 every 1ms",
        "packet send 10.0.0.1 -> 10.0.0.2:1 count 2 every",
        "packet test 10.0.0.1 -> 10.0.0.2:1 count 2 every 1ms",
    ])
    func refuses(_ text: String) {
        #expect(Reading.fault(text)?.expected != nil, "\(text)")
    }

    @Test func readsTheTimeBetweenPackets() throws {
        let ends = "10.0.0.1 -> 10.0.0.2:1"
        #expect(try Reading.packet("\(ends) count 9")?.asked.interval == nil)
        let request = try Reading.packet("\(ends) count 9 every 2ms via demo")
        #expect(request?.asked.interval == .milliseconds(2) && request?.asked.count == 9)
        #expect(request?.way.via?.value == "demo")
        #expect(try Reading.packet("\(ends) count 9 every 0ms")?.asked.interval == .zero)
    }
}
