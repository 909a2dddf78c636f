import Events
import Fabric
import Network
import Timeline
import Wire

/// Says what hosts found out, and what they offer.
struct HostWriter: Writer {
    typealias Say = HostPhrase
    var page: Page

    mutating func write(_ event: HostAnswer) {
        switch event {
        case .pinged(let asker, let found): write(asker) { $0.write(found, by: asker) }
        case .traced(let asker, let found): write(asker) { $0.write(found, by: asker) }
        case .connected(let asker, let found):
            write(asker) { writer in
                for event in found { writer.write(event, by: asker) }
            }
        case .fetched(let asker, let found):
            write(asker) { writer in
                for event in found { writer.write(event, by: asker) }
            }
        case .resolved(let asker, let found): write(asker) { $0.write(found, by: asker) }
        case .scanned(let asker, _, let found): write(asker) { $0.write(found, by: asker) }
        case .connections(let node, let connections, let listeners):
            page.lend(ConnectionWriter.self) { $0.write(connections, listeners, of: node) }
        case .connectionClosed(_, let key, let state):
            page.lend(ConnectionWriter.self) { $0.write(closed: key, state) }
        case .serviceAdded(let node, let service):
            page.line(Say.offers, (.node, node), (.what, service))
        case .serviceRemoved(let node, let service):
            page.line(Say.offersNoMore, (.node, node), (.what, service))
        case .services(let node, let services):
            if services.isEmpty { page.line(Say.noServices, (.node, node)) }
            for service in services { page.row(Columns(.rest()), service) }
        case .recordAdded(let node, let record):
            page.line(Say.says, (.node, node), (.what, record))
        case .recordsRemoved(let node, let name, let count):
            page.line(Say.saysNoMore, (.node, node), (.name, name), (.count, count))
        case .records(let node, let records):
            if records.isEmpty { page.line(Say.noRecords, (.node, node)) }
            for record in records { page.row(Columns(.rest()), record) }
        }
    }

    /// What was found, then what others understood of it, and that it was ended.
    private mutating func write(_ asker: Asker, _ body: (inout HostWriter) -> Void) {
        body(&self)
        for note in asker.notes.prefix(Self.mostNotes) {
            page.line(Say.understood, (.node, note.node), (.what, note.what))
        }
        if asker.isCut { page.line(Say.wasCut) }
    }

    private static let mostNotes = 50

    // MARK: - ping

    private mutating func write(_ found: [PingEvent], by asker: Asker) {
        for event in found where page.goesOn {
            switch event {
            case .reply(let reply):
                if reply.isDuplicate {
                    page.line(
                        Say.duplicate, (.number, reply.sequence), (.target, asker.target),
                        (.time, reply.time))
                } else {
                    page.line(
                        Say.reply, (.number, reply.sequence), (.target, asker.target),
                        (.count, reply.size), (.limit, reply.hopLimit), (.time, reply.time))
                }
            case .error(let sequence, let report):
                line(
                    Composed {
                        $0.say(Say.pingError, (.number, sequence), (.what, ReportText(report)))
                    }, asker.blame(of: sequence - 1))
            case .silence(let sequence):
                line(
                    Composed { $0.say(Say.noReply, (.number, sequence)) },
                    asker.blame(of: sequence - 1))
            case .summary(let summary): write(summary)
            }
        }
    }

    private mutating func write(_ summary: PingSummary) {
        let lost = (summary.sent - summary.received) * 100 / max(summary.sent, 1)
        page.line(
            Say.pinged, (.count, summary.sent), (.found, summary.received), (.last, lost))
        guard let mean = summary.mean else { return }
        page.line(
            Say.pingTimes, (.first, summary.shortest), (.time, mean), (.last, summary.longest))
    }

    // MARK: - traceroute

    private mutating func write(_ found: [TracerouteEvent], by asker: Asker) {
        var last = 0
        var queries = 0
        for event in found {
            switch event {
            case .hop(let hop):
                last = hop.hop
                queries = max(queries, hop.answers.count)
                page.row(
                    Columns(.right(2), .rest(after: 2)), hop.hop,
                    HopText(hop: hop, blame: asker.blame(of: (hop.hop - 1) * queries)))
            case .end(.reached):
                page.line(Say.reached, (.target, asker.target), (.count, last))
            case .end(.unreachable): page.line(Say.unreachable, (.target, asker.target))
            case .end(.silent):
                page.line(Say.silent, (.count, Self.silentHops(found)))
            case .end(.mostHops):
                page.line(Say.mostHops, (.target, asker.target), (.count, last))
            }
        }
    }

    /// How many hops at the end nobody answered.
    private static func silentHops(_ found: [TracerouteEvent]) -> Int {
        var count = 0
        for case .hop(let hop) in found.reversed() {
            guard hop.answers.allSatisfy({ $0 == nil }) else { break }
            count += 1
        }
        return count
    }

    // MARK: - connect and fetch

    private mutating func write(_ event: ConversationEvent, by asker: Asker) {
        switch event {
        case .opened(let time):
            page.line(Say.opened, (.target, asker.target), (.time, time))
        case .said(let count): page.line(Say.said, (.count, count))
        case .heard(let data):
            page.line(Say.heard, (.text, Quoted(data, shown: Self.shownBytes)))
        case .peerClosed: page.line(Say.peerClosed)
        case .kept(let count): page.line(ConnectionPhrase.kept, (.count, count))
        case .ended(let summary): write(summary, by: asker)
        }
    }

    /// So many bytes of an answer are shown.
    private static let shownBytes = 1_024

    private mutating func write(_ summary: ConversationSummary, by asker: Asker) {
        let phrase: HostPhrase
        switch summary.end {
        case .closed:
            return page.line(Say.closed, (.time, summary.time), (.count, summary.heard))
        case .refused: phrase = .refused
        case .reset: phrase = .wasReset
        case .aborted: phrase = .aborted
        case .timedOut: phrase = .timedOut
        case .unreachable: phrase = .unreachableHost
        case .overLimit: phrase = .overLimit
        }
        var text = Composed { $0.say(phrase, (.time, summary.time)) }
        if let report = summary.report {
            let before = text
            text = Composed { $0.say(Say.because, (.what, before), (.reason, ReportText(report))) }
        }
        line(text, asker.blames.last)
    }

    private mutating func write(_ event: FetchEvent, by asker: Asker) {
        switch event {
        case .connection(let event): write(event, by: asker)
        case .response(let response):
            page.line(
                Say.status, (.number, response.status), (.reason, response.reason),
                (.count, response.body.count))
            page.line(Say.heard, (.text, Quoted(response.body, shown: Self.shownBytes)))
        case .noResponse(let bytes): page.line(Say.notHTTP, (.count, bytes))
        }
    }

    // MARK: - resolve

    private mutating func write(_ found: [ResolveEvent], by asker: Asker) {
        for (place, event) in found.enumerated() {
            switch event {
            case .answer(let answer): write(answer)
            case .mismatch(let identifier): page.line(Say.mismatch, (.number, identifier))
            case .truncated: page.line(Say.overTCP)
            case .noAnswer(let question, let report, _):
                var text = Composed {
                    $0.say(Say.noAnswer, (.name, question.name), (.what, question.type))
                }
                if let report {
                    let before = text
                    text = Composed {
                        $0.say(Say.because, (.what, before), (.reason, ReportText(report)))
                    }
                }
                line(text, asker.blame(of: place) ?? asker.blames.last)
            case .done: break
            }
        }
    }

    private mutating func write(_ answer: ResolveAnswer) {
        let question = answer.question
        switch answer.code {
        case .noError where answer.records.isEmpty:
            page.line(Say.noData, (.name, question.name), (.what, question.type))
        case .noError: break
        case .nameError: page.line(Say.nameError, (.name, question.name))
        case .formatError, .serverFailure, .notImplemented, .refused:
            page.line(
                Say.otherCode, (.code, answer.code.name), (.name, question.name),
                (.what, question.type))
        }
        for record in answer.records { page.row(Columns(.rest()), record) }
    }

    // MARK: -

    /// A line, and who is to blame.
    private mutating func line(_ text: Composed, _ blamed: Blamed?) {
        if let blamed {
            page.line(Say.because, (.what, text), (.reason, BlameText(blamed)))
        } else {
            text.write(on: &page)
            page.endLine()
        }
    }
}
