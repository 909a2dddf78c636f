import EventLoop
import Tunnel
import Wire

/// The open tunnels, in the order in which they were opened, and what outlives each of them.
struct TunnelTable {
    private(set) var pairs: [TunnelPair] = []
    private var closed: Set<String> = []
    private var opened: UInt32 = 0
    private var sockets = 0
    /// The IVs that each key has used, for as long as the lab lives.
    let ledger = IVLedger()
    /// Where keys come from.
    var keys = KeySource()

    /// The most tunnels that are open at once; each has two descriptors.
    static let limit = 64

    /// The tunnel of a name.
    ///
    /// - Throws: `FabricFault` when it is not open.
    func pair(_ name: String) throws(FabricFault) -> TunnelPair {
        guard let pair = pairs.first(where: { $0.name == name }) else {
            throw closed.contains(name) ? .tunnelClosed(name) : .noSuchTunnel(name)
        }
        return pair
    }

    /// The tunnel and the end to which a socket belongs.
    func owner(of id: SocketID) -> (pair: TunnelPair, role: TunnelRole)? {
        for pair in pairs {
            if pair.client.socketID == id { return (pair, .client) }
            if pair.server.socketID == id { return (pair, .server) }
        }
        return nil
    }

    /// A name for a new socket; never used again.
    mutating func nextSocketID() -> SocketID {
        sockets += 1
        return SocketID(rawValue: sockets)
    }

    /// The SPIs that a new tunnel gets where the plan names none: 0x1001 and 0x1002, then 0x2001 and so on.
    func nextSPIs() -> (client: SPI, server: SPI) {
        // 2^20 tunnels later the numbers come round again, still above the reserved ones.
        let base = opened % 0xF_FFFE * 0x1000 + 0x1000
        return (SPI(rawValue: base + 1), SPI(rawValue: base + 2))
    }

    mutating func add(_ pair: TunnelPair) {
        pairs.append(pair)
        opened += 1
    }

    mutating func remove(_ name: String) {
        pairs.removeAll { $0.name == name }
        closed.insert(name)
    }
}
