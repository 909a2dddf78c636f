import Commands
import Captures
import Events
import Fabric
import Firewall
import Network
import Tunnel
import Wire

/// Says what is recorded of the links.
struct CaptureWriter: Writer {
    private typealias Say = CapturePhrase
    var page: Page

    mutating func write(_ event: CaptureEvent) {
        switch event {
        case .started(let givenUp, let topology):
            page.line(
                Say.started,
                (.link, Listed(topology.linkIDs.map { topology.name(of: $0) }, last: .and)))
            if let givenUp { page.line(in: 2, Say.givenUp, (.count, givenUp.packets)) }
        case .stopped(let capture), .shown(let capture?): write(capture)
        case .shown(nil): page.line(Say.none)
        case .saved(let file, let capture, let keys): write(file, capture, keys)
        }
    }

    private mutating func write(_ capture: CaptureSummary) {
        page.line(
            capture.isRunning ? Say.running : Say.stopped, (.count, capture.packets),
            (.key, capture.keys))
        let columns = Columns(.fitting(capture.links.map(\.name), after: 2), .right(9))
        for link in capture.links { page.row(columns, link.name, link.packets) }
        write(missedBy: capture)
    }

    private mutating func write(_ file: String, _ capture: CaptureSummary, _ keys: SavedKeys?) {
        let phrase: CapturePhrase =
            switch keys?.count {
            case nil: .savedWithoutKeys
            case 0?: .savedNoKeyUsed
            default: .savedWithKeys
            }
        page.line(phrase, (.count, capture.packets), (.file, file), (.key, keys?.count ?? 0))
        write(missedBy: capture)
        guard let keys else { return }
        page.lend(TunnelWriter.self) { $0.write(leftOut: keys) }
        for spi in capture.sharedSPIs { page.line(in: 2, Say.severalKeys, (.spi, spi)) }
    }

    private mutating func write(missedBy capture: CaptureSummary) {
        if capture.missed > 0 {
            page.line(
                in: 2, Say.didNotFit, (.count, capture.missed), (.limit, Capture.limit),
                (.bytes, Capture.byteLimit))
        }
        if capture.missedKeys > 0 {
            page.line(
                in: 2, Say.keysDidNotFit, (.count, capture.missedKeys), (.limit, SealingKeys.limit))
        }
    }

    // MARK: - Comments

    /// The comment that a captured packet gets: `packet 3: allowed by rule 1: allow port 22`.
    static func comment(
        on frame: CapturedFrame, _ topology: Topology, in language: SpokenLanguage = .english
    ) -> String {
        var page = Page(.plain, in: language)
        if let story = frame.story {
            page.say(Say.packet, (.number, story.number))
        } else if case .attack(.flood(let kind)) = frame.frame.kind {
            page.say(CapturePhrase.flood, (.what, kind))
        } else {
            page.say(frame.frame.kind.phrase)
        }
        for (place, part) in parts(of: frame, topology).enumerated() {
            page.put(place == 0 ? ": " : "; ")
            part.write(on: &page)
        }
        let bytes = page.bytes
        guard bytes.count > commentLimit else { return String(decoding: bytes, as: UTF8.self) }
        let start = bytes.prefix(commentLimit - 3)
        // Cut in front of a character and not inside it.
        let end = start.lastIndex { $0 & 0xC0 != 0x80 } ?? start.endIndex
        return String(decoding: start[..<end], as: UTF8.self) + "..."
    }

    /// The longest comment, in bytes: a rule may be long.
    static let commentLimit = 1_000

    private static func parts(of frame: CapturedFrame, _ topology: Topology) -> [Composed] {
        var parts: [Composed] = []
        let (story, sent) = (frame.story, frame.frame)
        if let story {
            if case .sent = story.origin {} else { parts.append(Composed(story.origin.write(on:))) }
            parts += story.verdicts.map { Composed($0.write(on:)) }
        } else {
            if let end = end(of: sent) { parts.append(end) }
            if sent.content.isLinkCopy { parts.append(Composed { $0.say(Say.linkCopy) }) }
        }
        if let encapsulation = sent.encapsulation, sent.kind.isSealed {
            parts.append(
                Composed { page in
                    page.say(
                        Say.sealed, (.role, encapsulation.sender), (.tunnel, encapsulation.tunnel))
                })
        }
        let drop = story == nil ? nil : story?.drop.map { ($0.node, $0.reason) }
        let refusal = sent.fate.refusal.map { (sent.direction.to, $0) }
        if let (node, reason) = story == nil ? refusal : drop, !(story != nil && reason.isVerdict) {
            parts.append(
                Composed { page in
                    page.say(
                        Say.refused, (.node, topology.name(of: node)),
                        (.reason, RefusalText(reason: reason)))
                })
        }
        return parts
    }

    /// Of which end a frame is that carries no packet, or to which it went.
    private static func end(of frame: Frame) -> Composed? {
        guard let encapsulation = frame.encapsulation, !frame.kind.saysItsEnds else { return nil }
        let sender = encapsulation.sender
        let end = frame.kind.isFromEnd ? sender : sender.peer
        return Composed { page in
            page.say(
                frame.kind.isFromEnd ? Say.ofEnd : Say.toEnd, (.role, end),
                (.tunnel, encapsulation.tunnel))
        }
    }
}

extension Frame.Kind {
    /// Whether the end of a tunnel that it comes from sent it, and it is no packet.
    fileprivate var isFromEnd: Bool { self == .dummy || self == .keepalive || self == .remote }

    /// Whether it says by itself between which ends it went.
    fileprivate var saysItsEnds: Bool { self == .clear || isSealed }

    /// Whether an end of a tunnel here sealed a packet in it.
    fileprivate var isSealed: Bool { self == .esp || self == .heldBack }

    /// What it is, when it carries no packet.
    fileprivate var phrase: CapturePhrase {
        switch self {
        case .clear, .esp, .heldBack, .remote: .packet
        case .dummy: .dummy
        case .keepalive: .keepalive
        case .attack(.replay): .replay
        case .attack(.flip): .flip
        case .attack(.truncation): .truncation
        case .attack(.forgery): .forgery
        case .attack(.unknownSPI): .unknownSPI
        case .attack(.flood): .flood
        case .foreign: .foreign
        }
    }
}

extension PacketOrigin: Written {
    /// Where a packet comes from; nothing for one that a command sent.
    func write(on page: inout Page) {
        typealias Say = CapturePhrase
        switch self {
        case .sent: break
        case .message(let tunnel): page.say(Say.message, (.tunnel, tunnel))
        case .arrival(let tunnel): page.say(Say.arrival, (.tunnel, tunnel))
        case .answer(let number): page.say(Say.answer, (.number, number))
        case .rejection(let number): page.say(Say.rejection, (.number, number))
        case .report(let number): page.say(Say.report, (.number, number))
        case .copy(let number): page.say(Say.copy, (.number, number))
        case .fragment(let number): page.say(PacketPhrase.fragmentOf, (.number, number))
        case .echo(let number, let tunnel):
            page.say(Say.echo, (.number, number), (.tunnel, tunnel))
        }
    }
}
