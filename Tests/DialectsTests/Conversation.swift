import Firewall
import Testing
import Wire

/// What two hosts say to each other through the router.
struct Conversation {
    private let near: IPAddress
    private let far: IPAddress
    private var port: UInt16 = 40_000
    private(set) var arrivals: [KernelRouter.Arrival] = []

    /// The same in both families.
    static func both() throws -> [KernelRouter.Arrival] {
        try [("10.0.0.7", "203.0.113.9"), ("2001:db8::7", "2001:db8:1::9")].flatMap {
            near, far in
            var talk = Conversation(
                near: try #require(IPAddress(near)), far: try #require(IPAddress(far)))
            try talk.speak()
            return talk.arrivals
        }
    }

    private init(near: IPAddress, far: IPAddress) {
        (self.near, self.far) = (near, far)
    }

    private mutating func speak() throws {
        // Opened, used, and closed in order; then opened again.
        try talk("> SYN; < SYN,ACK; > ACK; < PSH,ACK; > ACK; > PSH,ACK; < ACK; > FIN,ACK; < ACK")
        try talk("> SYN; < SYN,ACK; > ACK; > FIN,ACK; < FIN,ACK; > ACK; < ACK; > SYN; < SYN,ACK")
        try talk("> SYN; > SYN; < SYN,ACK; < SYN,ACK; > ACK; < RST,ACK; > ACK; > SYN")
        // The other side asks.
        try talk("< SYN; > SYN,ACK; < ACK; < FIN,ACK; > ACK; > FIN,ACK; < ACK")
        // Refused, and not answered.
        try talk("> SYN; < RST,ACK; > SYN; < RST,ACK")
        try talk("> SYN; > ACK")
        // Of no flow, or of no connection at all.
        for flags in ["ACK", "SYN,ACK", "RST", "RST,ACK", "FIN,ACK", "PSH,ACK", "SYN,FIN", "FIN"] {
            try talk("> \(flags)")
            try talk("< \(flags)")
        }
        try talk("> FIN,PSH,URG")
        try talk("> SYN; < SYN,ACK; > ACK; > SYN,FIN; > PSH,ACK; < FIN,PSH,URG; < PSH,ACK")
        try datagrams()
        try messages()
    }

    /// Segments with the numbers that they would have; `>` is from the near host.
    private mutating func talk(_ script: String) throws {
        port += 1
        var next: [String: UInt32] = [">": 1000, "<": 5000]
        for step in script.split(separator: "; ") {
            let way = String(step.prefix(1))
            let flags = try #require(TCPFlags(String(step.dropFirst(2))))
            let data: [UInt8] = flags.contains(.psh) && flags.contains(.ack) ? [1, 2, 3, 4] : []
            let isAgain = flags.contains(.syn) && next[way] == (way == ">" ? 1001 : 5001)
            let sequence = (next[way] ?? 0) - (isAgain ? 1 : 0)
            let (source, destination) = way == ">" ? (port, 443) : (443, port)
            try send(
                way,
                .tcp(
                    source: Port(rawValue: source), destination: Port(rawValue: destination),
                    sequence: sequence,
                    acknowledgment: flags.contains(.ack) ? next[way == ">" ? "<" : ">"] ?? 0 : 0,
                    flags: flags), data)
            let isLegal = !(flags.contains(.fin) && !flags.contains(.ack))
            let controls: UInt32 = isLegal && !flags.isDisjoint(with: [.syn, .fin]) ? 1 : 0
            next[way] = sequence + controls + UInt32(data.count)
        }
    }

    private mutating func datagrams() throws {
        for (number, ways) in [">><>", "<><", "><<"].enumerated() {
            let port = Port(rawValue: UInt16(5000 + number))
            for way in ways.map(String.init) {
                let (source, destination) =
                    way == ">" ? (port, Port(rawValue: 53)) : (Port(rawValue: 53), port)
                try send(way, .udp(source: source, destination: destination), [7])
            }
        }
        for way in ["<", ">", "<"] {
            try send(way, .other(.esp), [UInt8](repeating: 9, count: 24))
        }
    }

    private mutating func messages() throws {
        try send(">", .icmpEcho(.request, identifier: 3, sequence: 1))
        try send("<", .icmpEcho(.reply, identifier: 3, sequence: 1))
        try send("<", .icmpEcho(.reply, identifier: 4, sequence: 1))
        try send("<", .icmpEcho(.request, identifier: 5, sequence: 1))
        try send(">", .icmpEcho(.reply, identifier: 5, sequence: 1))
        // Every message that there may be, without a quote.
        for type in RandomConversations.types {
            try send(type.isMultiple(of: 2) ? ">" : "<", .icmp(type: type, code: 0))
        }
        let unreachable: UInt8 = near.family == .v4 ? 3 : 1
        // About a datagram that passed or did not, about one of no flow, and about an echo.
        for port in [UInt16(6000), 6001] {
            let asked = PacketDraft(
                source: near, destination: far,
                transport: .udp(source: Port(rawValue: port), destination: Port(rawValue: 9)))
            let packet = try asked.build()
            if port == 6000 { try send(">", asked.transport) }
            try send("<", .icmpError(type: unreachable, code: 1, about: packet.bytes))
        }
        let echo = PacketDraft(
            source: near, destination: far,
            transport: .icmpEcho(.request, identifier: 3, sequence: 1))
        try send("<", .icmpError(type: unreachable, code: 1, about: try echo.build().bytes))
        try send(">", .icmpError(type: unreachable, code: 1, about: try echo.build().bytes))
    }

    private mutating func send(
        _ way: String, _ transport: PacketDraft.Transport, _ data: [UInt8] = []
    ) throws {
        let packet = try PacketDraft(
            source: way == ">" ? near : far, destination: way == ">" ? far : near,
            transport: transport, data: data
        ).build()
        arrivals.append(
            KernelRouter.Arrival(
                packet: packet, link: LinkName(rawValue: way == ">" ? "lan-a" : "internet")))
    }
}
