import Firewall
import Network
import Wire

extension NATChange: Written {
    /// `source translated by NAT rule 1: 10.0.0.11:40000 is 198.51.100.2:40000 from here on`.
    func write(on page: inout Page) {
        let (first, last) = (NATEndText(before, end), NATEndText(after, end))
        if isError {
            page.say(
                PacketPhrase.translatedInError, (.what, end), (.first, first), (.last, last))
        } else if let rule {
            page.say(
                PacketPhrase.translatedByRule, (.what, end), (.rule, rule), (.first, first),
                (.last, last))
        } else {
            page.say(
                PacketPhrase.translatedAsFlow, (.what, end), (.first, first), (.last, last))
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
