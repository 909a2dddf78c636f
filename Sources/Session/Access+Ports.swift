import Commands
import Events
import Fabric
import Grammar
import Tunnel
import Wire

/// The ports that a person fixes.
extension Access {
    /// Opens a tunnel, or only one end of it, at the ports that the request names or at any.
    func open(
        _ request: TunnelRequest, only role: TunnelRole? = nil, at remotePort: Port? = nil,
        in fabric: Fabric
    ) throws(LabFault) -> TunnelSnapshot {
        try checkPorts(of: request, in: fabric)
        do {
            return try fabric.open(TunnelPlan(request), only: role, remotePort: remotePort)
        } catch {
            throw .command(.network(error), place(of: error, in: request))
        }
    }

    /// Refuses ports that a script names: they may be those of other programs.
    ///
    /// A tunnel that the network refuses for its name, too, is left to the network.
    private func checkPorts(
        of request: TunnelRequest, in fabric: Fabric
    ) throws(LabFault) {
        guard let bounds, !bounds.areFixedPortsAllowed,
            !fabric.tunnelSnapshots.contains(where: { $0.name == request.name.value }),
            let port = request.client.port ?? request.server.port
        else { return }
        throw .command(.fixedPort, port.range)
    }

    private func place(of fault: FabricFault, in request: TunnelRequest) -> Range<Int> {
        switch fault {
        case .port(_, .client, _): request.client.port?.range ?? request.name.range
        case .spiTaken:
            request.server.spi?.range ?? request.server.port?.range ?? request.name.range
        case .port(_, .server, _): request.server.port?.range ?? request.name.range
        case .keyLength:
            switch request.keys {
            case .given(let key), .both(let key, _): key.range
            case .generated, .password: request.name.range
            }
        case .policyRepeated, .policyAmbiguous, .tooManyPolicies:
            request.selectors?.destination ?? request.name.range
        default: request.name.range
        }
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
        selectors = request.selectors?.selectors
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
