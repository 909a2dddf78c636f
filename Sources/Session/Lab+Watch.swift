import Commands
import Events
import Fabric
import Grammar

extension Lab {
    /// What somebody on the wire has seen of the packets that are kept, or of those of one tunnel.
    ///
    /// A tunnel that is closed is still known as long as a packet that it sealed is kept.
    func watch(_ name: Placed<String>?) throws(LabFault) -> TunnelEvent {
        let log = fabric.log
        var crossings = log.kept.flatMap { WireCrossing.all(of: $0, in: fabric.topology) }
        if let name {
            crossings.removeAll { $0.tunnel != name.value }
            if crossings.isEmpty {
                _ = try onNetwork(name.range) { () throws(FabricFault) in
                    try fabric.snapshot(of: name.value)
                }
            }
        }
        let oldest = log.firstNumber.flatMap { $0 > 1 ? $0 : nil }
        return .watched(
            WatchReport(crossings, of: name?.value, oldest: oldest, in: fabric.topology))
    }
}
