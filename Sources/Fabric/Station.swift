import EventLoop
import Tunnel
import Wire

/// One end of a tunnel and its socket, which closes when it goes.
final class Station {
    let end: TunnelEnd
    let node: NodeID
    let socket: UDPSocket
    let socketID: SocketID
    /// The port, when a person fixed it.
    let fixedPort: Port?
    /// The packets whose datagrams are under way to this end, oldest first, by their ESP headers.
    private var underway: [(header: UInt64, transit: Transit)] = []
    /// What the peer sent that is no packet, and what this end said to it.
    private var control: (datagram: [UInt8], outcome: OpenOutcome?)?

    init(
        end: TunnelEnd, node: NodeID, socket: consuming UDPSocket, socketID: SocketID,
        fixedPort: Port?
    ) {
        self.end = end
        self.node = node
        self.socket = socket
        self.socketID = socketID
        self.fixedPort = fixedPort
    }

    /// Whether a packet's datagram is under way to this end.
    var isExpecting: Bool { !underway.isEmpty }

    /// Notes that a packet's datagram is under way to this end.
    func expect(_ transit: Transit, in datagram: [UInt8]) {
        underway.append((Self.header(datagram.span), transit))
    }

    /// The packet that a datagram carries; it is under way no longer.
    ///
    /// SPI and sequence number tell: one that comes after it was given up is nobody's.
    func takeExpected(in datagram: Span<UInt8>) -> Transit? {
        let header = Self.header(datagram)
        guard let index = underway.firstIndex(where: { $0.header == header }) else {
            return nil
        }
        return underway.remove(at: index).transit
    }

    /// The oldest packet under way to this end; it is under way no longer.
    func takeOldest() -> Transit? {
        underway.isEmpty ? nil : underway.removeFirst().transit
    }

    /// Notes that a keepalive or a dummy packet is under way to this end.
    func expect(control datagram: [UInt8]) {
        control = (datagram, nil)
    }

    /// Whether a datagram is the one that was announced, and has not come yet.
    func isExpecting(control datagram: Span<UInt8>) -> Bool {
        guard let control, control.outcome == nil, control.datagram.count == datagram.count else {
            return false
        }
        return control.datagram.indices.allSatisfy { control.datagram[$0] == datagram[$0] }
    }

    /// Notes what this end said to it.
    func note(_ outcome: OpenOutcome) {
        control?.outcome = outcome
    }

    /// What this end said to it, and nil when it never came; nothing is announced after that.
    func takeControlOutcome() -> OpenOutcome? {
        defer { control = nil }
        return control?.outcome
    }

    private static func header(_ datagram: Span<UInt8>) -> UInt64 {
        datagram.count < ESPHeader.length ? 0 : datagram.uint64(at: 0)
    }
}
