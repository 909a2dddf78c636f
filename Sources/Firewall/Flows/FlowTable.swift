package import Timeline
package import Wire

/// The connections that a firewall knows, found by the 5-tuple in either direction, as the connection tracker
/// of Linux knows them.
///
/// A packet is tracked *before* the rules judge it, and confirmed when they have let it pass: a packet that they
/// stop begins no flow, but it advances the one that it belongs to.
///
/// For ICMP queries type, code and identifier take the place of the ports; other protocols are told apart by
/// addresses alone. IPv6 extension headers aren't walked: they are such a protocol.
///
/// - A TCP flow begins with a SYN; any other segment of an unknown flow is `invalid`, as with Linux's
///   `nf_conntrack_tcp_loose` set to 0. Sequence numbers aren't checked: whoever can forge the
///   addresses and ports of a flow can advance it. Checksums aren't either: they are the receiver's business.
/// - The originator's packets are `new` until the responder has sent one.
/// - An ICMP error is `related` when it goes to the sender of the packet that it quotes, and that packet
///   is one of a known flow, of either direction.
/// - ICMPv6 neighbour and multicast discovery is `untracked`. ICMP messages other than queries and
///   errors are `invalid`.
/// - Later fragments name no ports, so they are `invalid`.
///
/// A flow may be translated (`FlowTranslation`): then the packets of its two directions are found by two tuples, none
/// of which is the other's inverse, and no flow begins whose answers would look like packets of another one.
///
/// Instants have to come in order; a flow is gone at the instant at which it expires. Nothing
/// takes longer with more flows but `flows(at:)` and `removeExpired(at:)`.
package struct FlowTable: Sendable {
    private var flows: [Flow] = []
    private var free: [Int32] = []
    private var places: [FlowKey: Int32] = [:]
    private var queues = DeadlineQueues()
    private var translations = FlowTranslations()
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
    package var count: Int { flows.count - free.count }

    /// Whether a flow of the table is translated.
    package var isTranslating: Bool { !translations.isEmpty }

    // MARK: - Packets

    /// What a packet would be to the flows that live at an instant; it changes nothing.
    package func state(of packet: Packet, at now: Instant) -> ConnectionState {
        let subject = FlowSubject(packet)
        guard case .member(let tuple, let role) = subject, let (place, side) = find(tuple, at: now)
        else { return begin(subject, at: now).state }
        var flow = flows[place]
        switch flow.take(role, from: side, length: 0, at: now) {
        case .belongs(let state), .ends(let state): return state
        case .reopens: return .new
        case .refused: return .invalid
        }
    }

    /// Advances the flow of a packet that has come, before the rules judge it, and says what it is.
    package mutating func track(_ packet: Packet, at now: Instant) -> Tracked {
        let subject = FlowSubject(packet)
        guard case .member(let tuple, let role) = subject, let (place, side) = find(tuple, at: now)
        else { return begin(subject, at: now) }
        let expiry = flows[place].expiry
        let length = packet.fields.totalLength
        switch flows[place].take(role, from: side, length: length, at: now) {
        case .belongs(let state):
            wait(place, since: expiry)
            return Tracked(
                state: state, place: place, member: member(place, side))
        case .ends(let state):
            let member = member(place, side)
            remove(place)
            return Tracked(state: state, member: member)
        case .reopens:
            remove(place)
            return Tracked(state: .new, beginning: tuple)
        case .refused:
            return Tracked(state: .invalid)
        }
    }

    /// Begins the flow of a tracked packet that was let pass, if it is to begin one.
    ///
    /// - Returns: False where the table has no room for it, or answers to it would be packets of another flow; then
    ///   nothing changed.
    package mutating func confirm(
        _ tracked: Tracked, _ packet: Packet, at now: Instant
    ) -> Bool {
        guard let tuple = tracked.beginning else { return true }
        return begin(tuple, tracked.translation, packet.fields.totalLength, at: now)
    }

    /// Whether packets between these ends are of a flow that lives: so no other flow can have them as answers.
    package func isTaken(_ ends: FlowEnds, at now: Instant) -> Bool {
        find(FlowTuple(ends).inverse, at: now) != nil
    }

    /// The translations of the flows of the source of these ends, the last begun first.
    package func translations(ofSource ends: FlowEnds, at now: Instant) -> [FlowTranslation] {
        guard !translations.isEmpty else { return [] }
        return translations.places(ofSource: ends).filter {
            flows[Int($0)].expiry.instant > now
        }.compactMap { translations[Int($0)] }
    }

    /// Forgets the flow of a tracked packet.
    package mutating func end(_ tracked: Tracked) {
        if let place = tracked.place { remove(place) }
    }

    /// Takes note that a tracked packet was refused, and with what; a TCP reset ends the flow that it is about.
    ///
    /// The reset goes with the packet that it refuses. Where that is of no flow, it is one by itself: a packet
    /// from the other side, of whatever flow there is. About a segment without ACK it has sequence number 0, and
    /// nobody believes it.
    package mutating func refuse(_ tracked: Tracked, with answer: Packet, at now: Instant) {
        guard answer.fields.proto == .tcp else { return }
        if tracked.state == .invalid, answer.fields.tcpFlags == .rst {
            _ = track(answer, at: now)
        }
        guard let place = tracked.place else { return }
        let expiry = flows[place].expiry
        flows[place].close(at: now)
        wait(place, since: expiry)
    }

    /// What a packet is that belongs to no known flow.
    private func begin(_ subject: FlowSubject, at now: Instant) -> Tracked {
        switch subject {
        case .member(let tuple, let role):
            role.mayBegin ? Tracked(state: .new, beginning: tuple) : Tracked(state: .invalid)
        case .error(let quoted):
            // The error comes from where answers to the packet come from.
            if let (place, side) = find(quoted.inverse, at: now) {
                Tracked(state: .related, member: member(place, side))
            } else {
                Tracked(state: .invalid)
            }
        case .discovery: Tracked(state: .untracked)
        case .stranger: Tracked(state: .invalid)
        }
    }

    // MARK: - Places

    /// The flow that lives and has packets of a tuple, and which side sends them.
    private func find(_ tuple: FlowTuple, at now: Instant) -> (place: Int, side: FlowSide)? {
        if let place = place(of: tuple.key, at: now) {
            return (place, flows[place].side(isReversed: tuple.isReversed))
        }
        guard !translations.isEmpty, let place = place(of: tuple.directedKey, at: now) else {
            return nil
        }
        let isOriginator = flows[place].tuple.directedKey == tuple.directedKey
        return (place, isOriginator ? .originator : .responder)
    }

    private func place(of key: FlowKey, at now: Instant) -> Int? {
        guard let place = places[key] else { return nil }
        return flows[Int(place)].expiry.instant > now ? Int(place) : nil
    }

    private func member(_ place: Int, _ side: FlowSide) -> TrackedMember? {
        translations[place].map { TrackedMember(translation: $0, side: side) }
    }

    /// Begins a flow, in the place of those of the same keys that have expired; false where there is no room.
    private mutating func begin(
        _ tuple: FlowTuple, _ translation: FlowTranslation?, _ length: Int, at now: Instant
    ) -> Bool {
        let answers = (translation.map { FlowTuple($0.leaving) } ?? tuple).inverse
        if translation != nil || !translations.isEmpty {
            guard find(tuple, at: now) == nil, find(answers, at: now) == nil else { return false }
        }
        let keys = translation == nil ? [tuple.key] : [tuple.directedKey, answers.directedKey]
        for key in keys {
            if let old = places[key] { remove(Int(old)) }
        }
        _ = removeExpired(at: now, upTo: Self.sweep)
        guard count < limit else { return false }
        lastID += 1
        let flow = Flow(tuple, FlowID(rawValue: lastID), length: length, at: now)
        let place = free.popLast().map(Int.init) ?? flows.count
        if place == flows.count { flows.append(flow) } else { flows[place] = flow }
        for key in keys { places[key] = Int32(place) }
        if let translation { translations.insert(translation, at: place) }
        queues.append(place, to: flow.expiry.lifetime)
        return true
    }

    /// Puts a flow into the queue of its new expiry.
    private mutating func wait(_ place: Int, since old: FlowExpiry) {
        let new = flows[place].expiry
        if new != old { queues.move(place, from: old.lifetime, to: new.lifetime) }
    }

    private mutating func remove(_ place: Int) {
        let flow = flows[place]
        if let translation = translations.remove(at: place) {
            places[flow.tuple.directedKey] = nil
            places[FlowTuple(translation.leaving).inverse.directedKey] = nil
        } else {
            places[flow.tuple.key] = nil
        }
        queues.remove(place, from: flow.expiry.lifetime)
        free.append(Int32(place))
    }

    /// Forgets expired flows; each queue is in the order of expiry, so that none hides behind another.
    private mutating func removeExpired(at now: Instant, upTo most: Int) -> Int {
        var removed = 0
        for lifetime in FlowLifetime.allCases {
            while removed < most, let place = queues.first(lifetime),
                flows[place].expiry.instant <= now
            {
                remove(place)
                removed += 1
            }
        }
        return removed
    }

    // MARK: - The whole table

    /// The flows that live at an instant, in order of creation.
    package func flows(at now: Instant) -> [FlowRecord] {
        FlowLifetime.allCases.flatMap { queues.places($0) }
            .filter { flows[$0].expiry.instant > now }.sorted { flows[$0].id < flows[$1].id }
            .map { place in
                var record = flows[place].record(at: now)
                record.translated = translations[place]?.leaving
                return record
            }
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

/// What the flow table says of a packet before the rules judge it; stands until the next packet is tracked.
package struct Tracked: Sendable {
    /// What the rules are told.
    package let state: ConnectionState
    /// The place of the flow that it belongs to.
    fileprivate var place: Int?
    /// The tuple of the flow that it begins if it is let pass.
    fileprivate var beginning: FlowTuple?
    /// How the flow that it is of, or is an error about, is translated; nil where it is not.
    package fileprivate(set) var member: TrackedMember?
    /// How the flow that it begins will be translated; nil where it will not.
    package var translation: FlowTranslation?

    /// Between whom the flow is that the packet begins if it is let pass; nil where it begins none.
    package var begins: FlowEnds? { beginning?.ends }
}

/// How a tracked packet of a translated flow has to be translated.
package struct TrackedMember: Hashable, Sendable {
    /// The translation of the flow.
    package let translation: FlowTranslation
    /// Which side the packet comes from; an ICMP error is from the side that would answer what it quotes.
    package let side: FlowSide
}
