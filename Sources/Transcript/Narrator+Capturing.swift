package import Captures
import Events
package import Fabric
import Tunnel
import Wire

/// What is recorded of the links, and packets that come from a file.
extension Narrator {
    mutating func tell(_ event: CaptureEvent) {
        switch event {
        case .started(let givenUp, let topology):
            let names = topology.links.map(\.name)
            page.put("capturing at \(names.dropLast().joined(separator: ", "))")
            page.line(" and \(names.last ?? "")")
            guard let givenUp else { return }
            page.put("  given up: ")
            put(givenUp.packets, "packet")
            page.line(" of the capture before")
        case .stopped(let capture): state(capture)
        case .shown(let capture?): state(capture)
        case .shown(nil): page.line("nothing has been captured yet")
        case .saved(let file, let capture, let keys): saved(file, capture, keys)
        }
    }

    private mutating func state(_ capture: CaptureSummary) {
        page.put("capture ")
        page.put(capture.isRunning ? "running" : "stopped", .strong)
        page.put(": ")
        put(capture.packets, "packet")
        page.put(", ")
        put(capture.keys, "key")
        page.endLine()
        let width = (capture.links.map(\.name.utf8.count).max() ?? 0) + 2
        for link in capture.links {
            page.put("  ")
            page.put(link.name, width: width)
            page.put(link.packets, width: 9)
            page.endLine()
        }
        misfits(capture)
    }

    private mutating func saved(_ file: String, _ capture: CaptureSummary, _ keys: SavedKeys?) {
        put(capture.packets, "packet")
        page.put(" saved to \(file), ")
        if let keys, keys.count > 0 {
            page.put("with ")
            put(keys.count, "key")
            page.endLine()
        } else {
            page.line(keys == nil ? "without keys" : "no key was used")
        }
        misfits(capture)
        guard let keys else { return }
        put(leftOut: keys)
        for spi in capture.sharedSPIs {
            page.put("  note: SPI ")
            page.put(spi)
            page.line(" had several keys; Wireshark tries only the first")
        }
    }

    private mutating func misfits(_ capture: CaptureSummary) {
        if capture.missed > 0 {
            page.put("  did not fit: ")
            put(capture.missed, "packet")
            page.line(", behind the first \(Capture.limit) or \(Capture.byteLimit) bytes")
        }
        guard capture.missedKeys > 0 else { return }
        page.put("  did not fit: ")
        put(capture.missedKeys, "key")
        page.line(", behind the first \(SealingKeys.limit)")
    }

    /// The keys that another program could not use.
    mutating func put(leftOut keys: SavedKeys) {
        for spi in keys.unknown {
            page.put("  left out: the key of SPI ")
            page.put(spi)
            page.line(", because Wireshark does not know its suite")
        }
    }

    // MARK: - Comments

    /// The comment that a captured packet gets: `packet 3: allowed by rule 1: allow port 22`.
    package static func comment(
        on frame: CapturedFrame, _ topology: Topology
    ) -> String {
        var narrator = Narrator(.plain)
        narrator.put(commentOn: frame, topology)
        let bytes = narrator.page.bytes
        guard bytes.count > commentLimit else { return String(decoding: bytes, as: UTF8.self) }
        let start = bytes.prefix(commentLimit - 3)
        // Cut in front of a character and not inside it.
        let end = start.lastIndex { $0 & 0xC0 != 0x80 } ?? start.endIndex
        return String(decoding: start[..<end], as: UTF8.self) + "..."
    }

    /// The longest comment, in bytes: a rule may be long.
    static let commentLimit = 1_000

    private mutating func put(commentOn frame: CapturedFrame, _ topology: Topology) {
        var mark = ": "
        if let story = frame.story {
            put(story, &mark)
        } else {
            page.put(Self.title(of: frame.frame.kind))
            if let encapsulation = frame.frame.encapsulation, !frame.frame.kind.isFromAfar {
                let end = frame.frame.kind.isFromEnd ? encapsulation.sender : encapsulation.sender.peer
                put(
                    part: (frame.frame.kind.isFromEnd ? "of" : "to")
                        + " the \(end.rawValue) end of \(encapsulation.tunnel)", &mark)
            }
        }
        if frame.frame.content.isLinkCopy, frame.story == nil {
            put(part: "a copy that a link made", &mark)
        }
        if let encapsulation = frame.frame.encapsulation, frame.frame.kind.isSealed {
            put(
                part: "sealed by the \(encapsulation.sender.rawValue) end of "
                    + encapsulation.tunnel, &mark)
        }
        if let story = frame.story {
            guard let drop = story.drop, !drop.reason.isVerdict else { return }
            put(part: "at \(topology.nodes[drop.node.rawValue].name) ", &mark)
            put(refusal: drop.reason)
        } else if let reason = frame.frame.fate.refusal {
            let name = topology.nodes[frame.frame.direction.to.rawValue].name
            put(part: "at \(name) ", &mark)
            put(refusal: reason)
        }
    }

    private mutating func put(_ story: PacketStory, _ mark: inout String) {
        page.put("packet \(story.number)")
        switch story.origin {
        case .sent: break
        case .message(let tunnel): put(part: "a message through \(tunnel)", &mark)
        case .arrival(let tunnel): put(part: "came through \(tunnel) from another process", &mark)
        case .answer(let number): put(part: "answers packet \(number)", &mark)
        case .rejection(let number): put(part: "says that packet \(number) is refused", &mark)
        case .copy(let number): put(part: "a copy that a link made of packet \(number)", &mark)
        case .echo(let number, let tunnel):
            put(part: "the echo of packet \(number) through \(tunnel)", &mark)
        }
        for judgement in story.judgements {
            put(part: "", &mark)
            put(judgement.verdict, judgement.rule, at: judgement.gateway)
        }
    }

    /// What a frame is that carries no packet.
    private static func title(of kind: Frame.Kind) -> String {
        switch kind {
        case .clear, .esp, .heldBack, .remote: "a packet"
        case .dummy: "a dummy packet"
        case .keepalive: "a NAT keepalive"
        case .attack(let kind):
            switch kind {
            case .replay: "the attacker's: a copy"
            case .flip: "the attacker's: a copy with one bit flipped"
            case .truncation: "the attacker's: a copy, cut off"
            case .forgery: "the attacker's: sealed with another key"
            case .unknownSPI: "the attacker's: an SPI that no association has"
            case .flood(let kind): "the attacker's: \(name(of: kind))"
            }
        case .foreign: "a stranger's datagram"
        }
    }

    private mutating func put(part: String, _ mark: inout String) {
        page.put(mark)
        page.put(part)
        mark = "; "
    }

    // MARK: - Loading

    /// What became of the packets of a file, the first ones one by one.
    mutating func tell(_ load: PacketLoad) {
        let burst = load.burst
        if burst.sent > 0 {
            put(burst.sent, "packet")
            page.put(" of \(load.file) sent, as packets \(burst.first) to \(burst.last)")
            put(counts: burst)
        } else {
            page.line("no packet of \(load.file) was sent")
        }
        for line in load.lines { put(line) }
        if load.untold > 0 { page.line("  and \(load.untold) more") }
        for miss in load.missing {
            page.put("  not sent: ")
            put(miss.count, "packet")
            page.line(", \(Self.explanation(of: miss.thing))")
        }
        guard load.excess > 0 else { return }
        page.put("  not sent: ")
        put(load.excess, "packet")
        page.line(load.isInterrupted ? ", interrupted" : ", more than one command sends")
    }

    private mutating func put(_ line: PacketLoad.Line) {
        page.put(line.number, width: 6)
        page.put("  ")
        switch line.outcome {
        case .sent(let number, let fields, let drop):
            page.put("packet \(number)", width: Self.numberWidth)
            let outcome = drop?.rawValue ?? "delivered"
            page.put(outcome, drop == nil ? .good : .bad)
            page.fill(Self.outcomeWidth - outcome.utf8.count)
            put(fields)
        case .missing(let miss):
            page.put("not sent", width: Self.numberWidth)
            page.put(Self.explanation(of: miss))
        }
        page.endLine()
    }

    /// The width of a packet's number in a line about a file.
    private static let numberWidth = 14
}

extension Frame.Kind {
    /// Whether the end of a tunnel that it comes from sent it, and it is no packet.
    fileprivate var isFromEnd: Bool { self == .dummy || self == .keepalive || self == .remote }

    /// Whether it says by itself between which ends it went.
    fileprivate var isFromAfar: Bool { self == .clear || isSealed }

    /// Whether an end of a tunnel here sealed a packet in it.
    fileprivate var isSealed: Bool { self == .esp || self == .heldBack }
}
