import EventLoop
import Session
import Transcript

/// The standard streams of the process.
enum Console {
    static let input: Int32 = 0
    static let output: Int32 = 1
    static let errors: Int32 = 2

    /// Whether escape sequences may be written: to a terminal that knows them, unless `NO_COLOR` is set.
    static func appearance(of descriptor: Int32) -> Page.Appearance {
        guard Host.isTerminal(descriptor), let terminal = Host.environment("TERM"),
            terminal != "dumb", !terminal.isEmpty, Host.environment("NO_COLOR") ?? "" == ""
        else { return .plain }
        return .coloured
    }

    /// The output to one of the streams.
    static func output(to descriptor: Int32) throws(SystemFault) -> TextOutput {
        TextOutput(appearance(of: descriptor), try FileOutput(descriptor: descriptor))
    }

    /// Writes a message and the end of its line.
    static func write(_ message: String, to descriptor: Int32) throws(SystemFault) {
        var file = try FileOutput(descriptor: descriptor)
        var bytes = Array(message.utf8)
        if bytes.last != 0x0A { bytes.append(0x0A) }
        try file.write(bytes.span)
        try file.close()
    }
}
