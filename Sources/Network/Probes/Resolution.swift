package import Timeline
package import Wire

/// What a host's resolver asks a DNS server.
package struct ResolveRequest: Hashable, Sendable {
    /// The server.
    package var server: IPAddress
    /// What is asked, one after the other: at least one question.
    package var questions: [DNSQuestion]
    /// How long an answer is waited for before the question is sent again.
    package var wait = Duration.seconds(5)
    /// How often a question is sent: 1 to 10.
    package var attempts = 2

    /// The addresses of a name, of both families.
    package init(server: IPAddress, addressesOf name: DNSName) {
        self.server = server
        questions = [DNSType.a, .aaaa].map { DNSQuestion(name: name, type: $0) }
    }

    /// One question.
    package init(server: IPAddress, question: DNSQuestion) {
        self.server = server
        questions = [question]
    }
}

/// What asking for a name came to.
package enum ResolveEvent: Hashable, Sendable {
    /// The server answered.
    case answer(ResolveAnswer)
    /// A datagram from the server's address that answers nothing that was asked: its identifier or its question is
    /// another (RFC 5452 section 9.1).
    case mismatch(identifier: UInt16)
    /// The answer did not fit into a datagram, and is asked for over TCP (RFC 7766 section 5).
    case truncated
    /// The server did not answer; with the ICMP error that came instead, or how the connection to it ended.
    case noAnswer(DNSQuestion, ICMPReport?, ConnectionEnd?)
    /// All questions were asked.
    case done
}

/// What a DNS server answered.
package struct ResolveAnswer: Hashable, Sendable {
    /// What was asked.
    package let question: DNSQuestion
    /// How it was answered.
    package let code: DNSResponseCode
    /// The records that answer it, aliases included, in the server's order.
    package let records: [DNSRecord]
    /// Over what the answer came.
    package let transport: ServiceTransport
    /// How long it took since the question was first sent.
    package let time: Duration

    /// The addresses that the question's name has, by the records.
    package var addresses: [IPAddress] {
        records.compactMap {
            switch $0.data {
            case .a(let address): .v4(address)
            case .aaaa(let address): .v6(address)
            case .cname, .ptr, .mx, .other: nil
            }
        }
    }
}

/// Asking a DNS server as it runs.
struct Resolution: ProbeMachine {
    private let request: ResolveRequest
    private let setup: ProbeSetup
    private var index = 0
    private var attempt = 0
    private var began = Instant.start
    private var due: Instant?
    /// What came over TCP; nil while UDP is used.
    private var stream: [UInt8]?
    private var report: ICMPReport?

    init(_ request: ResolveRequest, _ setup: ProbeSetup) {
        self.request = request
        self.setup = setup
    }

    var deadline: Instant? { due }

    private static let port = Port(rawValue: 53)

    private var question: DNSQuestion { request.questions[index] }

    /// Each question has its own identifier.
    private var identifier: UInt16 { setup.identifier &+ UInt16(truncatingIfNeeded: index) }

    private var message: DNSMessage {
        var message = DNSMessage(identifier: identifier, question: question)
        message.header.wantsRecursion = true
        return message
    }

    mutating func start(at instant: Instant, into output: inout ProbeOutput) {
        began = instant
        attempt = 0
        report = nil
        stream = nil
        send(at: instant, into: &output)
    }

    mutating func fire(at instant: Instant, into output: inout ProbeOutput) {
        guard let due, due <= instant else { return }
        if stream != nil {
            output.orders.append(.abort)
            giveUp(.timedOut, at: instant, into: &output)
        } else if attempt < request.attempts {
            send(at: instant, into: &output)
        } else {
            giveUp(nil, at: instant, into: &output)
        }
    }

    mutating func receive(
        _ packet: Packet, at instant: Instant, into output: inout ProbeOutput
    ) -> Bool {
        guard packet.fields.proto == .udp, packet.fields.destinationPort == setup.port,
            packet.fields.sourcePort == Self.port, packet.fields.source == request.server
        else { return false }
        guard due != nil, stream == nil,
            let message = try? DNSMessage.parse(packet.written.span.extracting(packet.payload)),
            message.identifier == identifier, message.header.isResponse,
            message.question == nil || message.question == question
        else {
            let bytes = packet.written.span.extracting(packet.payload)
            let identifier = bytes.count >= 2 ? bytes.uint16(at: 0) : 0
            output.events.append(.resolve(.mismatch(identifier: identifier)))
            return true
        }
        if message.header.isTruncated {
            output.events.append(.resolve(.truncated))
            stream = []
            due = instant + request.wait + request.wait
            output.orders.append(.open(key))
        } else {
            take(message, over: .udp, at: instant, into: &output)
        }
        return true
    }

    mutating func receive(
        _ error: QuotedError, at instant: Instant, into output: inout ProbeOutput
    ) -> Bool {
        let fields = error.quoted.fields
        guard error.isAbout(from: setup.source, to: request.server), fields.proto == .udp,
            fields.sourcePort == setup.port, fields.destinationPort == Self.port
        else { return false }
        report = error.report
        if stream == nil, error.report.meaning == .portUnreachable, due != nil {
            giveUp(nil, at: instant, into: &output)
        }
        return true
    }

    mutating func receive(
        _ event: TCPEvent, at instant: Instant, into output: inout ProbeOutput
    ) {
        guard var bytes = stream else { return }
        switch event {
        case .established:
            let message = message.bytes(limit: DNSMessage.streamLimit)
            var data: [UInt8] = []
            data.append(bigEndian: UInt16(truncatingIfNeeded: message.count))
            output.orders.append(.send(data + message))
        case .data(let data):
            bytes += data
            stream = bytes
            guard bytes.count >= 2 else { return }
            let length = Int(bytes.span.uint16(at: 0))
            guard bytes.count >= 2 + length else { return }
            output.orders.append(.close)
            stream = nil
            let message = try? DNSMessage.parse(bytes.span.extracting(2..<(2 + length)))
            if let message, message.identifier == identifier, message.question == question {
                take(message, over: .tcp, at: instant, into: &output)
            } else {
                output.events.append(.resolve(.mismatch(identifier: message?.identifier ?? 0)))
                giveUp(nil, at: instant, into: &output)
            }
        case .ended(let end):
            giveUp(end, at: instant, into: &output)
        case .peerClosed:
            output.orders.append(.close)
        case .resent, .ignored: break
        }
    }

    private var key: ConnectionKey {
        ConnectionKey(
            localAddress: setup.source, localPort: setup.port, remoteAddress: request.server,
            remotePort: Self.port)
    }

    private mutating func send(at instant: Instant, into output: inout ProbeOutput) {
        attempt += 1
        due = instant + request.wait
        let draft = PacketDraft(
            source: setup.source, destination: request.server,
            transport: .udp(source: setup.port, destination: Self.port),
            data: message.bytes(limit: DNSMessage.datagramLimit))
        output.packets.append((draft, index))
    }

    private mutating func take(
        _ message: DNSMessage, over transport: ServiceTransport, at instant: Instant,
        into output: inout ProbeOutput
    ) {
        let answer = ResolveAnswer(
            question: question, code: message.header.code, records: message.answers,
            transport: transport, time: instant - began)
        output.events.append(.resolve(.answer(answer)))
        goOn(at: instant, into: &output)
    }

    private mutating func giveUp(
        _ end: ConnectionEnd?, at instant: Instant, into output: inout ProbeOutput
    ) {
        output.events.append(.resolve(.noAnswer(question, report, end)))
        goOn(at: instant, into: &output)
    }

    private mutating func goOn(at instant: Instant, into output: inout ProbeOutput) {
        index += 1
        due = nil
        stream = nil
        guard index < request.questions.count else {
            output.events.append(.resolve(.done))
            output.isDone = true
            return
        }
        start(at: instant, into: &output)
    }
}
