import Foundation
import TestSupport

/// Other people's readers of the formats, for tests that are skipped where the machine has none.
enum Judge {
    static let xmllint = find("xmllint")
    static let prove = find("prove")
    static let python = JSONJudge.python
    /// Whether the machine's Python reads JSON schemas.
    static let hasSchemas = JSONJudge.hasSchemas

    private static func find(_ name: String) -> URL? {
        ["/usr/local/bin", "/usr/bin", "/bin"].map { "\($0)/\(name)" }
            .first(where: FileManager.default.isExecutableFile).map { URL(filePath: $0) }
    }

    /// Samples and schemas of others, which lie beside the package.
    static func shared(_ path: String) -> URL? {
        let file = Program.root.deletingLastPathComponent().appending(path: "shared/formats")
            .appending(path: path)
        return FileManager.default.fileExists(atPath: file.path) ? file : nil
    }

    /// The bytes as an object of JSON, as Foundation reads it.
    static func object(_ bytes: some Sequence<UInt8>) throws -> [String: Any] {
        let value = try JSONSerialization.jsonObject(with: Data(bytes))
        guard let object = value as? [String: Any] else { throw CocoaError(.coderReadCorrupt) }
        return object
    }

    /// The keys of an object and of those inside, each with the type of its value: the shape of a sample.
    static func shape(_ value: Any, _ path: String = "") -> Set<String> {
        switch value {
        case let object as [String: Any]:
            object.reduce(into: [path + ":object"]) { $0.formUnion(shape($1.1, path + "/" + $1.0)) }
        case let array as [Any]:
            array.reduce(into: [path + ":array"]) { $0.formUnion(shape($1, path + "[]")) }
        case is String: [path + ":string"]
        case let number as NSNumber:
            // A boolean is a number for Foundation, but one of another encoding.
            [path + (unsafe String(cString: number.objCType) == "c" ? ":bool" : ":number")]
        default: [path + ":null"]
        }
    }
}
