package import Foundation

/// A folder of its own for one test, removed with what is in it.
package final class TemporaryFolder {
    /// Where it is.
    package let url: URL

    /// A folder that nobody else has.
    package init() throws {
        url = FileManager.default.temporaryDirectory
            .appending(path: "garita-test-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    /// Its path.
    package var path: String { url.path }

    /// Writes a file, with the folders that lead to it, and returns its path.
    @discardableResult
    package func write(_ text: String, to name: String) throws -> String {
        let file = url.appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
        return file.path
    }

    /// What is in a file.
    package func text(of name: String) throws -> String {
        String(decoding: try Data(contentsOf: url.appending(path: name)), as: UTF8.self)
    }

    /// Who may do what with a file: the last nine bits of its mode.
    package func permissions(of name: String) throws -> Int? {
        let file = url.appending(path: name).path
        return try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
    }
}
