import Foundation
import Testing

/// What a run of the program printed and how it ended.
struct Finished {
    let status: Int32
    let output: String
    let errors: String
}

/// The built program and the files of the package.
enum GaritaProcess {
    /// The package's folder: the one with the manifest.
    static let root: URL = {
        var folder = URL(filePath: #filePath).deletingLastPathComponent()
        while !FileManager.default.fileExists(atPath: folder.appending(path: "Package.swift").path)
        {
            folder.deleteLastPathComponent()
        }
        return folder
    }()

    /// The executable, which lies beside the one that runs the tests.
    static let executable: URL = {
        let tests = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        return tests.deletingLastPathComponent().appending(path: "garita")
    }()

    /// Runs the program to its end.
    static func run(
        _ arguments: [String], input: Data? = nil, in folder: URL = root,
        environment: [String: String] = [:]
    ) throws -> Finished {
        try run(executable, arguments, input: input, in: folder, environment: environment)
    }

    /// Runs a shell command with the program in the search path.
    static func shell(_ command: String, in folder: URL = root) throws -> Finished {
        let path = executable.deletingLastPathComponent().path
        return try run(
            URL(filePath: "/bin/sh"), ["-c", command], in: folder,
            environment: ["PATH": "\(path):/usr/bin:/bin"])
    }

    private static func run(
        _ program: URL, _ arguments: [String], input: Data? = nil, in folder: URL,
        environment: [String: String]
    ) throws -> Finished {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = [
            "PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "SWIFT_BACKTRACE": "enable=no",
        ].merging(environment) { _, new in new }
        // Files and not pipes: nothing can then wait for a reader.
        let streams = try TemporaryFolder()
        let names = ["in", "out", "err"].map { streams.url.appending(path: $0) }
        try (input ?? Data()).write(to: names[0])
        try Data().write(to: names[1])
        try Data().write(to: names[2])
        process.standardInput = try FileHandle(forReadingFrom: names[0])
        process.standardOutput = try FileHandle(forWritingTo: names[1])
        process.standardError = try FileHandle(forWritingTo: names[2])
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationReason == .exit, "the program was ended by a signal")
        return Finished(
            status: process.terminationStatus,
            output: String(decoding: try Data(contentsOf: names[1]), as: UTF8.self),
            errors: String(decoding: try Data(contentsOf: names[2]), as: UTF8.self))
    }

    /// Runs the program in a folder of its own with a copy of the labs, because some of them write files.
    static func run(
        besideLabs arguments: [String], input: Data? = nil, environment: [String: String] = [:]
    ) throws -> Finished {
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
    static func script(_ text: String, _ arguments: [String] = []) throws -> Finished {
        try run(arguments, input: Data(text.utf8))
    }
}

/// A folder of its own for one test, removed with what is in it.
final class TemporaryFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory
            .appending(path: "garita-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    /// Writes a file and returns its path.
    func write(_ text: String, to name: String) throws -> String {
        let file = url.appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
        return file.path
    }

    func text(of name: String) throws -> String {
        String(decoding: try Data(contentsOf: url.appending(path: name)), as: UTF8.self)
    }
}
