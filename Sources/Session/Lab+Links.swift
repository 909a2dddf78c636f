import Commands
import Events
import Fabric
import Grammar
import Timeline
import Wire

extension Lab {
    func apply(_ command: LinkCommand) throws(LabFault) -> LinkEvent {
        switch command {
        case .impair(let change, let link):
            try onNetwork(link?.range ?? 0..<0) { () throws(FabricFault) in
                .changed(try fabric.impair(link?.value) { $0.apply(change) })
            }
        case .list: .listed(fabric.linkSnapshots)
        case .clear(let link):
            try onNetwork(link?.range ?? 0..<0) { () throws(FabricFault) in
                .cleared(try fabric.clearImpairments(of: link?.value).map(\.name))
            }
        }
    }
}

extension LinkImpairment {
    /// Takes over what the language says.
    fileprivate mutating func apply(_ change: LinkChange) {
        switch change {
        case .loss(let share): loss = share
        case .delay(let delay, let jitter):
            self.delay = delay
            self.jitter = jitter
        case .reorder(let share, let holdBack):
            reordering = share
            self.holdBack = holdBack
        case .duplicate(let share): duplication = share
        }
    }
}
