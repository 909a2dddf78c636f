/// Why a file that another one includes can't stand in its place.
package enum InclusionProblem: String, Error, CaseIterable, Sendable {
    /// There is no such file.
    case missing
    /// It does not lie in the folder of the file that is read, or below it.
    case outside
    /// Its name, or that of a folder on the way, begins with a dot.
    case hidden
    /// It is a link, or lies behind one.
    case link
    /// It is a folder, a FIFO, a device or a socket.
    case notRegular
    /// The system does not let it be read.
    case unreadable
    /// It includes itself, or a file that includes it does.
    case cycle
    /// Files include each other deeper than `ForeignText.depthLimit`.
    case tooDeep
    /// More files than `ForeignText.fileLimit` are included.
    case tooMany
    /// All files together have more bytes than are read.
    case tooLarge
}
