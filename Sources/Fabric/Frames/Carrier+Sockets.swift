import EventLoop
import Network
import Timeline
import Tunnel
import Wire

/// Whoever sends datagrams from a socket that belongs to no tunnel.
final class Outsider {
    let socket: UDPSocket

    /// A socket on a port that the system chooses.
    ///
    /// - Throws: `SystemFault` when there is none.
    init() throws(SystemFault) {
        socket = try UDPSocket(port: 0)
    }
}

extension Carrier {
    /// Something that is waited for at a socket.
    struct Underway {
        /// The frame whose datagram it is; nil for a reply that another process may send.
        let frame: Int?
        /// The packet in it, or the one whose reply is waited for.
        let transit: Transit?
        /// The socket at which it will come in.
        let socket: SocketID
        /// The port that it was sent from.
        let port: UInt16
        /// Its first bytes: SPI and sequence number.
        let beginning: UInt64
        /// How many bytes it has.
        let length: Int
    }

    /// A datagram that has come in at a socket; its bytes lie in the carrier's room for one.
    struct Arrival {
        /// What was waited for, when it is that.
        let expected: Underway?
        /// How many bytes it has.
        let length: Int
        /// Whether the room was too short for it.
        let isTruncated: Bool
        /// The port that it was sent from.
        let port: UInt16
    }

    /// Makes sure that there is a socket for what no end of a tunnel sends.
    ///
    /// - Throws: `SystemFault` when there is none.
    func prepareOutsider() throws(SystemFault) {
        if outsider == nil { outsider = try Outsider() }
    }

    /// Sends a frame that has come out of its link to the end of the tunnel that it is for.
    ///
    /// - Returns: The peer at whose socket it is waited for; nil when it has met its end, or left.
    func deliver(_ frame: Frame, _ transit: Transit?, through tunnel: Tunnel?) -> LocalPeer? {
        guard let tunnel, let role = frame.receiver else {
            end(frame.number, .unclaimed, transit, at: frame.direction.to)
            return nil
        }
        guard let peer = tunnel.local(role) else {
            depart(frame, transit, tunnel)
            return nil
        }
        let isFromEnd: Bool
        switch frame.kind {
        case .attack, .heldBack: isFromEnd = false
        case .clear, .esp, .dummy, .keepalive, .remote, .foreign: isFromEnd = true
        }
        let sender = isFromEnd ? tunnel.local(role.peer) : nil
        guard let port = sender?.socket.localPort ?? outsider?.socket.localPort,
            let beginning = send(frame, from: sender, to: peer.socket.localPort)
        else {
            end(frame.number, .sendFailed, transit, at: frame.direction.from)
            return nil
        }
        scheduler.loop.noteSent(to: peer.socketID)
        underway.append(
            Underway(
                frame: frame.number, transit: transit, socket: peer.socketID, port: port,
                beginning: beginning, length: frame.payload.count))
        return peer
    }

    /// Sends a frame to the peer in another process, when it is known where that is.
    private func depart(_ frame: Frame, _ transit: Transit?, _ tunnel: Tunnel) {
        let peer = tunnel.speaker
        guard let remote = tunnel.remote, let port = remote.port else {
            return end(frame.number, .unclaimed, transit, at: peer.node)
        }
        guard send(frame, from: peer, to: port) != nil else {
            return end(frame.number, .sendFailed, transit, at: peer.node)
        }
        guard !isRefused(frame, from: peer, remote) else {
            return end(frame.number, .refused(.portUnreachable), transit, at: peer.node)
        }
        history.settle(frame.number, .departed)
        if let transit { history.note(transit.number, peer.node, .departed) }
    }

    /// Whether nobody listens where a frame went, as the system says at once on loopback.
    ///
    /// Where it is not known yet that somebody listens, the system gets the time that a busy machine needs.
    private func isRefused(_ frame: Frame, from peer: LocalPeer, _ remote: RemotePeer) -> Bool {
        let wait = remote.isThere ? Duration.zero : Self.newsTime
        let isRefused = history.frames.withBytes(of: frame.number) { bytes in
            peer.socket.isRefused(bytes.extracting(frame.payload), within: wait)
        }
        remote.isThere = isRefused != true
        return !remote.isThere
    }

    /// How long the system may take to say that nobody listens, in real time.
    private static let newsTime = Duration.milliseconds(50)

    /// Sends what UDP carries of a frame from the socket of a peer, or of whoever is none.
    ///
    /// - Returns: Its first bytes; nil when the system would not.
    private func send(_ frame: Frame, from peer: LocalPeer?, to port: UInt16) -> UInt64? {
        let sent = history.frames.withBytes(of: frame.number) { bytes -> UInt64? in
            let datagram = bytes.extracting(frame.payload)
            do {
                if let peer {
                    try peer.socket.send(datagram, to: port)
                } else if let outsider {
                    try outsider.socket.send(datagram, to: port)
                } else {
                    return nil
                }
            } catch {
                return nil
            }
            return Self.beginning(of: datagram)
        }
        return sent ?? nil
    }

    // MARK: - What comes in

    /// Takes the next datagram that waits at a peer's socket; nil when there is none.
    ///
    /// - Throws: `SystemFault` when the socket can't be read.
    func receive(at peer: LocalPeer) throws(SystemFault) -> Arrival? {
        guard let datagram = try peer.socket.receive(into: &received.datagram) else { return nil }
        return Arrival(
            expected: takeExpected(datagram, at: peer.socketID), length: datagram.count,
            isTruncated: datagram.isTruncated, port: datagram.senderPort)
    }

    /// Lets the end of a peer judge the datagram that came in last; what it decrypts lies in the carrier's room.
    func judge(_ arrival: Arrival, at peer: LocalPeer) -> OpenOutcome {
        if arrival.isTruncated { return .refused(.truncatedDatagram) }
        let datagram = received.datagram
        return peer.end.receive(
            datagram: datagram.span.extracting(0..<arrival.length), at: scheduler.now,
            into: &received.plaintext)
    }

    /// Whether anything is waited for at a socket.
    func isWaiting(at socket: SocketID) -> Bool {
        underway.contains { $0.socket == socket }
    }

    /// The frame that a datagram is; it is under way no longer.
    ///
    /// On loopback none overtakes another, and what comes after it was given up is nobody's.
    private func takeExpected(_ datagram: ReceivedDatagram, at socket: SocketID) -> Underway? {
        guard !underway.isEmpty else { return nil }
        let bytes = received.datagram
        let beginning = Self.beginning(of: bytes.span.extracting(0..<datagram.count))
        let index = underway.firstIndex {
            $0.socket == socket && $0.port == datagram.senderPort && $0.frame != nil
                && $0.length == datagram.count && $0.beginning == beginning
        }
        guard let index else { return nil }
        scheduler.loop.noteReceived(at: socket)
        return underway.remove(at: index)
    }

    /// Waits for the reply to a packet that left for another process: virtual time stands still until it is
    /// there, or the loop's patience is at its end.
    func awaitReply(to transit: Transit, at peer: LocalPeer) {
        scheduler.loop.noteSent(to: peer.socketID)
        underway.append(
            Underway(
                frame: nil, transit: transit, socket: peer.socketID, port: 0, beginning: 0,
                length: 0))
    }

    /// The packet whose reply this is; it is waited for no longer.
    func takeQuestion(answeredBy packet: Packet, at socket: SocketID) -> Transit? {
        let index = underway.firstIndex { waiting in
            waiting.socket == socket && waiting.frame == nil
                && waiting.transit.map { packet.answers($0.packet) } ?? false
        }
        guard let index else { return nil }
        scheduler.loop.noteReceived(at: socket)
        return underway.remove(at: index).transit
    }

    /// Gives up what has been waited for the longest at a socket.
    ///
    /// A message without a reply says so itself, in virtual time.
    func giveUp(at socket: SocketID) {
        guard let index = underway.firstIndex(where: { $0.socket == socket }) else { return }
        let lost = underway.remove(at: index)
        guard let frame = lost.frame, let node = history.frames[frame]?.direction.to else { return }
        end(frame, .overdue, lost.transit, at: node)
    }

    /// Stops to listen at a peer's socket, unless another peer does; what is under way to it has met its end.
    func close(_ peer: LocalPeer) {
        peer.outlet.peers -= 1
        guard peer.outlet.peers == 0 else { return }
        scheduler.loop.unwatch(peer.socketID)
        while isWaiting(at: peer.socketID) { giveUp(at: peer.socketID) }
    }

    private static func beginning(of datagram: Span<UInt8>) -> UInt64 {
        if datagram.count >= ESPHeader.length { return datagram.uint64(at: 0) }
        return datagram.indices.reduce(0) { $0 << 8 | UInt64(datagram[$1]) }
    }
}

extension Packet {
    /// Whether it goes back between the same addresses and ports as `question` came.
    fileprivate func answers(_ question: Packet) -> Bool {
        fields.source == question.fields.destination && fields.destination == question.fields.source
            && fields.sourcePort == question.fields.destinationPort
            && fields.destinationPort == question.fields.sourcePort
    }
}
