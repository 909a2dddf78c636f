import Processes

/// The executables that are measured.
struct Programs {
    /// The ordinary release build.
    let normal: String
    /// The static one; nil when it has not been built.
    let linked: String?

    /// What people start their work with today: the yardstick of every start.
    static let shell = "/usr/bin/bash"

    /// The paths that were given, first the ordinary build and then the static one.
    ///
    /// Without them they are looked for where the package around this one builds them.
    init(given paths: [String]) throws {
        let root = ChildProcess.folder() + "/../../../../.."
        normal = paths.first ?? root + "/.build/release/garita"
        let linked = paths.count > 1 ? paths[1] : root + "/.build-static/release/garita"
        guard System.isExecutable(normal) else { throw Failure.missing(normal) }
        self.linked = System.isExecutable(linked) ? linked : nil
    }

    /// Both, with what they are called in the figures.
    var all: [(name: String, path: String)] {
        [("release", normal)] + (linked.map { [("static", $0)] } ?? [])
    }
}
