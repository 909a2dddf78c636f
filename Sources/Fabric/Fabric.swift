package import EventLoop
package import Firewall
package import Timeline
import Tunnel
package import Wire

/// The simulated network: walks packets hop by hop and says what happens to them as events.
///
/// Virtual time passes on the links. A packet in a tunnel crosses the wire as a real datagram between
/// two loopback sockets of this process. It is used from one thread.
package final class Fabric {
    /// The nodes and links.
    package let topology: Topology
    /// The clock, the timers and the sockets.
    package let loop: EventLoop
    /// What each gateway decides by, in the order of `Topology.gateways`.
    package var gateways: [Gateway]
    var journal = Journal()
    var tunnels = TunnelTable()
    var impairments = ImpairmentTable()
    var schedule = WorkTable()
    var waiting: [Int: TimerToken] = [:]
    /// Whoever attacks the tunnels; nil until the first attack.
    var attacker: Attacker?
    /// Room for one datagram, used again for each.
    var datagram = [UInt8](repeating: 0, count: 65_536)
    /// Room for what is in it.
    var plaintext: [UInt8] = []

    /// How long the sender of a message waits for its echo, in virtual time.
    package static let patience = Duration.seconds(1)

    /// An idle network at the start of virtual time.
    package init(topology: Topology = .standard, loop: EventLoop = EventLoop()) {
        self.topology = topology
        self.loop = loop
        gateways = topology.gateways.map { Gateway($0, in: topology) }
    }

    /// The packets that are remembered.
    package var log: PacketLog { journal.log }

    /// How the packets ended.
    package var counters: PacketCounters { journal.counters }

    /// What has happened since the last call, in order.
    package func takeEvents() -> [FabricEvent] {
        journal.takeEvents()
    }

    // MARK: - Packets

    /// Builds a packet, puts it on its way at a site, and follows it to its end.
    ///
    /// It comes from the site from which `link` leads to `gateway`, by default to the first one; without a
    /// link from the entrance.
    ///
    /// - Returns: The packet's number.
    /// - Throws: `FabricFault` when it can't be built or the tunnel is not open; then it has no number.
    package func send(
        _ draft: PacketDraft, via name: String? = nil, over link: LinkName? = nil,
        to gateway: Gateway? = nil
    ) throws(FabricFault) -> Int {
        let number = try launch(draft, via: name, over: link, to: gateway)
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
        guard record.isDelivered, let start = birthplace(of: record),
            let goal = record.outcome?.node
        else { throw .notDelivered(record.number) }
        let number = log.lastNumber + 1
        guard
            var draft = Answer.draft(
                to: record.packet, flags: flags, data: data.isEmpty ? nil : data,
                initialSequence: Self.initialSequence(number))
        else { throw .notAnswerable(record.number) }
        draft.identification = UInt16(truncatingIfNeeded: number)
        let packet = try Self.build(draft)
        // What came through a tunnel is answered through it, as long as it is open.
        let via = record.via.flatMap { (try? tunnels.check($0)) == nil ? nil : $0 }
        _ = launch(packet, .answer(to: record.number), via: via, from: goal, to: start)
        try run()
        return number
    }

    /// An initial sequence number that differs from packet to packet and never between two runs.
    ///
    /// A real host makes it unpredictable (RFC 9293 section 3.4.1); a transcript needs the opposite.
    package static func initialSequence(_ number: Int) -> UInt32 {
        UInt32(truncatingIfNeeded: number) &* 2_654_435_761
    }

    /// Carries a text to the server end of a tunnel in a UDP packet, and its echo back.
    ///
    /// - Returns: The number of the packet that carries the text.
    /// - Throws: `FabricFault` when there is no such tunnel or the text is too large.
    package func send(message text: [UInt8], through name: String) throws(FabricFault) -> Int {
        try tunnels.check(name)
        guard tunnels.station(name, .client) != nil else { throw .clientElsewhere(name) }
        guard text.count <= Self.messageLimit else {
            throw .messageTooLarge(bytes: text.count, limit: Self.messageLimit)
        }
        let number = log.lastNumber + 1
        let ends = messageEnds(of: try tunnels.plan(name))
        let packet = try Self.build(
            PacketDraft(
                source: ends.client, destination: ends.server,
                transport: .udp(source: Self.ephemeralPort(number), destination: Self.echoPort),
                data: text, identification: UInt16(truncatingIfNeeded: number)))
        let node = topology.clientGateway
        _ = enter(packet, .message(tunnel: name), via: name, at: node)
        let transit = Transit(
            number: number, packet: packet, via: name, goal: topology.serverGateway)
        waiting[number] = add(.stopWaiting(number: number, node: node), after: Self.patience)
        seal(transit, name, as: .client)
        try run()
        return number
    }

    /// The longest text of a message, in bytes.
    package static let messageLimit =
        OutboundSA.maximumPayload - IPv4Header.length - UDPHeader.length

    /// A source port for packets whose sender names none: 49152 and up (RFC 6335 section 6).
    package static func ephemeralPort(_ number: Int) -> Port {
        Port(rawValue: UInt16(49_152 + (number - 1) % 16_384))
    }

    /// Lets virtual time pass; timers that fall due run.
    ///
    /// - Throws: `FabricFault.system` when the system refuses to wait.
    package func wait(_ duration: Duration) throws(FabricFault) {
        try run()
        try go(on: duration)
    }

    // MARK: - Running

    /// Does what is due until nothing is left to do.
    func run() throws(FabricFault) {
        while schedule.hasForeground || loop.inFlight > 0 {
            guard try step() else { return }
        }
    }

    /// Does the next thing that is due; false when nothing is left to do.
    func step() throws(FabricFault) -> Bool {
        do {
            switch try loop.next() {
            case .timer(let token): if let work = schedule.take(token) { perform(work) }
            case .readable(let id): try drain(id)
            case .overdue(let id): giveUp(id)
            case .idle: return false
            }
            return true
        } catch {
            throw .system(error)
        }
    }

    /// Judges what waits at a socket although the lab has nothing under way.
    ///
    /// - Throws: `FabricFault.system` when the socket can't be read.
    package func socketReady(_ id: SocketID) throws(FabricFault) {
        do {
            try drain(id)
        } catch {
            throw .system(error)
        }
        try run()
    }

    private func perform(_ work: Work) {
        switch work {
        case .arrive(let transit, let node, let link): arrive(transit, at: node, over: link)
        case .cross(let transit, let sealing): cross(transit, sealing)
        case .retire(let name, let spis): retire(name, spis)
        case .stopWaiting(let number, let node):
            waiting[number] = nil
            emit(number, node, .unanswered(after: Self.patience))
        }
    }

    func add(_ work: Work, after wait: Duration) -> TimerToken {
        let token = schedule.add(work)
        loop.schedule(token, after: wait)
        return token
    }

    /// Adds work that nobody waits for: it is done when time has passed for other reasons.
    func addBackground(_ work: Work, after wait: Duration) -> TimerToken {
        let token = schedule.add(work, .background)
        loop.schedule(token, after: wait)
        return token
    }

    func emit(_ event: FabricEvent) {
        journal.note(event)
    }

    func emit(_ number: Int, _ node: NodeID, _ what: Hop.Kind) {
        if case .sealed(let sealing) = what { rememberKey(of: sealing) }
        journal.note(.hop(number: number, Hop(instant: loop.now, node: node, what: what)))
    }

    static func build(_ draft: PacketDraft) throws(FabricFault) -> Packet {
        do {
            return try draft.build()
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
