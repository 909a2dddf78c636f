package import Foundation

/// The machine's Python as a reader of JSON, for tests that are skipped where it can't read schemas.
package enum JSONJudge {
    /// Python; nil where there is none.
    package static let python = ["/usr/local/bin/python3", "/usr/bin/python3"]
        .first(where: FileManager.default.isExecutableFile).map { URL(filePath: $0) }

    /// Whether it reads JSON schemas: the package `python3-jsonschema` of Debian.
    package static let hasSchemas: Bool = {
        guard let python else { return false }
        return (try? Program.run(python, ["-c", "import jsonschema"]))?.status == 0
    }()
}
