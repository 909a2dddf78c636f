import Events
import Fabric
import Timeline
import Tunnel
import Wire

/// The course exercise: what each end does with a message, step by step.
extension Narrator {
    mutating func message(_ exchange: TunnelEvent.Exchange, _ text: [UInt8]) {
        let (record, echo) = (exchange.message, exchange.echo)
        page.put("message to \(record.via ?? ""), ")
        put(text.count, "byte")
        page.put(": ")
        put(text: text)
        page.endLine()
        oneWay(
            record, exchange.frames[record.number], from: "client", to: "server",
            carries: "message")
        if let echo {
            oneWay(
                echo, exchange.frames[echo.number], from: "server", to: "client",
                carries: "reply")
            if echo.isDelivered, let start = record.steps.first, let end = echo.outcome {
                begin("client", "round trip")
                page.put(end.instant - start.instant)
                page.endLine()
            }
        }
        for step in record.steps {
            guard case .unanswered(let patience) = step.what else { continue }
            begin("client", "no reply")
            page.put("within ")
            page.put(patience)
            if let link = record.losingLink ?? echo?.losingLink {
                page.put(": \(link) lost it")
            } else if let (end, reason) = Self.unsealed(record, echo) {
                page.put(": the \(end) sent nothing, \(reason.rawValue)")
            } else if let (end, reason) = Self.loss(record, echo) {
                page.put(": the \(end) dropped it as \(reason.rawValue), in silence")
            } else if echo?.isDelivered ?? false {
                page.put(": it came later")
            }
            page.endLine()
        }
    }

    /// The end that sent nothing, because its association no longer seals.
    private static func unsealed(
        _ record: PacketRecord, _ echo: PacketRecord?
    ) -> (end: String, reason: DropReason)? {
        for (packet, end) in [(record, "client"), (echo, "server")] {
            guard let packet, packet.encapsulation == nil, packet.decapsulation == nil else { continue }
            if let reason = packet.dropReason { return (end, reason) }
        }
        return nil
    }

    /// Where the message or its echo was dropped on arrival, and why.
    private static func loss(
        _ record: PacketRecord, _ echo: PacketRecord?
    ) -> (end: String, reason: DropReason)? {
        if let reason = record.dropReason { return ("server", reason) }
        return echo?.dropReason.map { ("client", $0) }
    }

    /// One crossing: sealed at one end, judged at the other.
    private mutating func oneWay(
        _ record: PacketRecord, _ image: FrameImage?, from sender: String, to receiver: String,
        carries what: String
    ) {
        let packet = record.packet
        begin(sender, "plaintext")
        page.put("packet \(record.number), ")
        put(packet.bytes.count, "byte")
        page.put(": ")
        put(packet.fields)
        page.endLine()
        guard let encapsulation = record.encapsulation else {
            // What another process sealed is seen when it is opened, and not before.
            if record.decapsulation != nil { return opened(record, by: receiver, carries: what) }
            if let reason = record.dropReason { refused(sender, reason, what) }
            return
        }
        if let image { sealed(image, by: sender) }
        crossing(record, encapsulation.length, carries: what)
        if record.losingLink != nil { return }
        guard record.decapsulation != nil else {
            if let reason = record.dropReason { refused(receiver, reason, what) }
            return
        }
        opened(record, by: receiver, carries: what)
    }

    private mutating func sealed(_ image: FrameImage, by sender: String) {
        let datagram = Array(image.datagram)
        guard let suite = image.frame.encapsulation?.form?.suite,
            let header = try? ESPHeader.parse(datagram.span)
        else { return }
        begin(sender, "ESP header")
        page.put(hexDump: datagram[..<ESPHeader.length])
        page.put(" = SPI ")
        page.put(header.spi)
        page.line(", sequence \(header.sequence.low)")
        begin(sender, "IV")
        page.put(hexDump: datagram[ESPLayout.ivOffset..<ESPLayout.ciphertextOffset])
        page.endLine()
        let icv = datagram.count - suite.icvLength
        begin(sender, suite.encrypts ? "ciphertext" : "readable")
        let ciphertext = datagram[ESPLayout.ciphertextOffset..<icv]
        page.put(hexDump: ciphertext.prefix(Self.shownCiphertext))
        if ciphertext.count > Self.shownCiphertext { page.put(" ...") }
        page.put(", ")
        put(ciphertext.count, "byte")
        page.endLine()
        begin(sender, "ICV")
        page.put(hexDump: datagram[icv...])
        page.endLine()
    }

    /// What happens between the two ends; a lost datagram never comes to a socket.
    private mutating func crossing(_ record: PacketRecord, _ length: Int, carries what: String) {
        for step in record.steps {
            guard case .impaired(let effect) = step.what else { continue }
            begin("wire", "link")
            put(effect)
            page.endLine()
        }
        if record.losingLink != nil {
            begin("wire", what)
            return page.line("nothing is delivered")
        }
        begin("wire", "datagram")
        put(length, "byte")
        page.line(" of ESP in UDP over a loopback socket")
    }

    private mutating func opened(_ record: PacketRecord, by receiver: String, carries what: String)
    {
        begin(receiver, "verified")
        page.put("ICV right", .good)
        page.put(", sequence number \(record.decapsulation?.sequence.rawValue ?? 0) is new: ")
        put(record.decapsulation?.length ?? 0, "byte")
        page.line(record.decapsulation?.suite.encrypts == false ? " that were in clear" : " decrypted")
        if let reason = record.dropReason { return refused(receiver, reason, what) }
        begin(receiver, what)
        put(text: Array(record.packet.bytes[record.packet.payload]))
        page.endLine()
    }

    /// The check that refused something at an end, in two lines.
    mutating func refused(_ end: String, _ reason: DropReason) {
        begin(end, "refused")
        page.put(reason.rawValue, .bad)
        if !reason.source.isEmpty { page.put(" (\(reason.source))") }
        page.endLine()
        begin(end, "")
        page.line(Self.explanation(of: reason))
    }

    private mutating func refused(_ end: String, _ reason: DropReason, _ what: String) {
        refused(end, reason)
        begin(end, what)
        page.line("nothing is delivered")
    }

    mutating func begin(_ end: String, _ step: String) {
        page.put("  ")
        page.put(end, width: 8)
        page.put(step, width: 12)
    }

    mutating func put(text: [UInt8]) {
        page.put(quoted: Array(text.prefix(Self.shownText)))
        if text.count > Self.shownText { page.put("...") }
    }

    /// How many bytes of a ciphertext are shown.
    private static let shownCiphertext = 12
    /// How many bytes of a text are shown.
    private static let shownText = 200
}
