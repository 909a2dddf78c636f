package import Captures
package import Fabric
package import Tunnel

/// What can happen to tunnels.
package enum TunnelEvent: Sendable {
    /// The keys of both directions of a tunnel as hexadecimal digits, the salt's in the last eight.
    package struct Keys: Sendable {
        /// What the client sends with.
        package let client: [UInt8]
        /// What the server sends with.
        package let server: [UInt8]

        /// The keys of both directions.
        package init(client: [UInt8], server: [UInt8]) {
            self.client = client
            self.server = server
        }
    }

    /// A message and its echo, each with the frame in which it crossed.
    package struct Exchange: Sendable {
        /// The message.
        package let message: PacketRecord
        /// The echo, when there was one.
        package let echo: PacketRecord?
        /// The frame in ESP in which the message crossed, when it did.
        package let frame: FrameImage?
        /// The one of the echo.
        package let echoFrame: FrameImage?

        /// A message and its echo.
        package init(_ message: PacketRecord, echo: PacketRecord?, in log: FrameLog) {
            self.message = message
            self.echo = echo
            frame = message.sealedFrame.flatMap(log.image)
            echoFrame = echo?.sealedFrame.flatMap(log.image)
        }
    }

    /// A tunnel is open, with both its ends or with one.
    case opened(TunnelSnapshot, Topology)
    /// A message went through it, or did not; with its echo when there was one.
    case message(Exchange, text: [UInt8], Topology)
    /// A packet came through it from another process.
    case arrived(PacketRecord, Topology)
    /// One end has another key.
    case keySet(String, TunnelRole)
    /// A new pair of SAs has taken over.
    case rekeyed(Rekeying)
    /// SAs that had drained were wiped.
    case retired(Retirement)
    /// Datagrams that carry nothing were sent; with how many of those asked for, when all ended the same.
    case control(ControlReport, count: Int, asked: Int)
    /// The state was asked for; with the keys when they were.
    case shown(TunnelSnapshot, Keys?, Topology)
    /// The tunnels were asked for.
    case listed([TunnelSnapshot], Topology)
    /// A tunnel is closed.
    case closed(String)
    /// The keys of all open tunnels were written to a file.
    case keysSaved(String, SavedKeys)
    /// What somebody on the wire learns was asked for.
    case watched(WatchReport)
    /// A datagram came from somebody else.
    case stranger(Frame, Topology)

    /// The event's name and cells.
    var answer: Answer {
        switch self {
        case .opened(let tunnel, let topology):
            Answer("tunnel-opened", topology.named(tunnel))
        case .message(let exchange, let text, let topology):
            Answer(
                "tunnel-message", Field("text", text),
                Field("exchange", topology.named(exchange)))
        case .arrived(let record, let topology):
            Answer("tunnel-arrived", Field("packet", topology.named(record)))
        case .keySet(let tunnel, let role):
            Answer("tunnel-key-set", Field("tunnel", tunnel), Field("role", role))
        case .rekeyed(let rekeying): Answer("tunnel-rekeyed", rekeying)
        case .retired(let retirement): Answer("tunnel-retired", retirement)
        case .control(let report, let count, let asked):
            Answer(
                "tunnel-control", Field("report", report),
                Field("count", in: .datagrams, count), Field("asked", in: .datagrams, asked))
        case .shown(let tunnel, let keys, let topology):
            Answer(
                "tunnel-shown", Field("state", topology.named(tunnel)), Field("keys", keys))
        case .listed(let tunnels, let topology):
            Answer("tunnel-listed", Field("tunnels", topology.named(tunnels)))
        case .closed(let tunnel): Answer("tunnel-closed", Field("tunnel", tunnel))
        case .keysSaved(let file, let keys):
            Answer("tunnel-keys-saved", Field("file", file), Field("keys", keys))
        case .watched(let report): Answer("tunnel-watched", report)
        case .stranger(let frame, let topology):
            Answer("tunnel-stranger", Field("frame", topology.named(frame)))
        }
    }
}

extension TunnelEvent.Keys: Row {
    /// Its columns: digits, as the person asked to see them.
    package static var columns: [Column<Self>] {
        [Column("client") { $0.client }, Column("server") { $0.server }]
    }
}

extension TunnelEvent.Exchange: NamedRow {
    static var columns: [Column<Named<Self>>] {
        [
            Column("message") { $0.topology.named($0.message) },
            Column("frame") { $0.topology.named($0.frame) },
            Column("echo") { $0.topology.named($0.echo) },
            Column("echo-frame") { $0.topology.named($0.echoFrame) },
        ]
    }
}

/// What can happen to policies.
package enum PolicyEvent: Sendable {
    /// One was added, and has this number.
    case added(Policy, number: Int)
    /// One was removed.
    case deleted(Policy)
    /// They were asked for.
    case listed([Policy])

    /// The event's name and cells.
    var answer: Answer {
        switch self {
        case .added(let policy, let number):
            Answer("policy-added", Field("number", number), Field("policy", policy))
        case .deleted(let policy): Answer("policy-deleted", Field("policy", policy))
        case .listed(let policies): Answer("policy-listed", Field("policies", policies))
        }
    }
}
