import Events
import Firewall
import Timeline
import Wire

extension Narrator {
    mutating func tell(_ event: FlowEvent) {
        switch event {
        case .cleared(let count):
            put(count, "flow")
            page.line(" forgotten")
        case .listed(let flows, let limit):
            guard !flows.isEmpty else { return page.line("no flows") }
            page.line("flow  state             sent  returned  ends in         what")
            for flow in flows { put(flow) }
            guard flows.count >= limit else { return }
            page.line("the table is full: it holds at most \(limit) flows")
        }
    }

    /// A long duration, which milliseconds would make hard to read: `431999.979 s`.
    private static func seconds(_ duration: Duration) -> String {
        let milliseconds = duration.nanoseconds / 1_000_000
        let rest = String(milliseconds % 1_000)
        return "\(milliseconds / 1_000).\(String(repeating: "0", count: 3 - rest.count))\(rest) s"
    }

    private mutating func put(_ flow: FlowRecord) {
        page.put(flow.id.rawValue, width: 4)
        page.put("  ")
        page.put(flow.state.rawValue, width: 16)
        page.put(flow.sent.packets, width: 6)
        page.put(flow.returned.packets, width: 10)
        page.put("  ")
        let time = Self.seconds(flow.remaining)
        page.put(time, width: 16)
        page.put(flow.proto)
        page.put(" ")
        page.put(flow.originator)
        page.put(" -> ")
        page.put(flow.responder)
        page.endLine()
    }
}
