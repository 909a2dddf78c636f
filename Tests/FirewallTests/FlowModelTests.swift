import Chance
import Firewall
import Testing
import Timeline
import Wire

/// The table answers like a list of tables with one flow each that is searched from end to end, over random packets
/// and times: what one flow does is tested by itself and held against the kernel.
@Suite struct FlowModelTests {
    /// One packet as the model sees it.
    private struct Sent {
        let kind: Kind
        let from: Endpoint
        let to: Endpoint
        let packet: Packet

        enum Kind: Hashable {
            case tcp, udp, request, reply
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

    /// A list of flows, each in a table to itself.
    private struct Model {
        struct Entry {
            let id: UInt64
            let proto: Int
            let originator: Endpoint
            let responder: Endpoint
            var table: FlowTable
        }

        var entries: [Entry] = []
        var lastID: UInt64 = 0
        let limit: Int

        func living(at now: UInt64) -> [Entry] {
            entries.filter { !$0.table.flows(at: at(now)).isEmpty }
        }

        /// The place of the flow with these ends, whichever way they are named.
        private func place(_ proto: Int, _ from: Endpoint, _ to: Endpoint, _ kind: Sent.Kind)
            -> Int?
        {
            entries.firstIndex {
                $0.proto == proto
                    && (($0.originator, $0.responder) == (from, to) && kind != .reply
                        || ($0.originator, $0.responder) == (to, from) && kind != .request)
            }
        }

        /// What a packet is; where it is let pass, nil means that there was no room.
        mutating func take(_ sent: Sent, isLetPass: Bool, at now: UInt64) -> ConnectionState? {
            entries = living(at: now)
            if case .error(let from, let to, let isTCP) = sent.kind {
                let isKnown = place(isTCP ? 0 : 1, from, to, sent.kind) != nil
                return isKnown && from.address == sent.to.address ? .related : .invalid
            }
            let place = place(sent.proto, sent.from, sent.to, sent.kind)
            var table = place.map { entries[$0].table } ?? FlowTable(limit: 1)
            let ids = table.numbers(at: at(now))
            let tracked = table.track(sent.packet, at: at(now))
            let isOver = !ids.isEmpty && table.count == 0
            if let place {
                entries[place].table = table
                if isOver { entries.remove(at: place) }
            }
            guard tracked.state == .new, isLetPass, place == nil || isOver else {
                return tracked.state
            }
            _ = table.confirm(tracked, sent.packet, at: at(now))
            guard table.count == 1 else { return tracked.state }
            guard entries.count < limit else { return nil }
            lastID += 1
            entries.append(
                Entry(
                    id: lastID, proto: sent.proto, originator: sent.from, responder: sent.to,
                    table: table))
            return tracked.state
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
                return Sent(kind: .tcp, from: from, to: to, packet: try hosts.tcp(flags))
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
        var seen: [String: Int] = [:]
        var reached: Set<FlowState> = []
        var now: UInt64 = 0
        for step in 0..<5_000 {
            now += mixer.wait()
            let sent = try mixer.sent()
            guard sent.from != sent.to else { continue }
            // A firewall stops some packets.
            let isLetPass = Int.random(in: 0..<5, using: &mixer.random) > 0
            let before = table.numbers(at: at(now)).count
            let state =
                isLetPass
                ? table.pass(sent.packet, at: at(now)) : table.track(sent.packet, at: at(now)).state
            try #require(
                state == model.take(sent, isLetPass: isLetPass, at: now),
                "step \(step): \(sent.kind)")
            seen["\(state?.rawValue ?? "full") \(isLetPass)", default: 0] += 1
            let records = table.flows(at: at(now))
            if records.count < before { seen["ended", default: 0] += 1 }
            let living = model.living(at: now)
            #expect(records.map(\.id.rawValue) == living.map(\.id))
            let known = living.compactMap { $0.table.flows(at: at(now)).first }
            #expect(records.map(\.ends) == known.map(\.ends))
            #expect(records.map(\.state) == known.map(\.state))
            #expect(records.map(\.traffic) == known.map(\.traffic))
            #expect(records.map(\.expires) == known.map(\.expires))
            reached.formUnion(records.map(\.state))
        }
        for state in ["new", "established", "related", "invalid"] {
            for isLetPass in [true, false] {
                #expect(seen["\(state) \(isLetPass)", default: 0] > 4, "\(seen)")
            }
        }
        #expect(seen["full true", default: 0] > 20 && seen["ended", default: 0] > 20, "\(seen)")
        #expect(reached.count >= 10, "\(reached)")
    }
}
