import Captures
import Commands
import Events
import Fabric
import Grammar

extension Lab {
    /// What somebody on the wire has seen of the frames that are kept, or of those of one tunnel.
    ///
    /// A tunnel that is closed is still known as long as a frame of it is kept.
    func watch(_ name: Placed<String>?) throws(LabFault) -> TunnelEvent {
        let report = WatchReport(fabric.frames, of: name?.value, in: fabric.topology)
        if let name, report.seen == 0 {
            _ = try onNetwork(name.range) { () throws(FabricFault) in
                try fabric.snapshot(of: name.value)
            }
        }
        return .watched(report)
    }
}
