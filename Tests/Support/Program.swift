package import Foundation
import Processes

/// Other programs, run to their end, and the files of the package.
package enum Program {
    /// What a run printed and how it ended.
    package struct Finished {
        /// Its exit status, or minus the signal that ended it.
        package let status: Int32
        /// What it printed.
        package let output: String
        /// What it printed as errors.
        package let errors: String
    }

    /// The package's folder: the one with the manifest.
    package static let root: URL = {
        var folder = URL(filePath: #filePath).deletingLastPathComponent()
        while !FileManager.default.fileExists(atPath: folder.appending(path: "Package.swift").path)
        {
            folder.deleteLastPathComponent()
        }
        return folder
    }()

    /// An executable of the package, which is built together with the tests.
    package static func built(_ name: String) -> URL {
        URL(filePath: ChildProcess.folder()).appending(path: name)
    }

    /// A file that the package does not have, beside its folder; tests of it are skipped where it is missing.
    package static func shared(_ path: String) -> URL {
        root.deletingLastPathComponent().appending(path: "shared/data").appending(path: path)
    }

    /// Runs a program to its end, by its path or by a name that is looked for.
    package static func run(
        _ program: URL, _ arguments: [String], input: Data = Data(), in folder: URL = root,
        environment: [String: String] = ["PATH": "/usr/sbin:/sbin:/usr/bin:/bin"]
    ) throws -> Finished {
        try Running(program, arguments, input: input, in: folder, environment: environment).finish()
    }
}

/// Another program while it runs.
package struct Running {
    /// The process itself.
    package let process = Process()
    private let streams: TemporaryFolder

    /// Starts a program.
    package init(
        _ program: URL, _ arguments: [String], input: Data = Data(), in folder: URL,
        environment: [String: String]
    ) throws {
        process.executableURL = program
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = environment
        // Files and not pipes: nothing can then wait for a reader.
        streams = try TemporaryFolder()
        let names = Self.names.map { [streams] in streams.url.appending(path: $0) }
        try input.write(to: names[0])
        try Data().write(to: names[1])
        try Data().write(to: names[2])
        process.standardInput = try FileHandle(forReadingFrom: names[0])
        process.standardOutput = try FileHandle(forWritingTo: names[1])
        process.standardError = try FileHandle(forWritingTo: names[2])
        try process.run()
    }

    /// Waits until it has ended.
    package func finish() throws -> Program.Finished {
        process.waitUntilExit()
        let status = process.terminationStatus
        return Program.Finished(
            status: process.terminationReason == .exit ? status : -status,
            output: try text(Self.names[1]), errors: try text(Self.names[2]))
    }

    private func text(_ name: String) throws -> String {
        String(
            decoding: try Data(contentsOf: streams.url.appending(path: name)), as: UTF8.self)
    }

    private static let names = ["in", "out", "err"]
}
