import Commands
import Events
import Fabric
import Grammar
import Timeline
import Tunnel
import Wire

extension Lab {
    func apply(_ command: TunnelCommand) throws(LabFault) -> TunnelEvent {
        switch command {
        case .open(let request): try open(request, only: nil, at: nil)
        case .listen(let request): try open(request, only: .server, at: nil)
        case .connect(let request, let port): try open(request, only: .client, at: port)
        case .send(let name, let text): try send(text, through: name)
        case .key(let name, let side, let key): try setKey(name, side, key)
        case .dummy(let name, let length, let count): try sendDummies(name, length, count)
        case .show(let name, let withKeys): try show(name, withKeys: withKeys)
        case .list: .listed(fabric.tunnelSnapshots, fabric.topology)
        case .watch(let name): try watch(name)
        case .rekey(let name):
            try onNetwork(name.range) { () throws(FabricFault) in
                .rekeyed(try fabric.rekey(name.value))
            }
        case .keepalive(let name):
            try onNetwork(name.range) { () throws(FabricFault) in
                .control(try fabric.sendKeepalive(through: name.value), count: 1, asked: 1)
            }
        case .keys(let file): try saveKeys(to: file)
        case .close(let name):
            try onNetwork(name.range) { () throws(FabricFault) in
                try fabric.close(name.value)
                return .closed(name.value)
            }
        }
    }

    private func setKey(
        _ name: Placed<String>, _ role: TunnelRole, _ key: Placed<[UInt8]>
    ) throws(LabFault) -> TunnelEvent {
        do {
            try fabric.setKey(key.value, at: role, of: name.value)
        } catch {
            if case .keyLength = error { throw .command(.network(error), key.range) }
            throw .command(.network(error), name.range)
        }
        return .keySet(name.value, role)
    }

    private func sendDummies(
        _ name: Placed<String>, _ length: Int, _ count: Int
    ) throws(LabFault) -> TunnelEvent {
        var sent = 0
        while true {
            let report = try onNetwork(name.range) { () throws(FabricFault) in
                try fabric.sendDummy(of: length, through: name.value)
            }
            sent += 1
            // The first that ends in another way than as a dummy ends the series.
            let isUsual = report.reason == .dummy || report.reason == nil
            guard isUsual, sent < count, budget.spend(Self.steps) else {
                return .control(report, count: sent, asked: count)
            }
        }
    }

    /// What it costs to send a dummy packet.
    private static let steps = 1 << 14

    private func show(_ name: Placed<String>, withKeys: Bool) throws(LabFault) -> TunnelEvent {
        try onNetwork(name.range) { () throws(FabricFault) in
            let tunnel = try fabric.snapshot(of: name.value)
            guard withKeys else { return .shown(tunnel, nil, fabric.topology) }
            let keys = TunnelEvent.Keys(
                client: try fabric.keyText(sealedBy: .client, of: name.value),
                server: try fabric.keyText(sealedBy: .server, of: name.value))
            return .shown(tunnel, keys, fabric.topology)
        }
    }

    private func open(
        _ request: TunnelRequest, only role: TunnelRole?, at port: Placed<Port>?
    ) throws(LabFault) -> TunnelEvent {
        let plan = TunnelPlan(request)
        do {
            if let role {
                return .opened(
                    try fabric.open(plan, only: role, remotePort: port?.value),
                    fabric.topology)
            }
            return .opened(try fabric.open(plan), fabric.topology)
        } catch {
            throw .command(.network(error), self.place(of: error, in: request))
        }
    }

    private func place(of fault: FabricFault, in request: TunnelRequest) -> Range<Int> {
        switch fault {
        case .port(_, .client, _): request.client.port?.range ?? request.name.range
        case .port(_, .server, _): request.server.port?.range ?? request.name.range
        case .keyLength:
            switch request.keys {
            case .given(let key), .both(let key, _): key.range
            case .generated, .password: request.name.range
            }
        case .policyRepeated, .tooManyPolicies: request.selectors?.to.range ?? request.name.range
        default: request.name.range
        }
    }

    private func send(
        _ text: Placed<[UInt8]>, through name: Placed<String>
    ) throws(LabFault) -> TunnelEvent {
        let number: Int
        do {
            number = try fabric.send(message: text.value, through: name.value)
        } catch {
            if case .messageTooLarge = error { throw .command(.network(error), text.range) }
            throw .command(.network(error), name.range)
        }
        guard let record = fabric.log[number] else {
            preconditionFailure("the newest packets are always kept")
        }
        let echo = record.answer.flatMap { fabric.log[$0] }
        // What came when nobody waited any longer is no reply.
        let reply = echo.flatMap { echo -> [UInt8]? in
            guard echo.isDelivered, !record.isUnanswered else { return nil }
            return Array(echo.packet.bytes[echo.packet.payload])
        }
        outcome =
            record.hasLeft && reply == nil
            ? .departed([])
            : .message(drop: record.dropReason ?? echo?.dropReason, reply: reply)
        return .message(
            TunnelEvent.Exchange(record, echo: echo, in: fabric.frames), text: text.value,
            fabric.topology)
    }
}

extension TunnelPlan {
    /// The plan that a person's request means.
    init(_ request: TunnelRequest) {
        let keys: Keys =
            switch request.keys {
            case .generated: .generated
            case .given(let key): .given(key.value)
            case .both(let client, let server):
                .both(client: client.value, server: server.value)
            case .password(let password): .password(password.value)
            }
        self.init(
            name: request.name.value, keys: keys, client: End(request.client),
            server: End(request.server))
        parameters = request.parameters
        selectors = request.selectors.flatMap { prefixes in
            TrafficSelectors(source: prefixes.from, destination: prefixes.to.value)
        }
    }
}

extension TunnelPlan.End {
    fileprivate init(_ request: TunnelRequest.End) {
        self.init(spi: request.spi?.value, port: request.port?.value)
        suite = request.suite
        windowSize = request.windowSize
        isExtended = request.isExtended
        lastSequence = request.lastSequence
    }
}
