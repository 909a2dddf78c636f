private import Platform

/// Whether somebody has saved a file: `stat(2)`, asked now and then.
package struct FileWatch {
    /// What differs once it was saved.
    private struct Mark: Equatable {
        var inode: UInt64 = 0
        var size: Int64 = -1
        var seconds = 0
        var nanoseconds = 0
    }

    private let path: String
    private var mark: Mark?

    /// A watch of a file, which need not be there yet.
    package init(path: String) {
        self.path = path
    }

    /// Whether it is another one than when this was asked last; the first time always.
    package mutating func hasChanged() -> Bool {
        var now = Mark()
        var information = stat()
        if unsafe stat(path, &information) == 0 {
            now.inode = UInt64(information.st_ino)
            now.size = Int64(information.st_size)
            #if canImport(Darwin)
                let time = information.st_mtimespec
            #else
                let time = information.st_mtim
            #endif
            (now.seconds, now.nanoseconds) = (time.tv_sec, time.tv_nsec)
        }
        defer { mark = now }
        return mark != now
    }

    /// Waits for a key, a signal or a moment, whichever comes first: `poll(2)`.
    ///
    /// `keyboard` and `wake` are descriptors; a negative one is not looked at.
    ///
    /// - Returns: The key; nil where none was pressed. At the keyboard's end it is 0.
    /// - Throws: `SystemFault` if they can't be polled or read.
    package static func key(
        keyboard: Int32, wake: Int32, milliseconds: Int32
    ) throws(SystemFault) -> UInt8? {
        var requests = [
            pollfd(fd: keyboard, events: Int16(POLLIN), revents: 0),
            pollfd(fd: wake, events: Int16(POLLIN), revents: 0),
        ]
        let count = unsafe poll(&requests, nfds_t(requests.count), milliseconds)
        if count < 0, errno != EINTR { throw SystemFault(operation: .poll, code: errno) }
        guard count > 0, requests[0].revents != 0 else { return nil }
        var byte: [UInt8] = [0]
        return try FileInput.read(descriptor: keyboard, into: &byte) > 0 ? byte[0] : 0
    }
}
