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
        guard let capture, capture.isRunning, let pair = try? tunnels.pair(sealing.tunnel),
            let header = try? ESPHeader.parse(sealing.datagram.span)
        else { return }
        pair.station(sealing.role).withSealingKey(of: header.spi) { parameters, material in
            capture.keys.note(sealing.role, header.spi, parameters, material)
        }
    }

    /// The keys of all open tunnels: for each of them what the client seals with, then the server.
    package var sealingKeys: [SealingKey] {
        var keys: [SealingKey] = []
        for pair in tunnels.pairs {
            for station in [pair.client, pair.server] {
                for spi in station.sealingSPIs {
                    station.withSealingKey(of: spi) { parameters, material in
                        keys.append(
                            SealingKey(
                                role: station.end.role, spi: spi, parameters: parameters,
                                material: material.copy()))
                    }
                }
            }
        }
        return keys
    }
}
