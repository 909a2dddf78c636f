/// Lines as they come in pieces; each ends in LF, and a CR before it is no part of it.
package struct LineBuffer: Hashable, Sendable {
    private var bytes: [UInt8] = []

    /// No line yet.
    package init() {}

    /// Takes data.
    ///
    /// - Returns: False where a line would be longer than `HostLimits.line`.
    mutating func append(_ data: some Sequence<UInt8>) -> Bool {
        bytes += data
        let start = bytes.lastIndex(of: Self.lineFeed).map { $0 + 1 } ?? 0
        return bytes.count - start <= HostLimits.line
    }

    /// Takes the next whole line.
    mutating func next() -> String? {
        guard let end = bytes.firstIndex(of: Self.lineFeed) else { return nil }
        var line = bytes[..<end]
        if line.last == Self.carriageReturn { line.removeLast() }
        defer { bytes.removeFirst(end + 1) }
        return String(decoding: line, as: UTF8.self)
    }

    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
}
