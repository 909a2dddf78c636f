package import EventLoop
package import Firewall
package import Network
package import Timeline
import Tunnel
package import Wire

/// The simulated network: walks packets hop by hop and says what happens to them as events.
///
/// Virtual time passes on the links. A packet in a tunnel crosses the wire as a real datagram between
/// two loopback sockets of this process. It is used from one thread.
package final class Fabric {
    /// The clock, the timers and the sockets.
    package let loop: EventLoop
    let nodes: Nodes
    let history: History
    let tunnels: Tunnels
    let carrier: Carrier
    let walker: Walker

    /// How long the sender of a message waits for its echo, in virtual time.
    package static let patience = Duration.seconds(1)

    /// An idle network at the start of virtual time.
    package init(topology: Topology = .standard, loop: EventLoop = EventLoop()) {
        self.loop = loop
        let scheduler = Scheduler(loop)
        history = History(loop)
        nodes = Nodes(topology)
        tunnels = Tunnels(nodes, scheduler)
        carrier = Carrier(nodes, scheduler, history)
        walker = Walker(carrier, tunnels)
    }

    /// The nodes and links.
    package var topology: Topology { nodes.topology }

    /// What a node decides about packets by.
    ///
    /// Reading gives a copy: lent through several rooms, Swift 6.3 frees what it lends before its last use.
    package subscript(node: NodeID) -> Gateway {
        get { nodes[node].gateway }
        _modify { yield &nodes[node].gateway }
    }

    /// The link, as rules call it, over which a node passes on what came in over another; nil where it does not.
    package func outLink(
        at node: NodeID, to destination: IPAddress, from link: LinkName?
    ) -> LinkName? {
        nodes[node].outLink(to: destination, from: link)
    }

    /// What the gateways are called, in the order of `Topology.gateways`.
    package var gatewayNames: [GatewayName] {
        topology.gateways.map { self[$0].name }
    }

    /// Proofs about the network as it is now.
    package var proofs: NetworkProofs { NetworkProofs(nodes, tunnels, at: loop.now) }

    /// A node as it runs.
    package func stack(of node: NodeID) -> Stack { nodes[node] }

    /// The host at a node; nil where it is none.
    package func host(at node: NodeID) -> EndHost? { nodes[node].host }

    /// Lets a host ask something, and follows it until it is done or the budget has ended.
    ///
    /// - Throws: `FabricFault` when the node is no host, or can't ask that; then nothing has happened.
    package func probe(
        _ request: ProbeRequest, from node: NodeID, _ budget: Budget = Budget()
    ) throws(FabricFault) -> ProbeReport {
        try Prober(nodes: nodes, walker: walker).probe(request, from: node, budget)
    }

    /// Closes a connection of a host, and waits until all is quiet.
    ///
    /// - Returns: Whether it was there.
    /// - Throws: `FabricFault` when the network can't run any further.
    package func close(_ key: ConnectionKey, at node: NodeID) throws(FabricFault) -> Bool {
        let now = loop.now
        guard let output = nodes.with({ $0[node].host?.close(key, at: now) }) else { return false }
        walker.carryOut(output, of: node, answering: nil)
        try run()
        return true
    }

    /// The packets that are remembered.
    package var log: PacketLog { history.packets }

    /// The frames that are remembered.
    package var frames: FrameLog { history.frames }

    /// How the packets ended.
    package var counters: PacketCounters { history.counters }

    /// Hands over what has happened since the cursor was there, in order, and moves it to the end.
    package func read(_ cursor: inout Cursor, _ body: (Happening) -> Void) {
        history.read(&cursor, body)
    }

    /// Hands every frame to a reader from now on.
    package func add(_ reader: any FrameReader) {
        history.readers.append(reader)
    }

    /// Hands a reader nothing any longer.
    package func remove(_ reader: any FrameReader) {
        history.readers.removeAll { $0 === reader }
    }

    /// Somebody on the wire who attacks the tunnels.
    package private(set) lazy var attacker = Attacker(self)

    // MARK: - Packets

    /// Builds a packet, puts it on its way at a site, and follows it to its end.
    ///
    /// `origin` says where.
    ///
    /// - Returns: The packet's number.
    /// - Throws: `FabricFault` when it can't be built or the tunnel is not open; then it has no number.
    package func send(
        _ draft: PacketDraft, via name: String? = nil, from origin: Origin = .source
    ) throws(FabricFault) -> Int {
        let number = try launch(draft, via: name, from: origin)
        try run()
        return number
    }

    /// Builds the answer to a packet that arrived, and sends it back to where that one came from.
    ///
    /// - Returns: The answer's number.
    /// - Throws: `FabricFault` when the packet was not delivered, or is none that a host would answer.
    package func answer(
        _ record: PacketRecord, flags: TCPFlags?, data: [UInt8]
    ) throws(FabricFault) -> Int {
        guard record.isDelivered, let birthplace = log.birthplace(of: record),
            let node = record.outcome?.node
        else { throw .notDelivered(record.number) }
        let number = log.lastNumber + 1
        guard
            var draft = Answer.draft(
                to: record.packet, flags: flags, data: data.isEmpty ? nil : data,
                initialSequence: Self.initialSequence(number))
        else { throw .notAnswerable(record.number) }
        draft.identification = UInt16(truncatingIfNeeded: number)
        let packet = try Self.build(draft)
        // What came through a tunnel is answered through it, or not at all.
        _ = launch(
            packet, .answer(to: record.number), via: record.via, from: node,
            for: goal(of: birthplace))
        try run()
        return number
    }

    /// An initial sequence number that differs from packet to packet and never between two runs.
    ///
    /// A real host makes it unpredictable (RFC 9293 section 3.4.1); a transcript needs the opposite.
    package static func initialSequence(_ number: Int) -> UInt32 {
        UInt32(truncatingIfNeeded: number) &* 2_654_435_761
    }

    /// The longest text of a message, in bytes.
    package static let messageLimit =
        OutboundSA.maximumPayload - IPv4Header.length - UDPHeader.length

    /// A source port for packets whose sender names none: 49152 and up (RFC 6335 section 6).
    package static func ephemeralPort(_ number: Int) -> Port {
        Port(rawValue: UInt16(49_152 + (number - 1) % 16_384))
    }

    // MARK: - Running

    var scheduler: Scheduler { carrier.scheduler }

    /// Whether something is under way, or somebody waits for something.
    package var isBusy: Bool { scheduler.isBusy }

    /// A cursor behind everything that has happened.
    package var end: Cursor {
        var cursor = Cursor()
        read(&cursor) { _ in }
        return cursor
    }

    /// Does what is due until nobody waits for anything.
    ///
    /// - Throws: `FabricFault.system` when the system refuses to wait.
    package func run() throws(FabricFault) {
        try walker.run()
    }

    /// Does what is due until an instant, and moves the clock there; what is later stays under way.
    ///
    /// When the budget ends before, the clock stays at what was done last.
    ///
    /// - Throws: as ``run()``.
    package func run(until end: Instant, _ budget: Budget = Budget()) throws(FabricFault) {
        try walker.run(until: end, budget)
    }

    /// Does what is due in the next `duration` of virtual time.
    ///
    /// - Throws: as ``run()``.
    package func run(for duration: Duration, _ budget: Budget = Budget()) throws(FabricFault) {
        try walker.run(until: loop.now + duration, budget)
    }

    /// Does the next things that are due, at most so many; false when nobody waits for anything.
    ///
    /// - Throws: as ``run()``.
    package func run(steps: Int) throws(FabricFault) -> Bool {
        try walker.run(steps: steps)
    }

    /// Takes what waits at a socket although nobody here waits for anything.
    ///
    /// - Throws: `FabricFault.system` when the socket can't be read.
    package func socketReady(_ id: SocketID) throws(FabricFault) {
        try walker.socketReady(id)
    }

    static func build(
        _ draft: PacketDraft, inPlaceOf spare: consuming Packet? = nil
    ) throws(FabricFault) -> Packet {
        do {
            return try draft.build(inPlaceOf: spare)
        } catch {
            throw .packet(error)
        }
    }

    // MARK: - The course exercise's addresses

    /// The client's address inside its tunnel.
    package static let clientAddress = IPAddress.v4(IPv4Address(rawValue: 0x0A08_0001))
    /// The server's address inside its tunnel.
    package static let serverAddress = IPAddress.v4(IPv4Address(rawValue: 0x0A08_0002))
    /// The port of the echo service (RFC 862).
    package static let echoPort = Port(rawValue: 7)
}
