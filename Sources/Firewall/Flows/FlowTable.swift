package import Timeline
package import Wire

/// The connections that the firewall has let begin, found by the 5-tuple in either direction.
///
/// For ICMP echoes the identifier takes the place of the ports; other protocols are told apart by
/// addresses alone. IPv6 extension headers aren't walked: they are such a protocol.
///
/// - A TCP flow begins with a SYN; any other segment of an unknown flow is `invalid`, as with Linux's
///   `nf_conntrack_tcp_loose` set to 0. Sequence numbers aren't checked: whoever can forge the
///   addresses and ports of a flow can advance it.
/// - The originator's packets are `new` until the responder has sent one.
/// - An ICMP error is `related` when it goes to the sender of the packet that it quotes, and that side
///   has sent packets of a known flow. Redirects of ICMPv6 aren't errors.
/// - ICMPv6 neighbour and multicast listener discovery are `new` and never tracked. ICMP messages
///   other than echoes and errors are `invalid`.
/// - Later fragments name no ports, so they are `invalid`.
///
/// Instants have to come in order; a flow is gone at the instant at which it expires. Nothing
/// takes longer with more flows but `flows(at:)` and `removeExpired(at:)`.
package struct FlowTable: Sendable {
    private var flows: [Flow] = []
    private var free: [Int32] = []
    private var places: [FlowKey: Int32] = [:]
    private var queues = DeadlineQueues()
    private var lastID: UInt64 = 0
    /// The most flows that this table holds.
    package let limit: Int

    /// The most flows that a table holds.
    package static let limit = 65_536

    /// How many expired flows are forgotten at most when one begins.
    private static let sweep = 8

    /// An empty table that holds at most so many flows: from 1 to `FlowTable.limit`.
    package init(limit: Int = FlowTable.limit) {
        precondition((1...Self.limit).contains(limit), "the table has room for some flows")
        self.limit = limit
    }

    /// How many flows are held, expired ones that are not forgotten yet included.
    package var count: Int { places.count }

    // MARK: - Packets

    /// What a packet is to the flows that live at an instant; it changes nothing.
    package func state(of packet: Packet, at now: Instant) -> ConnectionState {
        switch FlowSubject(packet) {
        case .member(let tuple, let role):
            guard let place = place(of: tuple.key, at: now) else {
                return role.mayBegin ? .new : .invalid
            }
            return state(of: role, in: flows[place], isReversed: tuple.isReversed)
        case .error(let quoted):
            return self.flow(quoted, at: now) == nil ? .invalid : .related
        case .discovery: return .new
        case .stranger: return .invalid
        }
    }

    /// Creates or advances the flow of a packet that the firewall lets pass.
    package mutating func note(_ packet: Packet, at now: Instant) -> FlowNote {
        guard case .member(let tuple, let role) = FlowSubject(packet) else { return .untracked }
        let length = packet.fields.totalLength
        guard let place = place(of: tuple.key, at: now) else {
            return role.mayBegin ? begin(tuple, length, at: now) : .untracked
        }
        let side = flows[place].side(isReversed: tuple.isReversed)
        let old = flows[place].state
        if role.mayBegin, old.isOver { return begin(tuple, length, at: now) }
        guard let new = flows[place].next(role, from: side) else { return .untracked }
        if old != new, new == .finWait { flows[place].closer = side }
        flows[place].state = new
        switch side {
        case .originator: flows[place].sent.count(length)
        case .responder: flows[place].returned.count(length)
        }
        let lifetime = new.lifetime(of: tuple.key.proto)
        flows[place].expires = now + lifetime.duration
        queues.move(place, from: old.lifetime(of: tuple.key.proto), to: lifetime)
        let id = flows[place].id
        return old == new ? .unchanged(id) : .advanced(id)
    }

    /// The state of a packet of a known flow.
    private func state(of role: FlowRole, in flow: Flow, isReversed: Bool) -> ConnectionState {
        if role.mayBegin, flow.state.isOver { return .new }
        let side = flow.side(isReversed: isReversed)
        guard flow.next(role, from: side) != nil else { return .invalid }
        return side == .originator && !flow.hasReply ? .new : .established
    }

    /// The flow of which an ICMP error quotes a packet.
    private func flow(_ quoted: FlowTuple, at now: Instant) -> FlowID? {
        guard let place = place(of: quoted.key, at: now) else { return nil }
        let flow = flows[place]
        let hasSent = flow.hasReply || flow.side(isReversed: quoted.isReversed) == .originator
        return hasSent ? flow.id : nil
    }

    // MARK: - Places

    private func place(of key: FlowKey, at now: Instant) -> Int? {
        guard let place = places[key] else { return nil }
        return flows[Int(place)].expires > now ? Int(place) : nil
    }

    /// Begins a flow, in the place of one of the same key that is over or has expired.
    private mutating func begin(_ tuple: FlowTuple, _ length: Int, at now: Instant) -> FlowNote {
        if let old = places[tuple.key] { remove(Int(old)) }
        _ = removeExpired(at: now, upTo: Self.sweep)
        guard places.count < limit else { return .full }
        let state: FlowState = tuple.key.proto == .tcp ? .synSent : .unreplied
        let lifetime = state.lifetime(of: tuple.key.proto)
        lastID += 1
        var flow = Flow(
            key: tuple.key, id: FlowID(rawValue: lastID), isReversed: tuple.isReversed,
            state: state, expires: now + lifetime.duration)
        flow.sent.count(length)
        let place = free.popLast().map(Int.init) ?? flows.count
        if place == flows.count { flows.append(flow) } else { flows[place] = flow }
        places[tuple.key] = Int32(place)
        queues.append(place, to: lifetime)
        return .created(flow.id)
    }

    private mutating func remove(_ place: Int) {
        let flow = flows[place]
        places[flow.key] = nil
        queues.remove(place, from: flow.state.lifetime(of: flow.key.proto))
        free.append(Int32(place))
    }

    /// Forgets expired flows; each queue is in the order of expiry, so that none hides behind another.
    private mutating func removeExpired(at now: Instant, upTo most: Int) -> Int {
        var removed = 0
        for lifetime in FlowLifetime.allCases {
            while removed < most, let place = queues.first(lifetime), flows[place].expires <= now {
                remove(place)
                removed += 1
            }
        }
        return removed
    }

    // MARK: - The whole table

    /// The flows that live at an instant, in order of creation.
    package func flows(at now: Instant) -> [FlowRecord] {
        FlowLifetime.allCases.flatMap { queues.places($0) }.map { flows[$0] }
            .filter { $0.expires > now }.sorted { $0.id < $1.id }.map { $0.record(at: now) }
    }

    /// Forgets every flow that has expired.
    ///
    /// - Returns: How many there were.
    @discardableResult
    package mutating func removeExpired(at now: Instant) -> Int {
        removeExpired(at: now, upTo: .max)
    }

    /// Forgets every flow; numbers are still never used again.
    package mutating func clear() {
        self = FlowTable(limit: limit, lastID: lastID)
    }

    private init(limit: Int, lastID: UInt64) {
        self.limit = limit
        self.lastID = lastID
    }
}

/// What the flow table did with a packet that the firewall let pass.
package enum FlowNote: Hashable, Sendable {
    /// The packet began this flow.
    case created(FlowID)
    /// The packet moved this flow into another state.
    case advanced(FlowID)
    /// The packet was counted and the flow's time runs again; its state is as it was.
    case unchanged(FlowID)
    /// The packet belongs to no flow and can't begin one, or is an ICMP error: nothing changed.
    case untracked
    /// The packet would begin a flow, and there is no room for another: nothing changed.
    ///
    /// If a rule asked for it to be tracked, the drop's reason is `flowTableFull`.
    case full
}
