import EventLoop
import Events

/// What the text of a stranger may reach: the files below some folders, and ports or none.
struct Bounds {
    /// A folder below which a script may reach files.
    struct Root {
        /// The folder.
        let folder: OpenFolder
        /// The paths by which a file below it may be named: as the folder was named, and without links.
        let names: [[String]]
        /// Whether a person named it in a flag, so that names with a dot in front are theirs to use, too.
        let isGranted: Bool
    }

    /// What the flags of the program allow every script.
    struct Grants {
        var readable: [Root] = []
        var writable: [Root] = []
        var areFixedPortsAllowed = false
    }

    private let readable: [Root]
    private let writable: [Root]
    /// Whether a tunnel may have ports that the script names.
    let areFixedPortsAllowed: Bool

    /// The bounds of a script at `path`, or of one that came through a pipe.
    ///
    /// Below the root of the file system lies everything, so it is nobody's own folder.
    init(ofScript path: String?, _ grants: Grants) {
        let run = try? Self.root(".", isGranted: false)
        var own = run
        if let path { own = try? Self.root(Host.parent(of: path) ?? ".", isGranted: false) }
        let isBound = { (root: Root) in root.folder.path != "/" }
        readable = grants.readable + [own].compactMap(\.self).filter(isBound)
        writable = grants.writable + [run].compactMap(\.self).filter(isBound)
        areFixedPortsAllowed = grants.areFixedPortsAllowed
    }

    /// A folder as a root.
    ///
    /// - Throws: `FileProblem` when there is no such folder.
    static func root(_ path: String, isGranted: Bool) throws(FileProblem) -> Root {
        do {
            let folder = try OpenFolder(path: path)
            return Root(
                folder: folder, names: [try parts(of: path), try parts(of: folder.path)],
                isGranted: isGranted)
        } catch {
            throw FileProblem(error)
        }
    }

    /// The root below which a file lies, and the way to it from there.
    ///
    /// Only names are looked at, so that a refusal does not say whether there is such a file.
    ///
    /// - Throws: `FileProblem` when the script may not use the file so.
    func way(
        to path: String, for use: FileUse
    ) throws(FileProblem) -> (folder: OpenFolder, way: [String]) {
        let parts: [String]
        do {
            parts = try Self.parts(of: path)
        } catch {
            throw FileProblem(error)
        }
        // What a person named comes first: it allows more than the script's own folder.
        for root in use == .reading ? readable : writable {
            guard let name = root.names.first(where: { parts.starts(with: $0) }) else { continue }
            let way = Array(parts.dropFirst(name.count))
            if !root.isGranted, way.contains(where: { $0.hasPrefix(".") }) { throw .hidden(use) }
            return (root.folder, way)
        }
        throw .outside(use)
    }

    /// The names of a path from the root of the file system, without `.` and `x/..`.
    private static func parts(of path: String) throws(FileFault) -> [String] {
        var parts: [String] = []
        let whole = path.hasPrefix("/") ? path : try OpenFolder(path: ".").path + "/" + path
        for part in whole.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(String(part)) }
        }
        return parts
    }
}
