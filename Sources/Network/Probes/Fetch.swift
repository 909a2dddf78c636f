package import Timeline
package import Wire

/// A page of a web server that is asked for (RFC 9112).
package struct FetchRequest: Hashable, Sendable {
    /// The server's address.
    package var target: IPAddress
    /// Its port.
    package var port = Port(rawValue: 80)
    /// What the Host field says: name or address of the server, and the port where it is not 80.
    package var host: String
    /// The path, which begins with `/`; printable ASCII without blanks.
    package var path: String
    /// How long all of it may take.
    package var patience = Duration.seconds(30)

    /// The page at a path.
    ///
    /// - Returns: Nil where path or host could not stand in a request.
    package init?(target: IPAddress, host: String, path: String) {
        guard path.hasPrefix("/"), (path + host).utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else {
            return nil
        }
        self.target = target
        self.host = host
        self.path = path
    }
}

/// What asking for a page came to.
package enum FetchEvent: Hashable, Sendable {
    /// The connection: when it was there, and how it ended.
    case connection(ConversationEvent)
    /// The response.
    case response(HTTPResponse)
    /// What came is no response, or an unfinished one.
    case noResponse(bytes: Int)
}

/// A response of a web server.
package struct HTTPResponse: Hashable, Sendable {
    /// The status code: 100 to 999.
    package let status: Int
    /// The reason phrase, as the server says it.
    package let reason: String
    /// The length that the server announces; nil where it does not, and all that comes is the body.
    package let announcedLength: Int?
    /// The body.
    package let body: [UInt8]

    /// Reads a response; nil where its head is not whole or none.
    package init?(_ bytes: [UInt8]) {
        guard let start = Self.bodyStart(bytes), let lines = HTTPSite.lines(of: bytes) else {
            return nil
        }
        let words = lines[0].split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), words[1].utf8.count == 3,
            let status = Int(words[1]), status >= 100
        else { return nil }
        self.status = status
        reason = words.count == 3 ? String(words[2]) : ""
        let prefix = "content-length:"
        let length = lines.dropFirst().first { $0.lowercased().hasPrefix(prefix) }
        announcedLength = length.flatMap { line in
            Int(line.dropFirst(prefix.utf8.count).filter { $0 != " " })
        }.flatMap { $0 >= 0 ? $0 : nil }
        body = Array(bytes[start...].prefix(announcedLength ?? .max))
    }

    /// Whether all that was announced is there.
    package var isWhole: Bool { announcedLength.map { body.count == $0 } ?? false }

    /// Where the body starts: after the first empty line.
    private static func bodyStart(_ bytes: [UInt8]) -> Int? {
        var isEmpty = true
        var hasLine = false
        for (index, byte) in bytes.enumerated().prefix(HostLimits.line) {
            if byte == LineBuffer.lineFeed {
                if isEmpty, hasLine { return index + 1 }
                isEmpty = true
            } else if byte != LineBuffer.carriageReturn {
                isEmpty = false
                hasLine = true
            }
        }
        return nil
    }
}

/// Asking for a page as it runs.
struct Fetch: ProbeMachine {
    private var conversation: Conversation
    private var answer: [UInt8] = []
    private var isHeard = false

    init(_ request: FetchRequest, _ setup: ProbeSetup) {
        var wanted = ConversationRequest(target: request.target, port: request.port)
        wanted.data = HTTPSite.request(path: request.path, host: request.host)
        wanted.quiet = request.patience
        wanted.patience = request.patience
        conversation = Conversation(wanted, setup)
    }

    var deadline: Instant? { conversation.deadline }

    mutating func start(at instant: Instant, into output: inout ProbeOutput) {
        conversation.start(at: instant, into: &output)
    }

    mutating func fire(at instant: Instant, into output: inout ProbeOutput) {
        conversation.fire(at: instant, into: &output)
        translate(&output)
    }

    mutating func receive(
        _ error: QuotedError, at instant: Instant, into output: inout ProbeOutput
    ) -> Bool {
        conversation.receive(error, at: instant, into: &output)
    }

    mutating func receive(
        _ event: TCPEvent, at instant: Instant, into output: inout ProbeOutput
    ) {
        conversation.receive(event, at: instant, into: &output)
        translate(&output)
        if !isHeard, HTTPResponse(answer)?.isWhole == true {
            say(&output)
            conversation.close(at: instant, into: &output)
        }
    }

    /// Makes what happened to the connection part of what happened to the page.
    private mutating func translate(_ output: inout ProbeOutput) {
        let events = output.events
        output.events = []
        for event in events {
            guard case .conversation(let event) = event else { continue }
            switch event {
            case .heard(let data):
                answer += data.prefix(HostLimits.answer - answer.count)
            case .ended:
                if !isHeard, !answer.isEmpty { say(&output) }
                output.events.append(.fetch(.connection(event)))
            case .opened, .said, .peerClosed, .kept:
                output.events.append(.fetch(.connection(event)))
            }
        }
    }

    private mutating func say(_ output: inout ProbeOutput) {
        isHeard = true
        let response = HTTPResponse(answer)
        output.events.append(
            .fetch(response.map { .response($0) } ?? .noResponse(bytes: answer.count)))
    }
}
