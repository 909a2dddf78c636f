import Foundation

/// Another program of the machine, asked in an unprivileged network namespace of its own.
struct Tool {
    let name: String
    private let namespaced: URL

    /// Nil where the machine has no such program, or allows no namespace.
    init?(_ name: String) {
        let folders = ["/usr/sbin", "/sbin", "/usr/bin", "/bin"]
        func find(_ name: String) -> String? {
            folders.map { "\($0)/\(name)" }.first(where: FileManager.default.isExecutableFile)
        }
        guard find(name) != nil, let unshare = find("unshare") else { return nil }
        self.name = name
        namespaced = URL(filePath: unshare)
        guard let probe = try? run("\(name) --version"), probe.status == 0 else { return nil }
    }

    /// Runs a shell command; `$F` is a file with the text.
    func run(_ command: String, file: [UInt8] = []) throws -> (status: Int32, output: String) {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "dialects-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let input = folder.appending(path: "rules")
        let output = folder.appending(path: "output")
        try Data(file).write(to: input)
        try Data().write(to: output)
        let process = Process()
        process.executableURL = namespaced
        process.arguments = ["-rn", "/bin/sh", "-c", command]
        process.environment = ["PATH": "/usr/sbin:/sbin:/usr/bin:/bin", "F": input.path]
        // A file and not a pipe: nothing can then wait for a reader.
        let handle = try FileHandle(forWritingTo: output)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = handle
        process.standardError = handle
        try process.run()
        process.waitUntilExit()
        return (
            process.terminationStatus, String(decoding: try Data(contentsOf: output), as: UTF8.self)
        )
    }
}
