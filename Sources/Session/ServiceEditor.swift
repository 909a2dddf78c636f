import Commands
import Events
import Grammar
import Network
import Wire

/// Carries out commands about what a host offers, on the list of its services, whether they are typed or stand in a file.
enum ServiceEditor {
    /// Carries out a command; `node` is what the host is called.
    ///
    /// - Throws: `CommandFault`; then nothing has changed.
    static func apply(
        _ command: HostCommand, at node: String, to services: inout [HostService]
    ) throws(CommandFault) -> HostAnswer {
        switch command {
        case .addService(let service):
            let new = service.value
            guard index(of: new.transport, new.port, in: services) == nil,
                services.count < HostLimits.services
            else { throw .portInUse(new.port) }
            // All DNS services of a host say the same.
            services.append(zone(of: services).map { new.with($0) } ?? new)
            return .serviceAdded(node: node, new)
        case .removeService(let kind, let place):
            let port = place.port ?? kind.value.usualPort
            guard let index = index(of: place.transport, port, in: services),
                services[index].kind.name == kind.value
            else { throw .noSuchService(kind.value, port) }
            return .serviceRemoved(node: node, services.remove(at: index))
        case .addRecord(let record):
            guard let zone = zone(of: services) else { throw .noZone }
            guard let new = zone.adding(record.value) else { throw .recordRefused(record.value) }
            services = services.map { $0.with(new) }
            return .recordAdded(node: node, record.value)
        case .removeRecords(let name):
            guard let zone = zone(of: services) else { throw .noZone }
            let rest = zone.removing(name.value)
            let count = zone.records.count - rest.records.count
            guard count > 0 else { throw .noSuchRecord(name.value) }
            services = services.map { $0.with(rest) }
            return .recordsRemoved(node: node, name.value, count: count)
        case .ping, .traceroute, .connect, .fetch, .resolve, .scan, .listConnections,
            .closeConnection,
            .listServices, .listRecords:
            preconditionFailure("what changes nothing is carried out elsewhere")
        }
    }

    private static func index(
        of transport: ServiceTransport, _ port: Port, in services: [HostService]
    ) -> Int? {
        services.firstIndex { $0.transport == transport && $0.port == port }
    }

    private static func zone(of services: [HostService]) -> DNSZone? {
        services.lazy.compactMap(\.zone).first
    }
}

extension HostCommand {
    /// Whether it can stand in the file of a network.
    var isWritten: Bool {
        switch self {
        case .addService, .removeService, .addRecord, .removeRecords: true
        case .ping, .traceroute, .connect, .fetch, .resolve, .scan, .listConnections,
            .closeConnection,
            .listServices, .listRecords:
            false
        }
    }
}
