import Commands
import Events
import Fabric
import Tunnel
import Wire

extension Lab {
    func apply(_ command: TunnelCommand) throws(LabFault) -> TunnelEvent {
        switch command {
        case .open(let request): try open(request)
        case .send(let name, let text): try send(text, through: name)
        case .key(let name, let side, let key):
            try onNetwork(name.range) { () throws(FabricFault) in
                let role = TunnelRole(side)
                try fabric.setKey(key.value, at: role, of: name.value)
                return .keySet(name.value, role)
            }
        case .show(let name):
            try onNetwork(name.range) { () throws(FabricFault) in
                .shown(try fabric.snapshot(of: name.value), fabric.topology)
            }
        case .list: .listed(fabric.tunnelSnapshots)
        case .watch(let name): try watch(name)
        case .close(let name):
            try onNetwork(name.range) { () throws(FabricFault) in
                try fabric.close(name.value)
                return .closed(name.value)
            }
        }
    }

    private func open(_ request: TunnelRequest) throws(LabFault) -> TunnelEvent {
        let keys: TunnelPlan.Keys =
            switch request.keys {
            case .generated: .generated
            case .given(let key): .given(key.value)
            case .password(let password): .password(password.value)
            }
        let plan = TunnelPlan(
            name: request.name.value, keys: keys,
            client: TunnelPlan.End(
                spi: request.client.spi?.value, port: request.client.port?.value),
            server: TunnelPlan.End(
                spi: request.server.spi?.value, port: request.server.port?.value))
        do {
            let tunnel = try fabric.open(plan)
            return .opened(
                tunnel, clientKey: try fabric.keyText(sealedBy: .client, of: plan.name),
                serverKey: try fabric.keyText(sealedBy: .server, of: plan.name), fabric.topology)
        } catch {
            throw .command(.network(error), place(of: error, in: request))
        }
    }

    private func place(of fault: FabricFault, in request: TunnelRequest) -> Range<Int> {
        switch fault {
        case .port(_, .client, _): request.client.port?.range ?? request.name.range
        case .port(_, .server, _): request.server.port?.range ?? request.name.range
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
        let reply = echo.flatMap { echo -> [UInt8]? in
            // What comes after the sender stopped waiting is no reply.
            echo.isDelivered && !record.isUnanswered
                ? Array(echo.packet.bytes[echo.packet.payload]) : nil
        }
        outcome = .message(drop: record.dropReason ?? echo?.dropReason, reply: reply)
        return .message(record, echo: echo, text: text.value)
    }
}

extension TunnelRole {
    /// The end that the language means.
    init(_ side: TunnelSide) {
        switch side {
        case .client: self = .client
        case .server: self = .server
        }
    }
}
