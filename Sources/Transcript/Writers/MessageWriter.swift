import Events
import Fabric
import Timeline
import Tunnel
import Wire

/// The course exercise: what each end does with a message, step by step.
struct MessageWriter: Writer {
    private typealias Say = MessagePhrase
    var page: Page

    mutating func write(_ exchange: TunnelEvent.Exchange, _ text: [UInt8]) {
        let (record, echo) = (exchange.message, exchange.echo)
        page.line(
            Say.headline, (.tunnel, record.via ?? ""), (.count, text.count),
            (.text, Quoted(text, shown: Self.shownText)))
        write(record, exchange.frame, from: .client, carries: .message)
        if let echo {
            write(echo, exchange.echoFrame, from: .server, carries: .reply)
            if echo.isDelivered, let start = record.steps.first, let end = echo.outcome {
                page.row(Self.steps, TunnelRole.client, Say.roundTrip, end.instant - start.instant)
            }
        }
        for step in record.steps {
            guard case .unanswered(let patience) = step.what else { continue }
            page.begin(Self.steps, TunnelRole.client, Say.noReply)
            page.say(Say.within, (.time, patience))
            writeCause(record, echo)
            page.endLine()
            if record.hasLeft { page.line(in: 23, Say.mayBeOld) }
        }
    }

    /// Why no reply came.
    private mutating func writeCause(_ record: PacketRecord, _ echo: PacketRecord?) {
        if let link = record.losingLink ?? echo?.losingLink {
            page.say(Say.lostBy, (.link, link))
        } else if let (end, reason) = Self.unsealed(record, echo) {
            page.say(Say.nothingSent, (.end, end), (.reason, reason.rawValue))
        } else if record.dropReason == .portUnreachable {
            page.say(Say.nobodyListens)
        } else if let (end, reason) = Self.loss(record, echo) {
            page.say(Say.droppedBy, (.end, end), (.reason, reason.rawValue))
        } else if echo?.isDelivered ?? false {
            page.say(Say.cameLater)
        }
    }

    /// The end that sent nothing, because its association no longer seals.
    private static func unsealed(
        _ record: PacketRecord, _ echo: PacketRecord?
    ) -> (end: TunnelRole, reason: DropReason)? {
        for (packet, end) in [(record, TunnelRole.client), (echo, .server)] {
            guard let packet, packet.encapsulation == nil, packet.decapsulation == nil else {
                continue
            }
            if let reason = packet.dropReason { return (end, reason) }
        }
        return nil
    }

    /// Where the message or its echo was dropped on arrival, and why.
    private static func loss(
        _ record: PacketRecord, _ echo: PacketRecord?
    ) -> (end: TunnelRole, reason: DropReason)? {
        if let reason = record.dropReason { return (.server, reason) }
        return echo?.dropReason.map { (.client, $0) }
    }

    // MARK: - One crossing

    /// Sealed at one end, judged at the other.
    private mutating func write(
        _ record: PacketRecord, _ image: FrameImage?, from sender: TunnelRole,
        carries what: MessagePhrase
    ) {
        let sealed = record.sealedBytes
        page.row(
            Self.steps, sender, Say.plaintext,
            then: sealed.lowerBound > 0 ? Say.behindHeader : Say.packet, (.number, record.number),
            (.count, sealed.count), (.packet, PacketText(record.packet.fields)))
        // What another process sealed is seen when it is opened, and not before.
        if let encapsulation = record.encapsulation {
            if let image { write(image, by: sender) }
            writeCrossing(record, encapsulation.length, carries: what)
            if record.losingLink != nil { return }
        }
        if record.decapsulation != nil {
            write(opened: record, by: sender.peer, carries: what)
        } else if let reason = record.dropReason {
            write(refused: reason, by: record.encapsulation == nil ? sender : sender.peer, what)
        }
    }

    private mutating func write(_ image: FrameImage, by sender: TunnelRole) {
        if image.hidden > 0 { return page.row(Self.steps, sender, Say.iv, Say.otherIV) }
        let datagram = Array(image.datagram)
        guard let suite = image.frame.encapsulation?.form?.suite,
            let header = try? ESPHeader.parse(datagram.span)
        else { return }
        page.row(
            Self.steps, sender, Say.espHeader, then: Say.header,
            (.text, Dump(datagram[..<ESPHeader.length])), (.spi, header.spi),
            (.number, header.sequence.low))
        let iv = datagram[ESPLayout.ivOffset..<ESPLayout.ciphertextOffset]
        page.row(Self.steps, sender, Say.iv, Dump(iv))
        let icv = datagram.count - suite.icvLength
        let ciphertext = datagram[ESPLayout.ciphertextOffset..<icv]
        page.row(
            Self.steps, sender, suite.encrypts ? Say.ciphertext : Say.readable, then: Say.length,
            (.text, Dump(ciphertext, shown: 12)), (.count, ciphertext.count))
        page.row(Self.steps, sender, Say.icv, Dump(datagram[icv...]))
    }

    /// What happens between the two ends; a lost datagram never comes to a socket.
    private mutating func writeCrossing(
        _ record: PacketRecord, _ length: Int, carries what: MessagePhrase
    ) {
        for step in record.steps {
            guard case .impaired(let effect) = step.what else { continue }
            page.row(Self.steps, Say.wire, Say.link, effect)
        }
        if record.losingLink != nil {
            return page.row(Self.steps, Say.wire, what, Say.nothingDelivered)
        }
        page.row(Self.steps, Say.wire, Say.datagram, then: Say.crossed, (.count, length))
    }

    private mutating func write(
        opened record: PacketRecord, by receiver: TunnelRole, carries what: MessagePhrase
    ) {
        page.row(
            Self.steps, receiver, Say.verified,
            then: record.decapsulation?.isUnchecked == true
                ? Say.unchecked
                : record.decapsulation?.suite.encrypts == false ? .inClear : .decrypted,
            (.number, record.decapsulation?.sequence.rawValue ?? 0),
            (.count, record.decapsulation?.length ?? 0))
        if let reason = record.dropReason { return write(refused: reason, by: receiver, what) }
        let text = Array(record.packet.bytes[record.packet.payload])
        page.row(Self.steps, receiver, what, Quoted(text, shown: Self.shownText))
    }

    private mutating func write(
        refused reason: DropReason, by end: TunnelRole, _ what: MessagePhrase
    ) {
        page.write(refused: reason, by: end)
        page.row(Self.steps, end, what, Say.nothingDelivered)
    }

    /// How many bytes of a text are shown.
    static let shownText = 200
    /// Which end, and what it does.
    static let steps = Columns(.ends(after: 2), .left(12))

    // MARK: - From another process

    mutating func write(arrived record: PacketRecord, _ count: Int) {
        page.say(
            count == 1 ? Say.arrived : .severalArrived, (.tunnel, record.via ?? ""),
            (.count, count))
        page.lend(PacketWriter.self) { $0.writeHeadline(record) }
        let role = record.decapsulation?.role ?? .server
        page.row(
            Self.ends, role,
            then: record.decapsulation?.isUnchecked == true ? Say.isUnchecked : .isNew,
            (.number, record.decapsulation?.sequence.rawValue ?? 0))
        page.begin(Self.ends, role)
        if let reason = record.dropReason {
            RefusalText(reason: reason).write(on: &page)
        } else if let answer = record.answer {
            let data = record.packet.bytes[record.packet.payload]
            page.say(
                Say.echoed, (.text, Quoted(Array(data.prefix(PacketText.shownData)))),
                (.number, answer))
        } else {
            page.say(PacketPhrase.delivered)
        }
        page.endLine()
    }

    private static let ends = Columns(.ends(after: 2))
}

extension Page {
    /// The check that refused something at an end, in two lines.
    mutating func write(refused reason: DropReason, by end: some Written) {
        begin(MessageWriter.steps, end, MessagePhrase.refused)
        put(reason.rawValue, .bad)
        SourceText(reason: reason).write(on: &self)
        endLine()
        row(MessageWriter.steps, end, "", reason)
    }
}
