import Captures
import Commands
import EventLoop
import Events
import Fabric
import Grammar
import Timeline
import Tunnel
import Wire

/// Carries out the commands about tunnels.
struct TunnelOperations {
    let network: LabNetwork
    let access: Access
    let captures: CaptureOperations

    private var fabric: Fabric { network.fabric }

    func apply(_ command: TunnelCommand) throws(LabFault) -> TunnelEvent {
        switch command {
        case .open(let request):
            .opened(try access.open(try named(request), in: fabric), fabric.topology)
        case .listen(let request):
            .opened(
                try access.open(try named(request), only: .server, in: fabric), fabric.topology)
        case .connect(let request, let port):
            .opened(
                try access.open(
                    try named(request), only: .client, at: port.value, in: fabric),
                fabric.topology)
        case .serve(let name, let count, let limit): try serve(name, count, within: limit)
        case .send(let name, let text): try send(text, through: name)
        case .key(let name, let side, let key): try setKey(name, side, key)
        case .dummy(let name, let length, let count): try sendDummies(name, length, count)
        case .show(let name, let withKeys): try show(name, withKeys: withKeys)
        case .list: .listed(fabric.tunnelSnapshots, fabric.topology)
        case .watch(let name): try watch(name)
        case .rekey(let name):
            try network.blaming(name.range) { () throws(FabricFault) in
                .rekeyed(try fabric.rekey(name.value))
            }
        case .keepalive(let name):
            try network.blaming(name.range) { () throws(FabricFault) in
                .control(try fabric.sendKeepalive(through: name.value), count: 1, asked: 1)
            }
        case .automaticKeepalives(let name, let interval):
            try network.blaming(name.range) { () throws(FabricFault) in
                .keptAlive(
                    name.value, try fabric.keepAlive(name.value, every: interval), every: interval)
            }
        case .keys(let file): try captures.saveKeys(to: file)
        case .close(let name):
            try network.blaming(name.range) { () throws(FabricFault) in
                .closed(name.value, isProtected: try fabric.close(name.value))
            }
        }
    }

    /// The tunnel that a request means, with addresses in the place of names.
    private func named(_ request: TunnelRequest) throws(LabFault) -> TunnelRequest {
        var request = request
        if let selectors = request.selectors { request.selectors = try network.named(selectors) }
        return request
    }

    /// Waits until so many packets have come from the other process, the time is over, or somebody interrupts.
    private func serve(
        _ name: Placed<String>, _ asked: Int, within duration: Duration
    ) throws(LabFault) -> TunnelEvent {
        let limit = RealTimeLimit(duration)
        var arrivals: (count: Int, last: Int?) = (0, nil)
        var isInterrupted = false
        // What came before was not waited for.
        network.hear { _ in }
        while arrivals.count < asked {
            isInterrupted = network.isInterrupted
            let isLast = limit.isOver || isInterrupted
            try network.blaming(name.range) { () throws(FabricFault) in
                try fabric.serve(name.value, within: limit)
            }
            network.hear { happening in
                guard case .entered(let number, .arrival(name.value)) = happening else { return }
                arrivals = (arrivals.count + 1, number)
            }
            if isLast { break }
        }
        network.outcome = arrivals.last.flatMap { fabric.log[$0] }.map {
            .packet($0.verdicts, drop: $0.dropReason)
        }
        return .served(
            TunnelEvent.Served(
                name.value, arrivals.count, of: asked, within: duration,
                isInterrupted: isInterrupted))
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
            let report = try network.blaming(name.range) { () throws(FabricFault) in
                try fabric.sendDummy(of: length, through: name.value)
            }
            sent += 1
            // The first that ends in another way than as a dummy ends the series.
            let isUsual = report.reason == .dummy || report.reason == nil
            guard isUsual, sent < count, network.budget.spend(Self.steps) else {
                return .control(report, count: sent, asked: count)
            }
        }
    }

    /// What it costs to send a dummy packet.
    private static let steps = 1 << 16

    private func show(_ name: Placed<String>, withKeys: Bool) throws(LabFault) -> TunnelEvent {
        try network.blaming(name.range) { () throws(FabricFault) in
            let tunnel = try fabric.snapshot(of: name.value)
            guard withKeys else { return .shown(tunnel, nil, fabric.topology) }
            let keys = (
                client: try fabric.keyText(sealedBy: .client, of: name.value),
                server: try fabric.keyText(sealedBy: .server, of: name.value)
            )
            return .shown(tunnel, keys, fabric.topology)
        }
    }

    /// What somebody on the wire has seen of the frames that are kept, or of those of one tunnel.
    ///
    /// A tunnel that is closed is still known as long as a frame of it is kept.
    func watch(_ name: Placed<String>?) throws(LabFault) -> TunnelEvent {
        let report = WatchReport(fabric.frames, of: name?.value, in: fabric.topology)
        if let name, report.seen == 0 {
            _ = try network.blaming(name.range) { () throws(FabricFault) in
                try fabric.snapshot(of: name.value)
            }
        }
        return .watched(report)
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
        network.outcome =
            record.hasLeft && reply == nil
            ? .departed([])
            : .message(drop: record.dropReason ?? echo?.dropReason, reply: reply)
        return .message(
            TunnelEvent.Exchange(
                record, echo: echo, in: fabric.frames, isSeeded: fabric.seed != nil),
            text: text.value, fabric.topology)
    }
}
