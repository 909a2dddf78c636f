import Foundation

/// Another program of the machine, asked in an unprivileged network namespace of its own.
package struct Tool {
    /// The program.
    package let name: String
    private let namespaced: URL

    /// Nil where the machine has no such program, or allows no namespace.
    package init?(_ name: String) {
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
    package func run(
        _ command: String, file: [UInt8] = []
    ) throws -> (status: Int32, output: String) {
        let folder = try TemporaryFolder()
        let rules = try folder.write(String(decoding: file, as: UTF8.self), to: "rules")
        let run = try Program.run(
            namespaced, ["-rn", "/bin/sh", "-c", "exec 2>&1\n" + command],
            environment: ["PATH": "/usr/sbin:/sbin:/usr/bin:/bin", "F": rules])
        return (run.status, run.output)
    }
}
