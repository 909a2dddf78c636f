import Commands
import EventLoop
import Events
import Fabric
import Grammar
import Timeline

extension Session {
    /// Carries out a command of the lab; nil for one that only a session can carry out.
    func carryOut(
        _ command: LabCommand, at subject: Subject
    ) throws(LabFault) -> [LabEvent]? {
        guard case .step(.play(let pace?)) = command, options.isWatched else {
            return try lab.apply(command, at: subject)
        }
        try play(every: pace, at: subject)
        return []
    }

    /// Lets what is under way happen at the pace of whoever watches: what is said is the same, and said moment by moment.
    private func play(every pace: Duration, at subject: Subject) throws(LabFault) {
        while true {
            let events = try lab.apply(.step(.step(1)), at: subject) ?? []
            tell(events)
            do throws(SessionFault) {
                try output.flush(until: { lab.network.isInterrupted })
            } catch {
                pendingFault = error
                return
            }
            guard lab.fabric.isBusy, try rest(pace) else { return }
        }
    }

    /// Lets real time pass; false where the person wants to go on.
    private func rest(_ pace: Duration) throws(LabFault) -> Bool {
        let limit = RealTimeLimit(pace)
        while !limit.isOver {
            if let end = lab.budget.look() {
                tell([.lab(.ended(end))])
                return false
            }
            do throws(SystemFault) {
                try lab.fabric.loop.rest(within: limit)
            } catch {
                throw .command(.network(.system(error)), 0..<0)
            }
        }
        return true
    }
}
