package import Captures
package import Fabric
package import Tunnel

/// What can happen to tunnels.
package enum TunnelEvent: Event {
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
    /// The state was asked for; with the keys that client and server send with when they were, as hexadecimal
    /// digits, the salt's in the last eight.
    case shown(TunnelSnapshot, (client: [UInt8], server: [UInt8])?, Topology)
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
    /// A datagram from the other end, in another process, was authentic, and what was inside goes no further.
    case refused(Frame, Topology)

    var row: Row {
        switch self {
        case .opened(let tunnel, let topology): topology.named(tunnel)
        case .message(let exchange, let text, let topology):
            ["text": text, "exchange": topology.named(exchange)]
        case .arrived(let record, let topology): ["packet": topology.named(record)]
        case .keySet(let tunnel, let role): ["tunnel": tunnel, "role": role]
        case .rekeyed(let rekeying): rekeying.row
        case .retired(let retirement): retirement.row
        case .control(let report, let count, let asked):
            [
                "report": report, "count": count.in(.datagrams), "asked": asked.in(.datagrams),
            ]
        case .shown(let tunnel, let keys, let topology):
            [
                "state": topology.named(tunnel),
                "keys": keys.map { ["client": $0.client, "server": $0.server] as Row },
            ]
        case .listed(let tunnels, let topology): ["tunnels": tunnels.map(topology.named)]
        case .closed(let tunnel): ["tunnel": tunnel]
        case .keysSaved(let file, let keys): ["file": file, "keys": keys]
        case .watched(let report): report.row
        case .stranger(let frame, let topology), .refused(let frame, let topology):
            ["frame": topology.named(frame)]
        }
    }
}

extension TunnelEvent.Exchange: Located {
    func row(in topology: Topology) -> Row {
        [
            "message": topology.named(message), "frame": frame.map(topology.named),
            "echo": echo.map(topology.named), "echo-frame": echoFrame.map(topology.named),
        ]
    }
}
