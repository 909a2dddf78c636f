/// What a packet may do in its flow.
enum FlowRole {
    /// A TCP segment.
    case segment(SegmentKind)
    /// A packet that either side may send at any time.
    case datagram
    /// A packet that only answers another.
    case answer

    /// Whether the packet may be the first of a flow.
    var mayBegin: Bool {
        switch self {
        case .segment(let kind): kind == .syn
        case .datagram: true
        case .answer: false
        }
    }
}
