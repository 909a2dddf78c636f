import Events
import Firewall
import Timeline
import Wire

/// Lists the connections that the firewall knows.
struct FlowWriter: Writer {
    private typealias Say = NetworkPhrase
    var page: Page

    mutating func write(_ event: FlowEvent) {
        switch event {
        case .cleared(let count): page.line(Say.forgotten, (.count, count))
        case .listed(let flows, let limit):
            guard !flows.isEmpty else { return page.line(Say.none) }
            page.heads(of: Self.columns)
            for flow in flows where page.goesOn {
                page.row(
                    Self.columns, flow.id.rawValue, flow.state.rawValue,
                    flow.traffic.sent.packets, flow.traffic.returned.packets,
                    SecondsText(flow.remaining), flow)
            }
            if flows.count >= limit { page.line(Say.full, (.limit, limit)) }
        }
    }

    private static let columns = Columns(
        .right(4).named(Say.number), .left(16, after: 2).named(Say.state),
        .right(6).named(Say.sent),
        .right(10).named(Say.returned), .left(16, after: 2).named(Say.endsIn),
        .rest().named(Say.what))
}

/// A long duration, which milliseconds would make hard to read: `431999.979 s`.
struct SecondsText: Written {
    private let duration: Duration

    init(_ duration: Duration) {
        self.duration = duration
    }

    func write(on page: inout Page) {
        let milliseconds = duration.nanoseconds / 1_000_000
        let rest = String(milliseconds % 1_000)
        page.put(
            "\(milliseconds / 1_000).\(String(repeating: "0", count: 3 - rest.count))\(rest) s")
    }
}

extension FlowRecord: Written {
    /// Between whom it is; and how its packets go out, where that is another way.
    func write(on page: inout Page) {
        guard let translated else { return ends.write(on: &page) }
        page.say(NATPhrase.outAs, (.what, ends), (.last, translated))
    }
}

extension FlowEnds: Written {
    /// The protocol, both ends, and what is asked where that is no echo.
    func write(on page: inout Page) {
        page.put(proto)
        page.put(" ")
        page.put(originator)
        page.put(" -> ")
        page.put(responder)
        if let query, query.type != ICMPHeader.echoRequest(originator.address.family) {
            page.put(" type \(query.type)")
        }
    }
}
