import Chance
import Firewall
import Testing
import Timeline
import Wire

/// The table answers like a list that is searched from end to end, over random packets and times.
@Suite struct FlowModelTests {
    /// One packet as the model sees it.
    private struct Sent {
        let kind: Kind
        let from: Endpoint
        let to: Endpoint
        let packet: Packet

        enum Kind: Hashable {
            case tcp(TCPFlags)
            case udp
            case request, reply
            case error(quotedFrom: Endpoint, quotedTo: Endpoint, isTCP: Bool)
        }

        var proto: Int {
            switch kind {
            case .tcp: 0
            case .udp: 1
            case .request, .reply, .error: 2
            }
        }
    }

    /// A list of flows, searched from end to end, with the tables of the other tests for TCP.
    private struct Model {
        struct Entry {
            let id: UInt64
            let proto: Int
            let originator: Endpoint
            let responder: Endpoint
            var state: FlowState
            var closer: Endpoint
            var ends: UInt64
            var counts = [0, 0]
        }

        var entries: [Entry] = []
        var lastID: UInt64 = 0
        let limit: Int

        private func cell(_ entry: Entry, _ sent: Sent, _ flags: TCPFlags) -> String {
            let plain = flags.subtracting([.psh, .ece, .cwr])
            let isOriginator = sent.from == entry.originator
            if plain == .rst || plain == [.rst, .ack] { return "closed" }
            guard let column = TCPFlowTests.columns[plain] else { return "-" }
            if isOriginator, entry.counts[1] == 0, column == 2 || column == 3 { return "-" }
            // The first half of a closing state's row is about who closed.
            let isClosing = [.finWait, .closeWait, .lastAck].contains(entry.state)
            let isFirst = isClosing && column >= 2 ? sent.from == entry.closer : isOriginator
            let rows = (TCPFlowTests.table[entry.state] ?? "").split(separator: " | ")
            return String(rows[isFirst ? 0 : 1].split(separator: " ")[column])
        }

        private func find(_ sent: Sent, at now: UInt64) -> Int? {
            entries.firstIndex {
                $0.proto == sent.proto && now < $0.ends
                    && (($0.originator, $0.responder) == (sent.from, sent.to)
                        && sent.kind != .reply
                        || ($0.originator, $0.responder) == (sent.to, sent.from)
                            && sent.kind != .request)
            }
        }

        func state(_ sent: Sent, at now: UInt64) -> ConnectionState {
            if case .error(let from, let to, let isTCP) = sent.kind {
                let isKnown = entries.contains {
                    $0.proto == (isTCP ? 0 : 1) && now < $0.ends
                        && (($0.originator, $0.responder) == (from, to)
                            || ($0.originator, $0.responder) == (to, from) && $0.counts[1] > 0)
                }
                return isKnown && from.address == sent.to.address ? .related : .invalid
            }
            guard let index = find(sent, at: now) else {
                switch sent.kind {
                case .tcp(let flags):
                    let plain = flags.subtracting([.psh, .ece, .cwr, .urg])
                    return plain == .syn ? .new : .invalid
                case .reply: return .invalid
                default: return .new
                }
            }
            let entry = entries[index]
            if case .tcp(let flags) = sent.kind {
                let cell = cell(entry, sent, flags)
                if cell == "-" { return .invalid }
                if cell == "new" { return .new }
            }
            return sent.from == entry.originator && entry.counts[1] == 0 ? .new : .established
        }

        mutating func note(_ sent: Sent, at now: UInt64) -> FlowNote {
            if case .error = sent.kind { return .untracked }
            let state = state(sent, at: now)
            guard state != .invalid else { return .untracked }
            guard let index = find(sent, at: now) else { return begin(sent, at: now) }
            let old = entries[index].state
            var new = entries[index].counts[1] > 0 ? FlowState.replied : .unreplied
            if sent.from == entries[index].responder { new = .replied }
            if case .tcp(let flags) = sent.kind {
                let cell = cell(entries[index], sent, flags)
                if cell == "new" {
                    entries.remove(at: index)
                    return begin(sent, at: now)
                }
                new = FlowState(rawValue: cell) ?? .closed
                if new == .finWait, old != .finWait { entries[index].closer = sent.from }
            }
            entries[index].state = new
            entries[index].counts[sent.from == entries[index].originator ? 0 : 1] += 1
            entries[index].ends = now + Self.seconds(new, sent.proto)
            let id = FlowID(rawValue: entries[index].id)
            return new == old ? .unchanged(id) : .advanced(id)
        }

        private mutating func begin(_ sent: Sent, at now: UInt64) -> FlowNote {
            entries.removeAll { $0.ends <= now }
            guard entries.count < limit else { return .full }
            lastID += 1
            let state: FlowState = sent.proto == 0 ? .synSent : .unreplied
            entries.append(
                Entry(
                    id: lastID, proto: sent.proto, originator: sent.from, responder: sent.to,
                    state: state, closer: sent.from, ends: now + Self.seconds(state, sent.proto),
                    counts: [1, 0]))
            return .created(FlowID(rawValue: lastID))
        }

        private static func seconds(_ state: FlowState, _ proto: Int) -> UInt64 {
            if proto == 2 { return 30 }
            if state == .unreplied { return 30 }
            if state == .replied { return 120 }
            return FlowTests.timeouts.first { $0.0 == state }?.1 ?? 0
        }
    }

    /// Makes packets between a few hosts and ports, most of them of TCP.
    private struct Mixer {
        var random: SplitMix
        let family: IPFamily
        var recent: [(Endpoint, Endpoint)] = []

        /// Mostly the ends of a packet of late, in either direction.
        mutating func ends() -> (Endpoint, Endpoint) {
            let known = Int.random(in: 0..<8, using: &random) > 0
            guard known, let pair = recent.randomElement(using: &random) else {
                let pair = (end(), end())
                recent.append(pair)
                if recent.count > 4 { recent.removeFirst() }
                return pair
            }
            return Bool.random(using: &random) ? pair : (pair.1, pair.0)
        }

        mutating func end() -> Endpoint {
            let number = Int.random(in: 1...3, using: &random)
            let text = family == .v4 ? "10.0.0.\(number)" : "2001:db8:\(number)::1"
            return Endpoint(
                address: address(text), port: Port(rawValue: .random(in: 1...2, using: &random)))
        }

        mutating func flags() -> TCPFlags {
            let usual: [TCPFlags] = [
                .syn, [.syn, .ack], [.syn, .ack], .ack, .ack, [.ack, .psh], [.fin, .ack],
                [.fin, .ack], .rst,
            ]
            guard Int.random(in: 0..<12, using: &random) > 0 else {
                return TCPFlags(rawValue: .random(in: 0...255, using: &random))
            }
            return usual.randomElement(using: &random) ?? .syn
        }

        mutating func sent() throws -> Sent {
            let (from, to) = ends()
            var hosts = Hosts.v4
            (hosts.near, hosts.far) = (from.address, to.address)
            (hosts.nearPort, hosts.farPort) = (from.port?.rawValue ?? 0, to.port?.rawValue ?? 0)
            switch Int.random(in: 0..<10, using: &random) {
            case 0:
                return Sent(kind: .udp, from: from, to: to, packet: try hosts.udp())
            case 1:
                let kind: PacketDraft.Echo = Bool.random(using: &random) ? .request : .reply
                return Sent(
                    kind: kind == .request ? .request : .reply,
                    from: Endpoint(address: from.address), to: Endpoint(address: to.address),
                    packet: try hosts.echo(kind))
            case 2:
                let isTCP = Bool.random(using: &random)
                let quoted = try isTCP ? hosts.tcp(.ack) : hosts.udp()
                let receiver = Int.random(in: 0..<4, using: &random) == 0 ? end() : from
                let error = try PacketDraft(
                    source: end().address, destination: receiver.address,
                    transport: .icmpError(
                        type: family == .v4 ? 11 : 3, code: 0, about: quoted.bytes)
                ).build()
                return Sent(
                    kind: .error(quotedFrom: from, quotedTo: to, isTCP: isTCP),
                    from: to, to: receiver, packet: error)
            default:
                let flags = flags()
                return Sent(kind: .tcp(flags), from: from, to: to, packet: try hosts.tcp(flags))
            }
        }

        /// Mostly a step to the next packet, at times a silence; without the longest the table would fill
        /// with established flows and stay so.
        mutating func wait() -> UInt64 {
            switch Int.random(in: 0..<25, using: &random) {
            case 0: [9, 10, 29, 30, 59, 60, 119, 120, 432_000].randomElement(using: &random) ?? 0
            case 1: UInt64.random(in: 0...200, using: &random)
            default: Int.random(in: 0..<4, using: &random) == 0 ? 1 : 0
            }
        }
    }

    @Test(arguments: IPFamily.allCases, [UInt64(1), 2, 3])
    func answersLikeAList(_ family: IPFamily, _ seed: UInt64) throws {
        var mixer = Mixer(random: SplitMix(seed: seed), family: family)
        var (table, model) = (FlowTable(limit: 5), Model(limit: 5))
        var states: [ConnectionState: Int] = [:]
        var notes: [String: Int] = [:]
        var reached: Set<FlowState> = []
        var now: UInt64 = 0
        for step in 0..<5_000 {
            now += mixer.wait()
            let sent = try mixer.sent()
            guard sent.from != sent.to else { continue }
            let state = table.state(of: sent.packet, at: at(now))
            #expect(state == model.state(sent, at: now), "step \(step): \(sent.kind)")
            states[state, default: 0] += 1
            // A firewall would stop some packets, and those leave no trace.
            guard Int.random(in: 0..<5, using: &mixer.random) > 0 else { continue }
            let note = table.note(sent.packet, at: at(now))
            try #require(note == model.note(sent, at: now), "step \(step): \(sent.kind)")
            notes[String("\(note)".prefix { $0 != "(" }), default: 0] += 1
            let records = table.flows(at: at(now))
            let living = model.entries.filter { $0.ends > now }
            #expect(records.map(\.id.rawValue) == living.map(\.id))
            #expect(records.map(\.state) == living.map(\.state))
            #expect(records.map(\.sent.packets) == living.map { UInt64($0.counts[0]) })
            #expect(records.map(\.returned.packets) == living.map { UInt64($0.counts[1]) })
            #expect(records.map(\.expires) == living.map { at($0.ends) })
            reached.formUnion(records.map(\.state))
        }
        for state in ConnectionState.allCases {
            #expect(states[state, default: 0] > 30, "\(states)")
        }
        for note in ["created", "advanced", "unchanged", "untracked", "full"] {
            #expect(notes[note, default: 0] > 30, "\(note)")
        }
        #expect(reached.count >= 10, "\(reached)")
    }
}
