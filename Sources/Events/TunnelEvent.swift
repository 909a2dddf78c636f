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
        /// The frames in ESP, by the packets' numbers.
        package let frames: [Int: FrameImage]

        /// A message and its echo.
        package init(_ message: PacketRecord, echo: PacketRecord?, in log: FrameLog) {
            self.message = message
            self.echo = echo
            var frames: [Int: FrameImage] = [:]
            for record in [message, echo].compactMap({ $0 }) {
                frames[record.number] = record.sealedFrame.flatMap(log.image)
            }
            self.frames = frames
        }
    }

    /// A tunnel is open, with both its ends or with one.
    case opened(TunnelSnapshot, Topology)
    /// A message went through it, or did not; with its echo when there was one.
    case message(Exchange, text: [UInt8])
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
    case listed([TunnelSnapshot])
    /// A tunnel is closed.
    case closed(String)
    /// The keys of all open tunnels were written to a file.
    case keysSaved(String, SavedKeys)
    /// What somebody on the wire learns was asked for.
    case watched(WatchReport)
    /// A datagram came from somebody else.
    case stranger(Frame, Topology)
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
