import EventLoop
import Transcript

/// Everywhere that a session writes: the output, the errors of scripts, and a transcript if there is one.
final class Book {
    let output: Sheet
    let errors: Sheet
    private var transcript: (name: String, sheet: Sheet)?

    init(output: Sheet, errors: Sheet) {
        self.output = output
        self.errors = errors
    }

    var hasTranscript: Bool { transcript != nil }

    /// Writes to the output and to the transcript.
    func write(_ body: (inout Narrator) -> Void) {
        guard let transcript else { return body(&output.narrator) }
        let start = output.narrator.page.bytes.count
        body(&output.narrator)
        guard output.narrator.page.appearance == .plain else {
            return body(&transcript.sheet.narrator)
        }
        // The same text without another rendering.
        transcript.sheet.narrator.page.put(raw: output.narrator.page.bytes[start...])
    }

    /// Writes to the transcript alone: what the output shows in another way.
    func writeToTranscript(_ body: (inout Narrator) -> Void) {
        guard let transcript else { return }
        body(&transcript.sheet.narrator)
    }

    /// Hands full pages on.
    func turn() throws(SessionFault) {
        try onOutput { () throws(SystemFault) in
            // What was refused is read together with what came before it.
            if !errors.narrator.page.bytes.isEmpty {
                try output.flush()
                try errors.flush()
            } else {
                try output.turn()
            }
        }
        try onTranscript { (sheet) throws(SystemFault) in try sheet.turn() }
    }

    /// Hands everything on, down to the system.
    func flush() throws(SessionFault) {
        try onOutput { () throws(SystemFault) in
            try output.flush()
            try errors.flush()
        }
        try onTranscript { (sheet) throws(SystemFault) in try sheet.flush() }
    }

    func begin(_ name: String, _ sheet: Sheet) {
        transcript = (name, sheet)
    }

    /// Completes the transcript, if there is one.
    func endTranscript() throws(SessionFault) {
        guard transcript != nil else { return }
        try onTranscript { (sheet) throws(SystemFault) in try sheet.close() }
        transcript = nil
    }

    private func onOutput(_ body: () throws(SystemFault) -> Void) throws(SessionFault) {
        do {
            try body()
        } catch {
            throw .output(error)
        }
    }

    private func onTranscript(_ body: (Sheet) throws(SystemFault) -> Void) throws(SessionFault) {
        guard let transcript else { return }
        do {
            try body(transcript.sheet)
        } catch {
            self.transcript = nil
            throw .transcript(transcript.name, error)
        }
    }
}
