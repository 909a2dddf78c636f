import Foundation
import TestSupport
import Testing

/// The built program.
enum GaritaProcess {
    /// The package's folder: the one with the manifest.
    static let root = Program.root

    /// The executable, which lies beside the one that runs the tests.
    static let executable = Program.built("garita")

    /// Runs the program to its end.
    static func run(
        _ arguments: [String], input: Data? = nil, in folder: URL = root,
        environment: [String: String] = [:]
    ) throws -> Program.Finished {
        try run(executable, arguments, input: input, in: folder, environment: environment)
    }

    /// Runs a shell command with the program in the search path.
    static func shell(_ command: String, in folder: URL = root) throws -> Program.Finished {
        let path = executable.deletingLastPathComponent().path
        return try run(
            URL(filePath: "/bin/sh"), ["-c", command], in: folder,
            environment: ["PATH": "\(path):/usr/bin:/bin"])
    }

    private static func run(
        _ program: URL, _ arguments: [String], input: Data? = nil, in folder: URL,
        environment: [String: String]
    ) throws -> Program.Finished {
        let run = try Program.run(
            program, arguments, input: input ?? Data(), in: folder,
            environment: [
                "PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "SWIFT_BACKTRACE": "enable=no",
            ].merging(environment) { _, new in new })
        #expect(run.status >= 0, "the program was ended by a signal")
        return run
    }

    /// Runs the program in a folder of its own with a copy of the labs, because some of them write files.
    static func run(
        besideLabs arguments: [String], input: Data? = nil, environment: [String: String] = [:]
    ) throws -> Program.Finished {
        let folder = try folderWithLabs()
        return try withExtendedLifetime(folder) {
            try run(arguments, input: input, in: folder.url, environment: environment)
        }
    }

    /// A folder with a copy of the labs in `labs`.
    static func folderWithLabs() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try FileManager.default.copyItem(
            at: root.appending(path: "labs"), to: folder.url.appending(path: "labs"))
        return folder
    }

    /// Runs a text as a script on the standard input.
    static func script(_ text: String, _ arguments: [String] = []) throws -> Program.Finished {
        try run(arguments, input: Data(text.utf8))
    }
}
