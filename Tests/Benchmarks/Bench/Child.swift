import EventLoop
import Platform
import Processes

/// A program that is measured, with its input and output on a terminal of its own or in files.
final class Child {
    private let process: ChildProcess
    private var output: [UInt8] = []

    /// Starts a program whose output goes to a file, and whose input is empty.
    init(_ arguments: [String], output path: String) throws {
        process = try ChildProcess(arguments, output: path, environment: Self.environment)
    }

    /// Starts a program on a pseudo-terminal: `pty(7)`.
    init(onTerminal arguments: [String]) throws {
        process = try ChildProcess(onTerminal: arguments, environment: Self.environment)
    }

    /// Starts Garita on a pseudo-terminal and waits for its prompt.
    convenience init(atPromptOf program: String) throws {
        try self.init(onTerminal: [program])
        try read(until: "garita>")
    }

    /// Waits for its end and returns its exit status.
    func wait() throws -> Int32 {
        guard let status = process.status(waiting: true) else {
            throw Failure.system("waitpid", errno)
        }
        return status
    }

    /// Reads what it writes until that has this text behind what was read before.
    func read(until text: String) throws {
        let wanted = Array(text.utf8)
        var nothing: ArraySlice<UInt8> = []
        while true {
            if let end = Self.end(of: wanted, in: output) {
                output.removeFirst(end)
                return
            }
            guard let piece = process.exchange(&nothing, milliseconds: Self.patience),
                !piece.isEmpty
            else { throw Failure.silent(text) }
            output += piece
        }
    }

    /// Presses keys.
    func type(_ text: String) throws {
        var unsent = Array(text.utf8)[...]
        while !unsent.isEmpty {
            guard let piece = process.exchange(&unsent, milliseconds: Self.patience) else {
                throw Failure.silent(text)
            }
            output += piece
        }
    }

    /// How many milliseconds pass from a key to the last byte of what it brings to the terminal, behind which nothing comes for
    /// `silence` milliseconds; what had come before the key is left out.
    func time(ofKey key: String, silence: Int32) throws -> Double {
        let start = System.nanoseconds()
        try type(key)
        var (last, nothing): (UInt64?, ArraySlice<UInt8>) = (nil, [])
        while true {
            let limit = last == nil ? Self.patience : silence
            guard let piece = process.exchange(&nothing, milliseconds: limit) else {
                throw Failure.silent(key)
            }
            if piece.isEmpty { break }
            last = System.nanoseconds()
        }
        output.removeAll()
        guard let last else { throw Failure.silent(key) }
        return Double(last - start) / 1e6
    }

    /// How many nanoseconds its threads have had a processor: the first number of `/proc/PID/task/*/schedstat`.
    func processorTime() throws -> UInt64 {
        let folder = "/proc/\(process.id)/task"
        var sum: UInt64 = 0
        for thread in try FolderList.names(in: folder) ?? [] {
            let text = System.read("\(folder)/\(thread)/schedstat") ?? []
            let first = text.split(separator: 0x20).first ?? []
            sum += UInt64(String(decoding: first, as: UTF8.self)) ?? 0
        }
        guard sum > 0 else { throw Failure.missing(folder) }
        return sum
    }

    /// A number of its state, such as `VmHWM`.
    func figure(_ name: String) -> Int? { process.figure(name) }

    private static func end(of wanted: [UInt8], in bytes: [UInt8]) -> Int? {
        guard bytes.count >= wanted.count else { return nil }
        for start in 0...bytes.count - wanted.count
        where bytes[start..<start + wanted.count].elementsEqual(wanted) {
            return start + wanted.count
        }
        return nil
    }

    /// Without a home there is no history file: every start finds the same.
    private static let environment = [
        "TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin",
    ]
    /// So long a program may be silent, in milliseconds.
    private static let patience: Int32 = 20_000
}
