private import Wire

/// A service in one connection: what it has heard so far.
package enum ServiceSession: Hashable, Sendable {
    /// Sends back what it gets.
    case echo
    /// Throws away what it gets.
    case discard
    /// Waits for the head of a request.
    case http(HTTPSite, head: [UInt8])
    /// Waits for the client's version.
    case ssh(version: String, LineBuffer)
    /// Asks for users and passwords.
    case telnet(TelnetDialogue)
    /// Waits for commands.
    case smtp(domain: String, LineBuffer)
    /// Waits for messages with their lengths in front.
    case dns(DNSZone, [UInt8])

    /// The session of a connection that begins.
    package init(_ kind: ServiceKind) {
        switch kind {
        case .echo: self = .echo
        case .discard: self = .discard
        case .http(let site): self = .http(site, head: [])
        case .ssh(let version): self = .ssh(version: version, LineBuffer())
        case .telnet(let accounts): self = .telnet(TelnetDialogue(accounts))
        case .smtp(let domain): self = .smtp(domain: domain, LineBuffer())
        case .dns(let zone): self = .dns(zone, [])
        }
    }

    /// What the service says first.
    package func greeting() -> ServiceReply {
        var reply = ServiceReply()
        switch self {
        case .ssh(let version, _): reply.say("\(version)\r\n")
        case .telnet(let dialogue): reply.say(dialogue.prompt)
        case .smtp(let domain, _): reply.say("220 \(domain) ESMTP\r\n")
        case .echo, .discard, .http, .dns: break
        }
        return reply
    }

    /// What the service does with data that came.
    package mutating func receive(_ data: [UInt8]) -> ServiceReply {
        var reply = ServiceReply()
        switch self {
        case .echo:
            reply.data = data
            reply.notes = [.echoed(data.count)]
        case .discard:
            reply.notes = [.discarded(data.count)]
        case .http(let site, var head):
            head += data
            self = .http(site, head: head)
            if let answer = site.answer(head) { reply = answer }
        case .ssh(let version, var lines):
            Self.answerSSH(data, &lines, into: &reply)
            self = .ssh(version: version, lines)
        case .telnet(var dialogue):
            dialogue.receive(data, into: &reply)
            self = .telnet(dialogue)
        case .smtp(let domain, var lines):
            Self.answerSMTP(data, domain, &lines, into: &reply)
            self = .smtp(domain: domain, lines)
        case .dns(let zone, var bytes):
            bytes += data
            Self.answerDNS(zone, &bytes, into: &reply)
            self = .dns(zone, bytes)
        }
        return reply
    }

    /// What the service does when no more comes: it closes, too.
    package func finish() -> ServiceReply {
        var reply = ServiceReply()
        if case .http(let site, let head) = self, !head.isEmpty {
            reply = site.answer(unfinished: head)
        }
        reply.closes = true
        return reply
    }

    /// What the service does about what happened to its connection.
    mutating func reply(to event: TCPEvent) -> ServiceReply {
        switch event {
        case .established: greeting()
        case .data(let data): receive(data)
        case .peerClosed: finish()
        case .ended, .resent, .ignored: ServiceReply()
        }
    }

    /// Nothing here can agree on keys: who sent its version is told to go.
    private static func answerSSH(
        _ data: [UInt8], _ lines: inout LineBuffer, into reply: inout ServiceReply
    ) {
        guard lines.append(data) else { return tooLong(&reply) }
        guard let line = lines.next() else { return }
        reply.notes.append(.line(line))
        if !line.hasPrefix("SSH-2.0-") { reply.say("Protocol mismatch.\r\n") }
        reply.closes = true
    }

    private static func answerSMTP(
        _ data: [UInt8], _ domain: String, _ lines: inout LineBuffer, into reply: inout ServiceReply
    ) {
        guard lines.append(data) else { return tooLong(&reply) }
        while let line = lines.next(), !reply.closes {
            reply.notes.append(.line(line))
            switch line.prefix(while: { $0 != " " }).uppercased() {
            case "HELO", "EHLO": reply.say("250 \(domain)\r\n")
            case "NOOP", "RSET": reply.say("250 2.0.0 OK\r\n")
            case "QUIT":
                reply.say("221 2.0.0 \(domain)\r\n")
                reply.closes = true
            case "MAIL", "RCPT", "DATA": reply.say("550 5.7.1 \(domain)\r\n")
            default: reply.say("500 5.5.2 \(domain)\r\n")
            }
        }
    }

    /// Messages over TCP have their lengths in two bytes in front (RFC 7766 section 8).
    private static func answerDNS(
        _ zone: DNSZone, _ bytes: inout [UInt8], into reply: inout ServiceReply
    ) {
        while bytes.count >= 2 {
            let length = Int(bytes.span.uint16(at: 0))
            guard bytes.count >= 2 + length else { break }
            let answer = zone.answer(Array(bytes[2..<(2 + length)]), limit: DNSMessage.streamLimit)
            bytes.removeFirst(2 + length)
            reply.notes.append(answer.note)
            guard let message = answer.reply else {
                reply.closes = true
                return
            }
            reply.data.append(bigEndian: UInt16(truncatingIfNeeded: message.count))
            reply.data += message
        }
    }

    private static func tooLong(_ reply: inout ServiceReply) {
        reply.notes.append(.tooLong)
        reply.closes = true
    }
}
