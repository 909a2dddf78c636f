private import Platform
private import Synchronization

/// Turns signals into bytes of a pipe, so that a loop that waits for descriptors sees them.
///
/// There is one at a time in a process, because signals belong to the process. While it lives the
/// signals do nothing else; when it dies they do again what they did before.
package final class SignalPipe {
    private let reading: Descriptor
    private let writing: Descriptor
    private var previous: [(Signal, sigaction)] = []
    /// How many signals had come when they were taken last.
    private var taken = 0

    /// How often a signal is answered.
    package enum Times: Sendable {
        /// Always.
        case always
        /// Once; the next one does what it did before, so that nothing can hold it up.
        case once
    }

    /// Starts to answer some signals.
    ///
    /// - Throws: `SystemFault` if there is no pipe to be had.
    package init(
        _ signals: [Signal] = Signal.allCases, _ times: Times = .always
    ) throws(SystemFault) {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { throw SystemFault(operation: .pipe, code: errno) }
        reading = Descriptor(owning: ends[0])
        writing = Descriptor(owning: ends[1])
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        let (isFirst, _) = Self.writingEnd.compareExchange(
            expected: -1, desired: ends[1], ordering: .sequentiallyConsistent)
        precondition(isFirst, "a process answers its signals in one place")
        let flags =
            times == .once ? SA_RESTART | Int32(bitPattern: UInt32(SA_RESETHAND)) : SA_RESTART
        for signal in signals {
            var action = System.action(flags: flags) { SignalPipe.note($0) }
            var old = sigaction()
            guard unsafe sigaction(signal.number, &action, &old) == 0 else {
                throw SystemFault(operation: .signalAction, code: errno)
            }
            previous.append((signal, old))
        }
    }

    deinit {
        for (signal, action) in previous {
            var action = action
            _ = unsafe sigaction(signal.number, &action, nil)
        }
        Self.writingEnd.store(-1, ordering: .sequentiallyConsistent)
    }

    /// The descriptor that becomes readable when a signal came; valid while the pipe lives.
    package var descriptor: Int32 { reading.rawValue }

    /// Whether a signal came since they were taken last: a look that costs no call of the system.
    package var hasNews: Bool { Self.noted.load(ordering: .sequentiallyConsistent) != taken }

    /// Takes the signals that came since the last call, each once.
    package func takeAll() -> Set<Signal> {
        taken = Self.noted.load(ordering: .sequentiallyConsistent)
        var signals: Set<Signal> = []
        var bytes = [UInt8](repeating: 0, count: 64)
        while true {
            let count = unsafe bytes.withUnsafeMutableBytes { bytes in
                unsafe read(reading.rawValue, bytes.baseAddress, bytes.count)
            }
            guard count > 0 else { return signals }
            for byte in bytes[..<count] {
                if let signal = Signal.allCases.first(where: { $0.number == Int32(byte) }) {
                    signals.insert(signal)
                }
            }
        }
    }

    /// What runs when a signal comes: it may only do what `signal-safety(7)` allows.
    ///
    /// A full pipe already says that signals are waiting, so that a failure may be forgotten.
    private static func note(_ number: Int32) {
        let code = errno
        var byte = UInt8(truncatingIfNeeded: number)
        _ = unsafe write(writingEnd.load(ordering: .sequentiallyConsistent), &byte, 1)
        noted.add(1, ordering: .sequentiallyConsistent)
        errno = code
    }

    /// Where the handler writes, or -1; a handler gets no context, so that this is the process's.
    private static let writingEnd = Atomic<Int32>(-1)
    /// How many signals have come.
    private static let noted = Atomic<Int>(0)
}
