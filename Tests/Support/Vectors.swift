import Foundation

/// Test vectors of others, for tests that are skipped where they are absent.
package enum Vectors {
    /// Whether the vector file `name` is there.
    package static func has(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: url(name).path)
    }

    /// The vectors of a file with one JSON object a line, compressed or not.
    package static func read<Vector: Decodable>(
        _ name: String, as type: Vector.Type
    ) throws -> [Vector] {
        let data = name.hasSuffix(".gz") ? try unzip(url(name)) : try Data(contentsOf: url(name))
        let decoder = JSONDecoder()
        return try data.split(separator: UInt8(ascii: "\n")).map { line in
            try decoder.decode(type, from: Data(line))
        }
    }

    private static func url(_ name: String) -> URL { Program.shared("vectors/\(name)") }

    private static func unzip(_ file: URL) throws -> Data {
        let run = try Program.run(URL(filePath: "/usr/bin/env"), ["gzip", "-dc", file.path])
        return Data(run.output.utf8)
    }
}

/// The bytes that pairs of hexadecimal digits spell; what is no digit is for the reader.
package func bytes(_ hex: String) -> [UInt8] {
    let digits = hex.compactMap(\.hexDigitValue)
    precondition(digits.count.isMultiple(of: 2), "a byte has two digits")
    return stride(from: 0, to: digits.count, by: 2).map {
        UInt8(digits[$0] << 4 | digits[$0 + 1])
    }
}
