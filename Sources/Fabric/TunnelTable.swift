import EventLoop
import Tunnel
import Wire

/// The open tunnels, in the order in which they were opened, and what outlives each of them.
struct TunnelTable {
    private(set) var pairs: [TunnelPair] = []
    /// The tunnels of which one end is in another process.
    private(set) var loners: [LoneEnd] = []
    private var closed: Set<String> = []
    private var opened: UInt32 = 0
    private var sockets = 0
    private var usedSPIs: Set<SPI> = []
    /// The IVs that each key has used, for as long as the lab lives.
    let ledger = IVLedger()
    /// Who makes the keys.
    var keys = ManualKeys()

    /// The most tunnels that are open at once; each has two descriptors.
    static let limit = 64

    var count: Int { pairs.count + loners.count }

    /// The tunnel of a name, with both its ends.
    ///
    /// - Throws: `FabricFault` when it is not open, or one end is elsewhere.
    func pair(_ name: String) throws(FabricFault) -> TunnelPair {
        if let pair = pairs.first(where: { $0.name == name }) { return pair }
        throw lone(name) == nil ? missing(name) : .otherEndElsewhere(name)
    }

    /// The end of a tunnel whose other end is elsewhere.
    func lone(_ name: String) -> LoneEnd? {
        loners.first { $0.name == name }
    }

    /// Throws unless a tunnel of this name is open.
    ///
    /// - Throws: `FabricFault`.
    func check(_ name: String) throws(FabricFault) {
        guard pairs.contains(where: { $0.name == name }) || lone(name) != nil else {
            throw missing(name)
        }
    }

    /// What a tunnel was made from.
    ///
    /// - Throws: `FabricFault` when it is not open.
    func plan(_ name: String) throws(FabricFault) -> TunnelPlan {
        if let lone = lone(name) { return lone.plan }
        return try pair(name).plan
    }

    private func missing(_ name: String) -> FabricFault {
        closed.contains(name) ? .tunnelClosed(name) : .noSuchTunnel(name)
    }

    /// The end of a tunnel that sends as `role`; nil when it is not in this lab.
    func station(_ name: String, _ role: TunnelRole) -> Station? {
        if let pair = pairs.first(where: { $0.name == name }) { return pair.station(role) }
        guard let lone = lone(name), lone.station.end.role == role else { return nil }
        return lone.station
    }

    /// The tunnel and the end to which a socket belongs.
    func owner(of id: SocketID) -> (pair: TunnelPair, role: TunnelRole)? {
        for pair in pairs {
            if pair.client.socketID == id { return (pair, .client) }
            if pair.server.socketID == id { return (pair, .server) }
        }
        return nil
    }

    /// The lone end to which a socket belongs.
    func loneOwner(of id: SocketID) -> LoneEnd? {
        loners.first { $0.station.socketID == id }
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
        return (unused(from: base + 1), unused(from: base + 2))
    }

    /// The SPIs of a tunnel whose ends are in two processes: 0x09C42001 and 0x09C42002 for port 40002.
    ///
    /// What else either lab has opened can't change them, so that both agree without a word.
    static func spis(at port: Port) -> (client: SPI, server: SPI) {
        let base = UInt32(port.rawValue) * 0x1000
        return (SPI(rawValue: base + 1), SPI(rawValue: base + 2))
    }

    /// The SPI that takes over from `spi`: 0x1011 after 0x1001, and on to one that nobody has had.
    func successor(of spi: SPI) -> SPI {
        unused(from: spi.rawValue &+ 0x10)
    }

    private func unused(from first: UInt32) -> SPI {
        var spi = SPI(rawValue: first)
        while spi.isReserved || usedSPIs.contains(spi) { spi = SPI(rawValue: spi.rawValue &+ 0x10) }
        return spi
    }

    /// Notes that SAs have these SPIs, so that no later one gets them by itself.
    mutating func use(_ spis: [SPI]) {
        usedSPIs.formUnion(spis)
    }

    /// The number of a new tunnel; never used again.
    mutating func nextID() -> Int {
        opened += 1
        return Int(opened)
    }

    mutating func add(_ pair: TunnelPair) {
        pairs.append(pair)
    }

    mutating func add(_ lone: LoneEnd) {
        loners.append(lone)
    }

    mutating func remove(_ name: String) {
        pairs.removeAll { $0.name == name }
        loners.removeAll { $0.name == name }
        closed.insert(name)
    }
}
