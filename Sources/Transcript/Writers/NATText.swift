import Firewall
import Network
import Wire

extension NATChange: Written {
    /// `source translated by NAT rule 1: 10.0.0.11:40000 is 198.51.100.2:40000 from here on`.
    func write(on page: inout Page) {
        let values = (
            what: (Slot.what, end), first: (Slot.first, NATEndText(before, end)),
            last: (Slot.last, NATEndText(after, end))
        )
        if isError {
            page.say(PacketPhrase.translatedInError, values.what, values.first, values.last)
        } else if let rule {
            page.say(
                PacketPhrase.translatedByRule, values.what, (.rule, rule), values.first,
                values.last)
        } else {
            page.say(PacketPhrase.translatedAsFlow, values.what, values.first, values.last)
        }
    }
}

extension NATEnd: Statement {
    /// What is translated.
    var english: String {
        switch self {
        case .source: "source translated"
        case .destination: "destination translated"
        case .both: "source or destination translated"
        }
    }
}

/// One end of a flow, with the identifier that stands for a port in queries of ICMP.
struct NATEndText: Written {
    private let end: Endpoint
    private let identifier: UInt16?

    init(_ ends: FlowEnds, _ end: NATEnd) {
        self.end = end == .destination ? ends.responder : ends.originator
        identifier = end == .destination ? nil : ends.query?.identifier
    }

    func write(on page: inout Page) {
        page.put(end)
        guard let identifier else { return }
        page.say(PacketPhrase.identifier, (.number, identifier))
    }
}
