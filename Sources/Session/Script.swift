package import Commands
import EventLoop
import Events

/// A script that has been read.
package struct Script: Sendable {
    /// How it was named.
    package let name: String
    /// Its path; nil for what has none, such as the standard input.
    package let path: String?
    /// Its bytes.
    package let bytes: [UInt8]

    /// The largest script that is read, in bytes.
    static let sizeLimit = 64 << 20

    /// Reads a script from a file.
    ///
    /// - Throws: `SessionFault.script` when it can't be read.
    package init(path: String) throws(SessionFault) {
        do {
            let bytes = try Access.contents(of: path, limit: Self.sizeLimit)
            self.init(name: path, path: path, bytes: bytes)
        } catch {
            throw .script(path, error)
        }
    }

    /// Reads a script from a file, which may be a transcript: of that only the commands are taken.
    ///
    /// - Throws: `SessionFault.script` when it can't be read.
    package init(path: String, transcriptAsCommands: Bool) throws(SessionFault) {
        try self.init(path: path)
        guard transcriptAsCommands, let transcript = TranscriptText(bytes, path: path) else {
            return
        }
        let commands = transcript.lines.compactMap(TranscriptText.command)
        self.init(name: path, path: path, bytes: Array(commands.joined(separator: [0x0A])) + [0x0A])
    }

    /// Reads a script from an open descriptor to its end.
    ///
    /// - Throws: `SessionFault.script` when it can't be read.
    package init(descriptor: Int32, name: String) throws(SessionFault) {
        do {
            let bytes = try FileInput.readAll(descriptor: descriptor, limit: Self.sizeLimit)
            self.init(name: name, path: nil, bytes: bytes)
        } catch {
            throw .script(name, FileProblem(error))
        }
    }

    init(name: String, path: String?, bytes: [UInt8]) {
        self.name = name
        self.path = path
        self.bytes = bytes
    }
}

extension SpokenLanguage {
    /// The language that a line asks for by `lang`; nil for every other line.
    init?(line: some Collection<UInt8>) {
        let words = line.split(whereSeparator: Self.isBlank)
        guard words.count == 2, words[0].elementsEqual(CommandName.language.rawValue.utf8) else {
            return nil
        }
        self.init(rawValue: String(decoding: words[1], as: UTF8.self))
    }

    fileprivate static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0D
    }
}

extension Script {
    /// The language that its first command asks for: its transcript begins in that.
    package var language: SpokenLanguage? {
        var rest = bytes[...]
        while !rest.isEmpty {
            let line = rest.prefix { $0 != 0x0A }
            rest = rest.dropFirst(line.count + 1)
            let isCommand = line.contains { !SpokenLanguage.isBlank($0) }
            guard isCommand, line.first != UInt8(ascii: "#") else { continue }
            return SpokenLanguage(line: line)
        }
        return nil
    }
}

/// A line of a script, for telling a person where an error is.
package struct ScriptPlace: Sendable {
    /// The file, as it was named.
    package let file: String
    /// The line's number, from 1.
    package let number: Int

    /// A line of a file.
    package init(file: String, number: Int) {
        self.file = file
        self.number = number
    }
}
