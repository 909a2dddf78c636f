import EventLoop
import Events

/// Files that are only in memory: those that commands write whose disk must stay as it is.
struct Shelf {
    /// What is on it, by name.
    private(set) var files: [String: [UInt8]] = [:]

    /// The most bytes of all files together.
    static let limit = 256 << 20

    /// What is in a file.
    ///
    /// - Throws: `FileProblem` when nobody has put it there, or it is longer than the reader allows.
    func bytes(of name: String, limit: Int) throws(FileProblem) -> [UInt8] {
        guard let bytes = files[Access.normalised(name)] else { throw .missing }
        guard bytes.count <= limit else { throw .tooLarge(limit: limit) }
        return bytes
    }

    /// Puts a file there, in the place of one with this name.
    ///
    /// - Throws: `SystemFault` when there is no room.
    mutating func put(_ bytes: [UInt8], at name: String) throws(SystemFault) {
        let others = files.reduce(0) { $0 + $1.value.count } - (files[name]?.count ?? 0)
        guard others + bytes.count <= Self.limit else { throw .full }
        files[name] = bytes
    }
}
