import Cipher
import EventLoop
import Fabric
import Firewall
import Network
import Platform
import Timeline
import Tunnel
import Wire

/// A lab with an open tunnel, and somebody outside who sends to the ports of its two ends.
final class Flood {
    private let fabric = Fabric(loop: EventLoop(patience: .seconds(5)))
    private let attacker: UDPSocket
    private var cursor = Cursor()
    private let parameters: SAParameters
    private var targets: [Target] = []
    private var refusals: [DropReason: UInt64] = [:]
    private var messages: UInt64 = 0
    private var sent: UInt64 = 0

    /// An end of the tunnel.
    private struct Target {
        let role: TunnelRole
        let port: Port
        var hostile: HostileDatagrams
        var sent: UInt64 = 0
    }

    /// Opens the tunnel and lets it carry its first messages.
    init(_ parameters: SAParameters) throws {
        self.parameters = parameters
        attacker = try UDPSocket(port: 0)
        fabric[fabric.topology.gateways[0]].firewall.setDefault(.allow)
        let length = parameters.suite.keyLength
        let key = (0..<length + Salt.length).map { UInt8($0) }
        let snapshot = try Self.open(fabric, key, parameters)
        for end in snapshot.ends {
            guard let port = end.port else { throw FloodFault.broken("the ports are fixed") }
            let material = KeyMaterial(
                key: SecretBytes(copying: key.span.extracting(first: length)),
                salt: Salt(rawValue: key.span.uint32(at: length)))
            targets.append(
                Target(
                    role: end.role, port: port,
                    hostile: try HostileDatagrams(
                        spi: end.inbound.spi, material: material, parameters: parameters,
                        payload: Self.packet(),
                        seed: UInt64(port.rawValue & 1) + 1)))
        }
        for _ in 0..<3 { try sendMessage() }
    }

    /// Sends so many datagrams, and a message through the tunnel now and then; prints what came of it.
    func run(_ count: Int) throws {
        var memory: Int?
        while sent < count {
            // Once the log is full and everything has been done a few times, the program has what it needs.
            let isSteady = sent * 10 >= count && fabric.frames.firstNumber ?? 1 > 1
            if memory == nil, isSteady { memory = try Self.residentMemory() }
            let batch = min(Self.batch, count - Int(sent))
            for target in targets.indices { try attack(target, batch / 2 + target * (batch % 2)) }
            if sent / 5_000 != (sent - UInt64(batch)) / 5_000 { try sendMessage() }
        }
        let after = try Self.residentMemory()
        try sendMessage()
        try check(count)
        let grown = after - (memory ?? after)
        guard grown < Self.memoryLimit else {
            throw FloodFault.broken("memory grew by \(grown) kB")
        }
        report(after, grown)
        try fabric.close(Self.name)
    }

    /// Far inside what the receive buffer holds.
    private static let batch = 128
    /// What the resident memory may grow by between a tenth of the way and its end, in kB.
    private static let memoryLimit = 4_096
    private static let name = "demo"

    /// Sends a batch, and lets the lab judge it.
    private func attack(_ target: Int, _ count: Int) throws {
        var kinds: [HostileDatagrams.Kind] = []
        for _ in 0..<count {
            let (kind, datagram) = targets[target].hostile.next()
            try attacker.send(datagram.span, to: targets[target].port.rawValue)
            kinds.append(kind)
        }
        sent += UInt64(count)
        targets[target].sent += UInt64(count)
        var seen = 0
        while seen < count {
            guard case .readable(let id) = try fabric.loop.waitForKey(keyboard: -1, wake: -1) else {
                throw FloodFault.broken("only sockets are waited for")
            }
            try fabric.socketReady(id)
            var heard: [Happening] = []
            fabric.read(&cursor) { heard.append($0) }
            for event in heard {
                guard case .frame(let number) = event, let frame = fabric.frames[number],
                    frame.kind == .foreign
                else {
                    throw FloodFault.broken("nothing else happens: \(event)")
                }
                guard let refusal = frame.fate.refusal, seen < count,
                    frame.receiver == targets[target].role
                else { throw FloodFault.broken("accepted: \(frame)") }
                try check(refusal, kinds[seen])
                refusals[refusal, default: 0] += 1
                seen += 1
            }
        }
    }

    /// Each kind is refused by the check that it is meant for, or by one before it.
    private func check(_ reason: DropReason, _ kind: HostileDatagrams.Kind) throws {
        let expected: [DropReason] =
            switch kind {
            case .random: [.malformed, .unknownSPI, .keepalive, .nonESPMarker, .badICV]
            case .spi: [.malformed, .replayed, .tooOld, .badICV]
            case .header, .otherKey: [.badICV]
            case .truncated: [.malformed, .badICV]
            case .flipped: [.unknownSPI, .badICV]
            case .extended: [.malformed, .badICV]
            // The low half of an old number is taken for that of one to come (RFC 4303 appendix A2.2).
            case .replayed: [.replayed, parameters.isExtended ? .badICV : .tooOld]
            case .reflected: [.unknownSPI]
            case .notESP: [.keepalive, .nonESPMarker]
            }
        guard expected.contains(reason) else {
            throw FloodFault.broken("\(kind.rawValue) is refused as \(reason.rawValue)")
        }
    }

    /// A message and its echo, which the attacker hears.
    private func sendMessage() throws {
        let number = try fabric.send(message: Array("hola".utf8), through: Self.name)
        messages += 1
        guard let message = fabric.log[number], message.isDelivered,
            let answer = message.answer.flatMap({ fabric.log[$0] }), answer.isDelivered,
            let there = datagram(of: message), let back = datagram(of: answer)
        else { throw FloodFault.broken("message \(messages) and its echo are delivered") }
        for target in targets.indices {
            let isServer = targets[target].role == .server
            targets[target].hostile.hear(
                accepted: isServer ? there : back, own: isServer ? back : there)
        }
        fabric.read(&cursor) { _ in }
    }

    /// The ESP packet in which a packet crossed.
    private func datagram(of record: PacketRecord) -> [UInt8]? {
        record.sealedFrame.flatMap(fabric.frames.image).map { Array($0.datagram) }
    }

    private func check(_ count: Int) throws {
        let counters = fabric.counters
        guard counters.strangers == count, counters.made == 2 * messages,
            counters.delivered == counters.made, counters.underway == 0
        else { throw FloodFault.broken("the lab's counters add up: \(counters)") }
        guard refusals.values.reduce(0, +) == count else {
            throw FloodFault.broken("every datagram was refused")
        }
        for (end, target) in zip(try fabric.snapshot(of: Self.name).ends, targets) {
            let refused = DropReason.allCases.reduce(0) { $0 + end.counters.refusedOnArrival($1) }
            guard end.counters.arrived == target.sent + messages, refused == target.sent,
                end.counters.delivered == messages, end.opened.packets == messages,
                end.inbound.window.highest.rawValue == messages
            else { throw FloodFault.broken("the \(end.role.rawValue)'s counters add up") }
        }
    }

    private func report(_ memory: Int, _ grown: Int) {
        for reason in DropReason.allCases {
            if let count = refusals[reason] { print("\(reason.rawValue) \(count)") }
        }
        print("refused \(sent), messages \(messages), memory \(memory) kB, grown by \(grown) kB")
    }
}

extension Flood {
    /// Opens the tunnel at ports that are free a moment before.
    private static func open(
        _ fabric: Fabric, _ key: [UInt8], _ parameters: SAParameters
    ) throws -> TunnelSnapshot {
        for _ in 0..<20 {
            let ports = try [UDPSocket(port: 0).localPort, UDPSocket(port: 0).localPort]
            do {
                var plan = TunnelPlan(
                    name: name, keys: .given(key),
                    client: TunnelPlan.End(port: Port(rawValue: ports[0])),
                    server: TunnelPlan.End(port: Port(rawValue: ports[1])))
                plan.parameters = parameters
                return try fabric.open(plan)
            } catch {
                // Somebody else was faster.
                guard case FabricFault.port = error else { throw error }
            }
        }
        throw FloodFault.broken("two ports are free")
    }

    /// The bytes of an IP packet, as they are sealed.
    private static func packet() throws -> [UInt8] {
        try PacketDraft(
            source: Fabric.clientAddress, destination: Fabric.serverAddress,
            transport: .udp(source: Port(rawValue: 40_000), destination: Fabric.echoPort),
            data: Array("evil".utf8)
        ).build().bytes
    }

    /// The resident memory of this process in kB: `statm` of `proc(5)`.
    private static func residentMemory() throws -> Int {
        guard let file = unsafe fopen("/proc/self/statm", "r") else {
            throw FloodFault.memoryUnknown
        }
        defer { unsafe fclose(file) }
        var text = [UInt8](repeating: 0, count: 256)
        let count = unsafe fread(&text, 1, text.count, file)
        let words = String(decoding: text.prefix(count), as: UTF8.self).split(separator: " ")
        guard words.count > 1, let pages = Int(words[1]) else { throw FloodFault.memoryUnknown }
        return pages * Int(sysconf(Int32(_SC_PAGESIZE))) / 1_024
    }
}
