/// The system calls that this room makes and that can fail.
package enum SystemOperation: String, CaseIterable, Hashable, Sendable {
    case bind
    case close
    case duplicate = "dup"
    case getsockname
    case getsockopt
    case lock = "flock"
    case makeFolder = "mkdir"
    case open
    case pipe
    case poll
    case read
    case receive = "recvfrom"
    case receiveMany = "recvmmsg"
    case rename
    case send = "sendto"
    case sendMany = "sendmmsg"
    case sendSegments = "sendmsg"
    case setsockopt
    case signalAction = "sigaction"
    case socket
    case status = "fstat"
    case write
}
