import Foundation

/// The shared test vectors beside the package, for tests that are skipped where they are absent.
enum SharedVectors {
    /// Whether the vector file `name` is there.
    static func has(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: url(name).path)
    }

    /// The vectors of a file with one JSON object a line, compressed or not.
    static func read<Vector: Decodable>(_ name: String, as type: Vector.Type) throws -> [Vector] {
        let data = name.hasSuffix(".gz") ? try unzip(url(name)) : try Data(contentsOf: url(name))
        let decoder = JSONDecoder()
        return try data.split(separator: UInt8(ascii: "\n")).map { line in
            try decoder.decode(type, from: Data(line))
        }
    }

    private static func url(_ name: String) -> URL {
        var folder = URL(filePath: #filePath).deletingLastPathComponent()
        while folder.path != "/",
            !FileManager.default.fileExists(atPath: folder.appending(path: "Package.swift").path)
        {
            folder.deleteLastPathComponent()
        }
        return folder.deletingLastPathComponent().appending(path: "shared/data/vectors/\(name)")
    }

    private static func unzip(_ file: URL) throws -> Data {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["gzip", "-dc", file.path]
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return data
    }
}
