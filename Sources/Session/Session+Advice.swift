package import Commands
package import EventLoop
import Events
import Fabric
import Firewall
package import Grammar
import Network
package import Transcript
import Wire

/// What a line is to whoever remembers lines.
package enum LineMemory: Sendable {
    /// A command.
    case command
    /// No command: it is recalled to be corrected.
    case mistyped
    /// It holds, or may be meant to hold, a key or a password.
    case secret
}

extension Session {
    /// Who knows what could be typed next.
    package var adviser: Adviser { Adviser(lab: lab, language: language) }

    /// What a line means; it is found out once, however often it is asked for before another line.
    package func reading(of line: [UInt8]) -> LineReading<LabCommand> {
        if let lastReading, lastReading.line == line { return lastReading.reading }
        let reading = typedReading(of: line)
        lastReading = (line, reading)
        return reading
    }

    /// What a line means that may be shortened.
    func typedReading(of line: [UInt8]) -> LineReading<LabCommand> {
        var reading = read(line)
        // Only what is typed may be shortened: a script says the same in every version.
        if case .failure? = reading.command {
            if let whole = lab.table.writingOut(line) {
                reading = lab.table.read(whole)
            } else if reading.bytes == line,
                let fault = lab.table.fault(behindShortWordsOf: line)
            {
                reading = reading.blaming(fault)
            }
        }
        return reading
    }

    /// What a line means; it is read in its one form.
    func read(_ line: [UInt8]) -> LineReading<LabCommand> {
        let reading = lab.table.read(line)
        guard Language.maySpellOtherwise(line) else { return reading }
        let other = lab.table.canonical(reading) ?? Language.help(asked: reading)
        return other.map(lab.table.read) ?? reading
    }

    /// What may be remembered of a line that was typed.
    package func memory(of line: [UInt8]) -> LineMemory {
        let parts = LineParts(line, isTyped: true, in: self)
        if lab.table.mayHoldSecret(parts.reading, behind: secretIntroducers) { return .secret }
        guard case .success = parts.pipe, parts.reading.isUnderstood else { return .mistyped }
        return .command
    }

    /// Judges what came to a tunnel's port while nobody gave a command.
    ///
    /// - Returns: What is to be shown; the transcript has it too.
    package func socketReady(_ id: SocketID, _ appearance: Page.Appearance) -> [UInt8] {
        do throws(FabricFault) {
            try lab.fabric.socketReady(id)
        } catch {
            return []
        }
        var writer = TranscriptWriter(appearance, in: language, as: output.layout)
        for event in lab.network.notices() {
            writer.write(event)
            output.writeToTranscript(.event(event))
        }
        return writer.page.bytes
    }

    /// Greets a person at the prompt.
    package func welcome() {
        output.standard.writer.welcome(version: Self.version)
    }
}
