import Commands
import EventLoop
import Events
package import Fabric
package import Firewall
import Grammar
import Timeline
import Wire

/// The network that commands are about: which of its gateways, what they may spend, what is heard of it.
package final class LabNetwork {
    /// The network.
    package let fabric = Fabric()
    /// Which of `Fabric.gateways` the commands about rules, sets, connections and policies are about.
    private(set) var current = 0
    /// How the last packet, test or message ended: what `expect` is about.
    var outcome: Outcome?
    /// What the command that is being carried out may spend.
    let budget = Budget()
    /// The revisions of each gateway's rules that packets can be asked about at once.
    private lazy var prepared = [UInt64?](repeating: nil, count: fabric.gateways.count)
    /// How far it has listened to the network, what happened beside a long command while it ran, who is told what
    /// such a command has to say before it has ended, and how many strangers there were.
    var heard = (
        cursor: Cursor(), events: [LabEvent](), part: { (_: LabEvent) in },
        strangers: StrangerTally()
    )

    // MARK: - The gateway in use

    /// What the gateway is called that those commands are about.
    package var gateway: GatewayName { fabric.gateways[current].name }

    /// Lends the gateway itself: a copy would count a reference for each thing that it holds.
    func withGateway<Result>(_ body: (borrowing Gateway) -> Result) -> Result {
        let gateways = fabric.gateways
        return body(gateways.span[current])
    }

    /// Its rules; they are changed in place, as there may be very many.
    package var firewall: RuleSet {
        _read {
            let gateways = fabric.gateways
            yield gateways.span[current].firewall
        }
        _modify { yield &fabric.gateways[current].firewall }
    }

    /// Turns those commands to another gateway; without a name it stays as it is.
    func use(_ name: Placed<String>?) throws(LabFault) -> SessionEvent {
        let names = fabric.gateways.map(\.name.text)
        if let name {
            guard let place = names.firstIndex(of: name.value) else {
                throw .command(.noSuchGateway(name.value, known: names), name.range)
            }
            current = place
        }
        return .gateway(gateway, of: names, isChanged: name != nil)
    }

    // MARK: - What a command may do

    /// Whether there is a reason to stop, between two packets of a command or two lines of a script.
    var isInterrupted: Bool { budget.look() != nil }

    /// Takes steps off what the command may spend.
    ///
    /// - Throws: `CommandFault.ended` when it may spend no more; what calls it has changed nothing yet.
    func spend(_ steps: Int = Budget.item, at range: Range<Int>) throws(LabFault) {
        guard !budget.spend(steps), let end = budget.end else { return }
        throw .command(.ended(end), range)
    }

    /// That a command was ended, if it was.
    var cut: [LabEvent] { budget.end.map { [.lab(.ended($0))] } ?? [] }

    /// Lets what is under way come to its end.
    func settle() throws(LabFault) {
        while try blaming(0..<0, { () throws(FabricFault) in try fabric.run(steps: Self.stride) }) {
            hear { _ in }
            try spend(Self.stride * Budget.item, at: 0..<0)
        }
    }

    /// How many packets or steps there are between two looks at what has happened.
    static let stride = 256

    /// Works out what decides about packets at each gateway, which takes long for a long list.
    func prepare(at range: Range<Int>) throws(LabFault) {
        let count = prepared.count
        for place in 0..<count {
            let gateways = fabric.gateways
            let revision = gateways.span[place].firewall.revision
            guard prepared[place] != revision else { continue }
            guard fabric.gateways[place].firewall.prepare(budget) else {
                try spend(at: range)
                continue
            }
            prepared[place] = revision
        }
    }

    /// Runs something of the network and gives its faults their place in the line.
    func blaming<Result>(
        _ range: Range<Int>, _ body: () throws(FabricFault) -> Result
    ) throws(LabFault) -> Result {
        do {
            return try body()
        } catch {
            throw .command(.network(error), range)
        }
    }

    // MARK: - Packets

    /// The packet of a number that a person gave.
    func record(_ number: Placed<Int>) throws(LabFault) -> PacketRecord {
        if let record = fabric.log[number.value] { return record }
        let last = fabric.log.lastNumber
        if number.value <= last, let oldest = fabric.log.firstNumber {
            throw .command(.forgottenPacket(number.value, oldest: oldest), number.range)
        }
        throw .command(.noSuchPacket(number.value, last: last), number.range)
    }

    /// Refuses a link that the gateway does not have.
    func checkLink(_ request: PacketRequest) throws(LabFault) {
        let links = firewall.links
        for link in [request.way.link, request.asked.out].compactMap({ $0 })
        where !links.contains(link.value) {
            throw .command(.rules(.noSuchLink(link.value, known: links)), link.range)
        }
    }

    /// The packet that a request means, with what the lab chooses filled in from its number.
    func draft(of request: PacketRequest, quoting quoted: Packet?) -> PacketDraft {
        let number = fabric.log.lastNumber + 1
        let source = request.source.port ?? Fabric.ephemeralPort(number)
        let destination = request.destination.port ?? Port(rawValue: 0)
        let transport: PacketDraft.Transport =
            switch request.transport {
            case .tcp(let flags):
                .tcp(
                    source: source, destination: destination,
                    sequence: Fabric.initialSequence(number), flags: flags)
            case .udp: .udp(source: source, destination: destination)
            case .icmp(let type?, let code):
                if let quoted {
                    .icmpError(type: type, code: code ?? 0, about: quoted.bytes)
                } else {
                    .icmp(
                        type: type, code: code ?? 0,
                        rest: 1 << 16 | UInt32(UInt16(truncatingIfNeeded: number)))
                }
            case .icmp(nil, _):
                .icmpEcho(.request, identifier: 1, sequence: UInt16(truncatingIfNeeded: number))
            case .other(let proto): .other(proto)
            }
        var draft = PacketDraft(
            source: request.source.address, destination: request.destination.address,
            transport: transport, data: request.data,
            identification: UInt16(truncatingIfNeeded: number))
        for number in HeaderNumber.allCases where !request.header.isEmpty {
            if let value = request.header[number] { number.row.write(value, &draft) }
        }
        return draft
    }

    /// What the firewall would see of a packet, and know beyond its bytes.
    func sight(of request: PacketRequest) throws(LabFault) -> (PacketFields, PacketContext) {
        try checkLink(request)
        let quoted = try request.about.map { (place) throws(LabFault) in try record(place) }
        let draft = draft(of: request, quoting: quoted?.packet)
        let fields = draft.fields
        guard fields.totalLength <= Packet.maximumLength else {
            throw .command(.network(.packet(.tooLong)), request.range)
        }
        var context = PacketContext(
            link: request.way.link?.value ?? withGateway { $0.entranceLink })
        context.out = request.asked.out?.value ?? firewall.onlyOut(from: context.link)
        if let state = request.asked.state {
            context.state = state
        } else if withGateway({ $0.firewall.index.stateful }) > 0 {
            // Only then is the packet built: most lists do not ask.
            if let packet = try? draft.build() {
                context.state = fabric.gateways[current].flows.state(
                    of: packet, at: fabric.loop.now)
            }
        }
        return (fields, context)
    }
}
