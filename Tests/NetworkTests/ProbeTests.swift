import Network
import Testing
import Timeline
import Wire

@testable import Network

@Suite struct ProbeTests {
    static let families = IPFamily.allCases

    static func net(_ services: [HostService?] = []) -> HostNet {
        HostNet([HostNet.host(1), HostNet.host(2, services: services)])
    }

    @Test(arguments: families) func pingCountsRepliesAndTimes(family: IPFamily) throws {
        var net = Self.net()
        try net.start(.ping(PingRequest(target: HostNet.address(2, family))))
        net.run()
        let pings = net.events().pings
        let replies = pings.compactMap { if case .reply(let reply) = $0 { reply } else { nil } }
        #expect(replies.map(\.sequence) == [1, 2, 3, 4])
        #expect(replies.allSatisfy { $0.time == .milliseconds(20) && $0.size == 64 })
        guard case .summary(let summary)? = pings.last else {
            Issue.record("there is a summary")
            return
        }
        #expect(summary.sent == 4)
        #expect(summary.received == 4)
        #expect(summary.mean == .milliseconds(20))
        #expect(net.now == .start + .milliseconds(3_020))
    }

    @Test func pingUnderLossAndCopies() throws {
        var (silent, answered, duplicates) = (0, 0, 0)
        for seed in 0..<20 as Range<UInt64> {
            var weather = HostNet.Weather()
            weather.loss = 30
            weather.copies = 30
            var net = HostNet(Self.net().hosts, weather: weather, seed: seed)
            var request = PingRequest(target: HostNet.address(2))
            request.count = 10
            try net.start(.ping(request))
            net.run()
            let pings = net.events().pings
            guard case .summary(let summary)? = pings.last else { continue }
            let silences = pings.count { if case .silence = $0 { true } else { false } }
            #expect(summary.sent == 10)
            #expect(summary.received + silences == 10)
            silent += silences
            answered += summary.received
            duplicates += summary.duplicates
        }
        #expect(silent > 20)
        #expect(answered > 50)
        #expect(duplicates > 10)
    }

    @Test(arguments: families) func pingHearsErrors(family: IPFamily) throws {
        var net = Self.net()
        net.routers = [HostNet.address(9, family), HostNet.address(8, family)]
        var request = PingRequest(target: HostNet.address(2, family))
        request.hopLimit = 2
        request.count = 1
        try net.start(.ping(request))
        net.run()
        let report = ICMPReport(
            from: HostNet.address(8, family), type: family == .v4 ? 11 : 3, code: 0)
        #expect(net.events().pings.first == .error(sequence: 1, report))
        #expect(report.meaning == .timeExceeded)
    }

    @Test(arguments: families) func tracerouteNamesEachHop(family: IPFamily) throws {
        for mode in TracerouteRequest.Mode.allCases {
            var net = Self.net()
            net.routers = (7...9).map { HostNet.address($0, family) }
            var request = TracerouteRequest(target: HostNet.address(2, family))
            request.mode = mode
            try net.start(.traceroute(request))
            net.run()
            let hops = net.events().compactMap {
                if case .traceroute(.hop(let hop)) = $0 { hop } else { nil }
            }
            #expect(hops.map(\.hop) == [1, 2, 3, 4])
            #expect(
                hops.map { $0.answers.first??.from } == net.routers + [HostNet.address(2, family)])
            #expect(
                hops.allSatisfy { $0.answers.count == 3 && $0.answers.allSatisfy { $0 != nil } })
            #expect(net.events().last == .traceroute(.end(.reached)))
        }
    }

    @Test func tracerouteOfSilenceEnds() throws {
        var net = Self.net()
        net.filter = { $0.fields.proto != .udp }
        try net.start(.traceroute(TracerouteRequest(target: HostNet.address(2))))
        net.run()
        #expect(net.events().count == 6)
        #expect(net.events().last == .traceroute(.end(.silent)))
        #expect(net.sent.count == 15)
        var short = Self.net()
        short.routers = [HostNet.address(9)]
        var request = TracerouteRequest(target: HostNet.address(2))
        request.mostHops = 1
        try short.start(.traceroute(request))
        short.run()
        #expect(short.events().last == .traceroute(.end(.mostHops)))
    }

    static let ports = (1...40).map { Port(rawValue: UInt16($0)) }

    /// A network in which port 7 is open, 30 is kept silent, and about 31 somebody says that it is forbidden.
    static func scanned(
        _ technique: ScanRequest.Technique, _ family: IPFamily = .v4
    ) throws -> HostNet {
        var net = net([
            HostService(.echo, .tcp, port: Port(rawValue: 7)),
            HostService(.echo, .udp, port: Port(rawValue: 7)),
            HostService(.discard, .udp, port: Port(rawValue: 9)),
        ])
        net.filter = { packet in
            packet.fields.icmpType != nil
                || ![30, 31].contains(packet.fields.destinationPort?.rawValue)
        }
        try net.start(
            .scan(
                ScanRequest(
                    target: HostNet.address(2, family), ports: ports, technique: technique)))
        // A firewall answers instead of port 31.
        let sent = net.sent
        for asked in sent where asked.packet.fields.destinationPort == Port(rawValue: 31) {
            try forbid(asked.packet, &net)
        }
        while net.hosts[0].isBusy, net.step() {
            if let last = net.sent.last, last.from == 0,
                last.packet.fields.destinationPort == Port(rawValue: 31),
                !net.events().contains(where: { _ in true })
            {
                try forbid(last.packet, &net)
            }
        }
        return net
    }

    static func forbid(_ packet: Packet, _ net: inout HostNet) throws {
        let family = packet.fields.source.family
        let error = try PacketDraft(
            source: HostNet.address(9, family), destination: packet.fields.source,
            transport: .icmpError(
                type: family == .v4 ? 3 : 1, code: family == .v4 ? 13 : 1, about: packet.bytes)
        ).build()
        net.take(net.hosts[0].receive(error, at: net.now), of: 0)
    }

    @Test(arguments: families) func scansSayWhatNmapSays(family: IPFamily) throws {
        for technique in ScanRequest.Technique.allCases {
            let net = try Self.scanned(technique, family)
            let found = net.events().ports
            #expect(found.map(\.port) == Self.ports)
            let states = Dictionary(
                found.map { (Int($0.port.rawValue), $0.state) }, uniquingKeysWith: { $1 })
            let closed: PortState = technique == .ack ? .unfiltered : .closed
            let silent: PortState = technique == .udp ? .openOrFiltered : .filtered
            #expect(states[7] == (technique == .ack ? .unfiltered : .open), "\(technique)")
            #expect(states[9] == (technique == .udp ? .openOrFiltered : closed), "\(technique)")
            #expect(states[20] == closed, "\(technique)")
            #expect(states[30] == silent, "\(technique)")
            #expect(states[31] == .filtered, "\(technique)")
            let report = ICMPReport(
                from: HostNet.address(9, family), type: family == .v4 ? 3 : 1,
                code: family == .v4 ? 13 : 1)
            #expect(found[30].cause == .error(report))
            #expect(found[29].cause == .silence(asked: 2))
            guard case .scan(.summary(let summary))? = net.events().last else {
                Issue.record("there is a summary")
                return
            }
            #expect(summary.counts.reduce(0, +) == 40)
            #expect(summary.count(.filtered) == found.count { $0.state == .filtered })
        }
    }

    @Test func aSYNScanIsNoConnectionAndAConnectScanIsOne() throws {
        for (technique, isOpened) in [(ScanRequest.Technique.syn, false), (.connect, true)] {
            let net = try Self.scanned(technique)
            let opened = net.happenings(at: 1).contains {
                if case .connection(_, .established) = $0 { true } else { false }
            }
            #expect(opened == isOpened)
            #expect(net.hosts[1].connections.count == 0)
        }
    }

    @Test func aScanUnderLossFindsTheSame() throws {
        var (right, wrong) = (0, 0)
        for seed in 0..<10 as Range<UInt64> {
            var weather = HostNet.Weather()
            weather.loss = 20
            var net = HostNet(
                Self.net([HostService(.echo, .tcp, port: Port(rawValue: 7))]).hosts,
                weather: weather,
                seed: seed)
            var request = ScanRequest(
                target: HostNet.address(2), ports: Self.ports, technique: .syn)
            request.parallel = 7
            request.retries = 3
            try net.start(.scan(request))
            net.run()
            for port in net.events().ports {
                let state: PortState = port.port.rawValue == 7 ? .open : .closed
                if port.state == state { right += 1 } else { wrong += 1 }
                // What is not found is silent, never something else.
                #expect(port.state == state || port.cause == .silence(asked: 4))
            }
        }
        #expect(right + wrong == 400)
        #expect(right > 350)
        #expect(wrong > 0)
    }

    @Test func aFastUDPScanMeetsTheBoundOnErrors() throws {
        for (pace, isSeen) in [(Duration.zero, false), (.milliseconds(100), true)] {
            var net = Self.net()
            var request = ScanRequest(
                target: HostNet.address(2), ports: Self.ports, technique: .udp)
            request.pace = pace
            request.retries = 0
            try net.start(.scan(request))
            net.run()
            #expect(net.events().ports.allSatisfy { $0.state == .closed } == isSeen)
        }
    }

    @Test func probesAreBoundedAndCancelled() throws {
        var net = Self.net([HostService(.echo, .tcp, port: Port(rawValue: 7))])
        let request = ConversationRequest(target: HostNet.address(2), port: Port(rawValue: 7))
        var numbers: [ProbeNumber] = []
        for _ in 0..<HostLimits.probes { numbers.append(try net.start(.conversation(request))) }
        #expect(throws: ProbeFault.tooManyProbes) { try net.start(.conversation(request)) }
        for _ in 0..<60 { _ = net.step() }
        for number in numbers { net.take(net.hosts[0].cancel(number, at: net.now), of: 0) }
        #expect(!net.hosts[0].isBusy)
        net.runDry()
        #expect(net.hosts.allSatisfy { $0.connections.count == 0 })
        var host = EndHost(addresses: [HostNet.address(1)])
        #expect(throws: ProbeFault.noAddress(.v6)) {
            _ = try host.start(
                .ping(PingRequest(target: HostNet.address(2, .v6))), at: .start)
        }
    }
}
