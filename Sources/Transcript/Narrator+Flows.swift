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
            page.line("flow  state             sent  returned  ends in           what")
            for flow in flows { put(flow) }
            guard flows.count >= limit else { return }
            page.line("the table is full: it holds at most \(limit) flows")
        }
    }

    private mutating func put(_ flow: FlowRecord) {
        page.put(flow.id.rawValue, width: 4)
        page.put("  ")
        page.put(flow.state.rawValue, width: 16)
        page.put(flow.sent.packets, width: 6)
        page.put(flow.returned.packets, width: 10)
        page.put("  ")
        var time: [UInt8] = []
        flow.remaining.write(to: &time)
        page.put(raw: time)
        page.fill(18 - time.count)
        page.put(flow.proto)
        page.put(" ")
        page.put(flow.originator)
        page.put(" -> ")
        page.put(flow.responder)
        page.endLine()
    }
}
