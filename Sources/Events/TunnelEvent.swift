package import Captures
package import Fabric
package import Network
package import Timeline
package import Tunnel
package import Wire

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

        /// A message and its echo; what a seed does not repeat is left out in a lab that has one.
        package init(
            _ message: PacketRecord, echo: PacketRecord?, in log: FrameLog, isSeeded: Bool
        ) {
            self.message = message
            self.echo = echo
            frame = message.sealedFrame.flatMap(log.image)?.repeatable(isSeeded: isSeeded)
            echoFrame = echo?.sealedFrame.flatMap(log.image)?.repeatable(isSeeded: isSeeded)
        }
    }

    /// How many packets came through a tunnel while it was served.
    package struct Served: RowValue {
        /// The tunnel.
        package let tunnel: String
        /// How many came.
        package let count: Int
        /// How many were waited for.
        package let asked: Int
        /// For how long at most.
        package let limit: Duration
        /// Whether it was interrupted before that.
        package let isInterrupted: Bool

        /// Packets that came through a tunnel.
        package init(
            _ tunnel: String, _ count: Int, of asked: Int, within limit: Duration,
            isInterrupted: Bool
        ) {
            self.tunnel = tunnel
            self.count = count
            self.asked = asked
            self.limit = limit
            self.isInterrupted = isInterrupted
        }

        package var row: Row {
            [
                "tunnel": tunnel, "count": count.in(.packets), "asked": asked.in(.packets),
                "limit": limit, "interrupted": isInterrupted,
            ]
        }
    }

    /// A tunnel is open, with both its ends or with one.
    case opened(TunnelSnapshot, Topology)
    /// A message went through it, or did not; with its echo when there was one.
    case message(Exchange, text: [UInt8], Topology)
    /// Packets from the other process were waited for.
    case served(Served)
    /// Packets came through it from another process: so many between the same addresses that ended alike, and the last
    /// of them.
    case arrived(PacketRecord, count: Int, Topology)
    /// One end has another key.
    case keySet(String, TunnelRole)
    /// A new pair of SAs has taken over.
    case rekeyed(Rekeying)
    /// SAs that had drained were wiped.
    case retired(Retirement)
    /// Datagrams that carry nothing were sent; with how many of those asked for, when all ended the same.
    case control(ControlReport, count: Int, asked: Int)
    /// An end sends keepalives by itself whenever it has sent nothing for so long; nil: no longer.
    case keptAlive(String, TunnelRole, every: Duration?)
    /// The state was asked for; with the keys that client and server send with when they were, as hexadecimal
    /// digits, the salt's in the last eight.
    case shown(TunnelSnapshot, (client: [UInt8], server: [UInt8])?, Topology)
    /// The tunnels were asked for.
    case listed([TunnelSnapshot], Topology)
    /// A tunnel is closed; with whether policies lead into it, which stay.
    case closed(String, isProtected: Bool)
    /// The keys of all open tunnels were written to a file.
    case keysSaved(String, SavedKeys)
    /// What somebody on the wire learns was asked for.
    case watched(WatchReport)
    /// Datagrams came from somebody else: so many that came to one end and ended alike, and the last of them.
    ///
    /// Where they may be those of a client that began anew: the number after which it would go on.
    case stranger(Frame, count: Int, resume: SequenceNumber?, Topology)
    /// Datagrams from the other end, in another process, were authentic, and what was inside goes no further: so many
    /// that ended alike, and the last of them.
    case refused(Frame, count: Int, Topology)

    var row: Row {
        switch self {
        case .opened(let tunnel, let topology): topology.named(tunnel)
        case .message(let exchange, let text, let topology):
            ["text": text, "exchange": topology.named(exchange)]
        case .served(let served): served.row
        case .arrived(let record, let count, let topology):
            ["packet": topology.named(record), "count": count.in(.packets)]
        case .keySet(let tunnel, let role): ["tunnel": tunnel, "role": role]
        case .rekeyed(let rekeying): rekeying.row
        case .retired(let retirement): retirement.row
        case .control(let report, let count, let asked):
            [
                "report": report, "count": count.in(.datagrams), "asked": asked.in(.datagrams),
            ]
        case .keptAlive(let tunnel, let role, let interval):
            ["tunnel": tunnel, "role": role, "interval": interval]
        case .shown(let tunnel, let keys, let topology):
            [
                "state": topology.named(tunnel),
                "keys": Secret(keys.map { ["client": $0.client, "server": $0.server] as Row }),
            ]
        case .listed(let tunnels, let topology): ["tunnels": tunnels.map(topology.named)]
        case .closed(let tunnel, let isProtected): ["tunnel": tunnel, "protected": isProtected]
        case .keysSaved(let file, let keys): ["file": file, "keys": keys]
        case .watched(let report): report.row
        case .stranger(let frame, let count, let resume, let topology):
            [
                "frame": topology.named(frame), "count": count.in(.datagrams),
                "resume": resume,
            ]
        case .refused(let frame, let count, let topology):
            ["frame": topology.named(frame), "count": count.in(.datagrams)]
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
