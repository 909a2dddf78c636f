/// Why a file could not be read.
package enum FileFault: Error, Hashable, Sendable {
    /// There is nothing at the path: `ENOENT` or `ENOTDIR`.
    case missing

    /// The path leads to a folder.
    case isFolder

    /// There is more to read than the caller allows, in bytes.
    case tooLarge(limit: Int)

    /// The system refused for another reason, for example a lack of permission.
    case system(SystemFault)
}
