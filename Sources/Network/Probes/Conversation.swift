package import Timeline
package import Wire

/// A connection that is opened to say something and to hear the answer.
package struct ConversationRequest: Hashable, Sendable {
    /// Whom to connect to.
    package var target: IPAddress
    /// Which port.
    package var port: Port
    /// What is said once the connection is there: at most `HostLimits.sendBuffer` bytes, or nothing.
    package var data: [UInt8] = []
    /// How long nothing may come before the connection is closed from here.
    package var quiet = Duration.seconds(2)
    /// Whether the connection stays open once nothing has come for that long.
    package var isKept = false
    /// How long the connection may take to be there, and to be closed.
    package var patience = Duration.seconds(30)

    /// A connection to a port.
    package init(target: IPAddress, port: Port) {
        self.target = target
        self.port = port
    }
}

/// What happened in such a connection.
package enum ConversationEvent: Hashable, Sendable {
    /// The handshake took so long.
    case opened(Duration)
    /// So many bytes were handed over to be sent.
    case said(Int)
    /// Data came.
    case heard([UInt8])
    /// The peer closed first.
    case peerClosed
    /// It stays open; so many bytes have come.
    case kept(Int)
    /// It is over.
    case ended(ConversationSummary)
}

/// What a connection came to.
package struct ConversationSummary: Hashable, Sendable {
    /// How it ended.
    package let end: ConnectionEnd
    /// Whether it was there at all.
    package let wasOpen: Bool
    /// How long it took from the first SYN on.
    package let time: Duration
    /// How many bytes came.
    package let heard: Int
    /// The last ICMP error about it.
    package let report: ICMPReport?
}

/// Such a connection as it runs.
struct Conversation: ProbeMachine {
    private let request: ConversationRequest
    private let setup: ProbeSetup
    private var began = Instant.start
    private var stage = Stage.opening
    private var due: Instant?
    private var heard = 0
    private var report: ICMPReport?

    private enum Stage: Hashable, Sendable {
        case opening
        case talking
        case closing
        case over
    }

    init(_ request: ConversationRequest, _ setup: ProbeSetup) {
        self.request = request
        self.setup = setup
    }

    var deadline: Instant? { due }

    private var key: ConnectionKey {
        ConnectionKey(
            localAddress: setup.source, localPort: setup.port, remoteAddress: request.target,
            remotePort: request.port)
    }

    mutating func start(at instant: Instant, into output: inout ProbeOutput) {
        began = instant
        due = instant + request.patience
        output.orders.append(.open(key))
    }

    mutating func fire(at instant: Instant, into output: inout ProbeOutput) {
        guard let due, due <= instant else { return }
        switch stage {
        case .talking where request.isKept:
            stage = .over
            self.due = nil
            output.orders.append(.leave)
            output.events.append(.conversation(.kept(heard)))
            output.isDone = true
        case .talking: close(at: instant, into: &output)
        case .opening, .closing:
            output.orders.append(.abort)
            finish(.timedOut, at: instant, into: &output)
        case .over: self.due = nil
        }
    }

    /// Closes from here, and waits for the peer to do the same.
    mutating func close(at instant: Instant, into output: inout ProbeOutput) {
        guard stage == .talking else { return }
        stage = .closing
        due = instant + request.patience
        output.orders.append(.close)
    }

    mutating func receive(
        _ error: QuotedError, at instant: Instant, into output: inout ProbeOutput
    ) -> Bool {
        guard error.quoted.fields.proto == .tcp,
            ConnectionKey(quoted: error.quoted.fields) == key
        else { return false }
        report = error.report
        return true
    }

    mutating func receive(
        _ event: TCPEvent, at instant: Instant, into output: inout ProbeOutput
    ) {
        guard stage != .over else { return }
        switch event {
        case .established:
            stage = .talking
            due = instant + request.quiet
            output.events.append(.conversation(.opened(instant - began)))
            guard !request.data.isEmpty else { return }
            output.orders.append(.send(request.data))
            output.events.append(.conversation(.said(request.data.count)))
        case .data(let data):
            heard += data.count
            output.events.append(.conversation(.heard(data)))
            if stage == .talking { due = instant + request.quiet }
        case .peerClosed:
            if stage == .talking { output.events.append(.conversation(.peerClosed)) }
            close(at: instant, into: &output)
        case .ended(let end):
            finish(end, at: instant, into: &output)
        case .resent:
            // Something was lost: the answer may take as long again.
            if stage == .talking { due = instant + request.quiet + request.quiet }
        case .ignored: break
        }
    }

    private mutating func finish(
        _ end: ConnectionEnd, at instant: Instant, into output: inout ProbeOutput
    ) {
        let wasOpen = stage != .opening
        stage = .over
        due = nil
        output.events.append(
            .conversation(
                .ended(
                    ConversationSummary(
                        end: end, wasOpen: wasOpen, time: instant - began, heard: heard,
                        report: report))))
        output.isDone = true
    }
}
