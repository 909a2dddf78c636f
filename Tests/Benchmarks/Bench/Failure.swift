/// Why there is no figure.
enum Failure: Error {
    /// There is no such command; expected start, message, replay, crossing, seal, tunnel, scripts,
    /// snapshot, paths, grade, back, key, idle or all, or `proof` or `classify` with a folder of ClassBench's sets.
    case usage(String)
    /// There is no executable at this path: `swift build -c release` makes it.
    case missing(String)
    /// The system refused a call, with this `errno`.
    case system(String, Int32)
    /// A program ended or fell silent where more was expected of it.
    case silent(String)
    /// So many packets did not arrive.
    case lost(Int)
    /// A file of rules is not in the form that is expected.
    case unreadable(String)
    /// Two ways of looking a packet up do not agree on this set.
    case disagreement(String)
}
