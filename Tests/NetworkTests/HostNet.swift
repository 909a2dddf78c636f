import Chance
import Network
import Timeline
import Wire

/// Some hosts around a queue that delays, loses and repeats packets, by the virtual clock.
struct HostNet {
    /// What the queue does to packets.
    struct Weather {
        var delay = Duration.milliseconds(10)
        /// How much longer some packets take, so that they overtake each other.
        var jitter = Duration.zero
        /// Of 100 packets, how many are lost and how many come twice.
        var loss = 0
        var copies = 0
    }

    struct Arrival {
        let time: Instant
        let number: Int
        let packet: Packet
        let host: Int
    }

    var hosts: [EndHost]
    var weather = Weather()
    var now = Instant.start
    /// Every packet that was put on the queue, with the time and the host that sent it.
    var sent: [(time: Instant, packet: Packet, from: Int)] = []
    var happenings: [(time: Instant, host: Int, what: HostEvent)] = []
    var lost = 0
    /// Packets for which this says so vanish.
    var filter: @Sendable (Packet) -> Bool = { _ in true }
    /// Routers between all hosts; each takes one from the hop limit, and says when none is left.
    var routers: [IPAddress] = []
    private var queue: [Arrival] = []
    private var count = 0
    private var dice: SplitMix

    init(_ hosts: [EndHost], weather: Weather = Weather(), seed: UInt64 = 1) {
        self.hosts = hosts
        self.weather = weather
        dice = SplitMix(seed: seed)
    }

    static func address(_ last: UInt8, _ family: IPFamily = .v4) -> IPAddress {
        switch family {
        case .v4: .v4(IPv4Address(rawValue: 0x0A00_0000 | UInt32(last)))
        case .v6: .v6(IPv6Address(rawValue: 0x2001_0DB8 << 96 | UInt128(last)))
        }
    }

    static func host(_ last: UInt8, services: [HostService?] = [], mtu: Int = 1_500) -> EndHost {
        var host = EndHost(
            addresses: [address(last), address(last, .v6)],
            secret: HostSecret(seed: 42, name: "host\(last)"), mtu: mtu)
        for service in services.compactMap(\.self) { precondition(host.add(service)) }
        return host
    }

    mutating func take(_ output: HostOutput, of host: Int) {
        happenings += output.happenings.map { (now, host, $0) }
        for sent in output.packets { send(sent.packet, from: host) }
    }

    /// Puts a packet on the queue.
    mutating func send(_ packet: Packet, from host: Int) {
        sent.append((now, packet, host))
        guard filter(packet) else { return lost += 1 }
        if routers.count >= Int(packet.fields.hopLimit) {
            return expire(packet, at: routers[Int(packet.fields.hopLimit) - 1])
        }
        guard Int.random(in: 0..<100, using: &dice) >= weather.loss else { return lost += 1 }
        arrive(packet)
        if Int.random(in: 0..<100, using: &dice) < weather.copies { arrive(packet) }
    }

    private mutating func expire(_ packet: Packet, at router: IPAddress) {
        let type: UInt8 = packet.fields.source.family == .v4 ? 11 : 3
        let draft = PacketDraft(
            source: router, destination: packet.fields.source,
            transport: .icmpError(type: type, code: 0, about: packet.bytes))
        if let error = try? draft.build() { arrive(error) }
    }

    private mutating func arrive(_ packet: Packet) {
        guard
            let target = hosts.firstIndex(where: {
                $0.addresses.contains(packet.fields.destination)
            })
        else { return }
        let extra = UInt64.random(in: 0...weather.jitter.nanoseconds, using: &dice)
        count += 1
        queue.append(
            Arrival(
                time: now + weather.delay + Duration(nanoseconds: extra), number: count,
                packet: packet, host: target))
    }

    @discardableResult
    mutating func start(_ request: ProbeRequest, at host: Int = 0) throws -> ProbeNumber {
        let (number, output) = try hosts[host].start(request, at: now)
        take(output, of: host)
        return number
    }

    private var nextArrival: Int? {
        queue.indices.min {
            (queue[$0].time, queue[$0].number) < (queue[$1].time, queue[$1].number)
        }
    }

    /// Goes on to the next thing that is due.
    ///
    /// - Returns: False where nothing is, or it would be after `end`.
    mutating func step(until end: Instant = .last) -> Bool {
        let arrival = nextArrival
        let timer = hosts.indices.filter { hosts[$0].nextDeadline != nil }
            .min { (hosts[$0].nextDeadline ?? .last) < (hosts[$1].nextDeadline ?? .last) }
        let arrivalTime = arrival.map { queue[$0].time } ?? .last
        let timerTime = timer.flatMap { hosts[$0].nextDeadline } ?? .last
        guard min(arrivalTime, timerTime) < .last, min(arrivalTime, timerTime) <= end else {
            return false
        }
        if let arrival, arrivalTime <= timerTime {
            now = max(now, arrivalTime)
            let next = queue.remove(at: arrival)
            take(hosts[next.host].receive(next.packet, at: now), of: next.host)
        } else if let timer {
            now = max(now, timerTime)
            take(hosts[timer].fire(at: now), of: timer)
        }
        return true
    }

    /// Runs while a probe runs or a packet is under way.
    mutating func run() {
        var steps = 0
        while hosts.contains(where: \.isBusy) || !queue.isEmpty, step() {
            steps += 1
            precondition(steps < 1_000_000, "a network comes to rest")
        }
    }

    /// Runs until an instant, whether somebody waits or not.
    mutating func run(until end: Instant) {
        while step(until: end) {}
        now = max(now, end)
    }

    /// Runs until nothing at all is due.
    mutating func runDry() {
        var steps = 0
        while step() {
            steps += 1
            precondition(steps < 1_000_000, "a network comes to rest")
        }
    }

    /// What the probes of a host found out.
    func events(of host: Int = 0) -> [ProbeEvent] {
        happenings.compactMap {
            guard case .probe(_, let event) = $0.what, $0.host == host else { return nil }
            return event
        }
    }

    /// What happened at a host, apart from what its probes found out.
    func happenings(at host: Int) -> [HostEvent] {
        happenings.compactMap {
            if case .probe = $0.what { return nil }
            return $0.host == host ? $0.what : nil
        }
    }
}

extension [ProbeEvent] {
    var conversation: [ConversationEvent] {
        compactMap { if case .conversation(let event) = $0 { event } else { nil } }
    }

    /// All that was heard.
    var heard: [UInt8] {
        conversation.flatMap { if case .heard(let data) = $0 { data } else { [UInt8]() } }
    }

    /// How it ended.
    var summary: ConversationSummary? {
        conversation.compactMap { if case .ended(let summary) = $0 { summary } else { nil } }.last
    }

    var pings: [PingEvent] { compactMap { if case .ping(let event) = $0 { event } else { nil } } }

    var ports: [ScannedPort] {
        compactMap { if case .scan(.port(let port)) = $0 { port } else { nil } }
    }

    var answers: [ResolveAnswer] {
        compactMap { if case .resolve(.answer(let answer)) = $0 { answer } else { nil } }
    }
}
