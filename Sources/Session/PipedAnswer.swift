import Commands
import EventLoop
import Events
import Grammar
import Timeline

/// A command whose answer goes on through a pipe.
struct PipedAnswer {
    let session: Session
    let pipe: AnswerPipe

    /// Runs a command and lets its answer go on through a pipe.
    ///
    /// Whether the file can be written is found out before the command runs.
    func run(_ body: () throws(LabFault) -> Session.Flow) throws(LabFault) -> Session.Flow {
        let (lab, output) = (session.lab, session.output)
        if case .saved(let file) = pipe.end { try lab.access.check(file, over: .savedAnswer) }
        let held = output.hold()
        let flow: Session.Flow
        do throws(LabFault) {
            flow = try body()
        } catch {
            _ = output.release(held, through: nil)
            throw error
        }
        let end = lab.budget.end
        let lines = output.release(held, through: pipe)
        switch pipe.end {
        case .shown:
            if let missing = lines.missing { session.tell([.lab(.noLine(missing))]) }
        case .counted: session.tell([.lab(.linesCounted(lines.count))])
        case .saved(let file):
            let text = FileMark.answer + lines.plain
            try lab.access.write(file, over: .savedAnswer) { output throws(SystemFault) in
                try output.write(text.span)
                return true
            }
            session.tell([.lab(.linesSaved(lines.count, file.value))])
        }
        // Who counts the lines of an answer that was interrupted is told that there would be more.
        if let end { session.tell([.lab(.ended(end))]) }
        return flow
    }
}
