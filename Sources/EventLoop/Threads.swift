internal import Platform

/// Work that goes on in several threads at once.
///
/// What they share has to be made for it; a lab belongs to one of them.
package enum Threads {
    /// How many processors there are to work with: `sysconf(3)`.
    package static var processors: Int {
        max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    }

    /// Does something in `others` new threads, and something of its own in the caller's, and comes back when all is done.
    ///
    /// Where the system has no more threads there are fewer: `pthread_create(3)`.
    package static func run(
        _ others: Int, _ body: @escaping @Sendable () -> Void, beside own: () -> Void
    ) {
        var threads: [pthread_t] = []
        while threads.count < others, let thread = System.thread(stackSize: stackSize, body) {
            threads.append(thread)
        }
        own()
        for thread in threads { pthread_join(thread, nil) }
    }

    /// As much as the first thread of a process has.
    private static let stackSize = 8 << 20
}
