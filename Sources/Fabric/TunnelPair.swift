import Cipher
import EventLoop
import Timeline
import Tunnel
import Wire

/// Both ends of a tunnel and their sockets; it closes them when it goes.
final class TunnelPair {
    let name: String
    let client: Station
    let server: Station

    /// One end and its socket.
    final class Station {
        let end: TunnelEnd
        let node: NodeID
        let socket: UDPSocket
        let socketID: SocketID
        /// The port, when a person fixed it.
        let fixedPort: Port?
        /// The packets whose datagrams are under way to this end, oldest first, by their ESP headers.
        private var underway: [(header: UInt64, transit: Transit)] = []

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

        private static func header(_ datagram: Span<UInt8>) -> UInt64 {
            datagram.count < ESPHeader.length ? 0 : datagram.uint64(at: 0)
        }
    }

    init(name: String, client: Station, server: Station) {
        self.name = name
        self.client = client
        self.server = server
    }

    func station(_ role: TunnelRole) -> Station {
        role == .client ? client : server
    }

    func peer(of role: TunnelRole) -> Station {
        role == .client ? server : client
    }

    var snapshot: TunnelSnapshot {
        TunnelSnapshot(name: name, ends: [Self.snapshot(client), Self.snapshot(server)])
    }

    private static func snapshot(_ station: Station) -> TunnelSnapshot.End {
        let end = station.end
        return TunnelSnapshot.End(
            role: end.role, node: station.node, port: station.fixedPort,
            inboundSPI: end.inbound.spi, outboundSPI: end.outbound.spi,
            lastSequence: end.outbound.lastSequence, sealed: end.outbound.traffic,
            opened: end.inbound.traffic, window: end.inbound.window, counters: end.counters)
    }
}
