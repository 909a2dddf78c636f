import Tunnel
import Wire

/// Recording what is seen on the links.
extension Fabric {
    /// What is being recorded, or was recorded last; nil before the first capture.
    package var capture: Capture? { journal.capture }

    /// Starts to record; what was recorded before is given up.
    ///
    /// - Throws: `FabricFault.captureRunning`.
    package func startCapture() throws(FabricFault) {
        guard capture?.isRunning != true else { throw .captureRunning }
        journal.capture = Capture(of: topology)
    }

    /// Stops to record.
    ///
    /// - Throws: `FabricFault.noCaptureRunning`.
    package func stopCapture() throws(FabricFault) {
        guard capture?.isRunning == true else { throw .noCaptureRunning }
        journal.capture?.isRunning = false
    }

    /// Remembers the key of a packet that has just been sealed, while a capture runs.
    func rememberKey(of sealing: Sealing) {
        guard let capture, capture.isRunning,
            let station = tunnels.station(sealing.tunnel, sealing.role),
            let header = try? ESPHeader.parse(sealing.datagram.span)
        else { return }
        station.withSealingKey(of: header.spi) { parameters, material in
            capture.keys.note(sealing.role, header.spi, parameters, material)
        }
    }

    /// The keys of all open tunnels: for each of them what the client seals with, then the server.
    package var sealingKeys: [SealingKey] {
        var keys: [SealingKey] = []
        let names =
            tunnels.pairs.map { ($0.id, $0.name) } + tunnels.loners.map { ($0.id, $0.name) }
        for (_, name) in names.sorted(by: { $0.0 < $1.0 }) {
            for role in TunnelRole.allCases { keys += sealingKeys(of: name, role) }
        }
        return keys
    }

    /// What an end seals with; where it is in another process, what its peer opens with.
    private func sealingKeys(of name: String, _ role: TunnelRole) -> [SealingKey] {
        guard let station = tunnels.station(name, role) else {
            guard let peer = tunnels.station(name, role.peer)?.end else { return [] }
            return [
                SealingKey(
                    role: role, spi: peer.inbound.spi, parameters: peer.inbound.parameters,
                    material: peer.inboundMaterial.copy())
            ]
        }
        return station.sealingSPIs.compactMap { spi in
            station.withSealingKey(of: spi) { parameters, material in
                SealingKey(
                    role: role, spi: spi, parameters: parameters, material: material.copy())
            }
        }
    }
}
