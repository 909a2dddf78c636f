import Wire

/// What a TCP segment does, as its control bits say.
enum SegmentKind: CaseIterable {
    /// Asks for a connection.
    case syn
    /// Accepts one.
    case synAck
    /// Carries an acknowledgment, and data or none.
    case ack
    /// Ends one direction.
    case fin
    /// Ends the connection at once.
    case rst

    /// The kind of a segment with these control bits; nil for a combination that no host sends.
    ///
    /// PSH, ECE and CWR say nothing about the connection. Of the others, SYN, FIN and RST exclude each
    /// other; without SYN and RST there is always ACK (RFC 9293 section 3.10.7.4); urgent data can't
    /// come with RST nor with SYN,ACK. That refuses the null, SYN,FIN and Christmas tree scans.
    init?(_ flags: TCPFlags) {
        switch flags.subtracting([.psh, .ece, .cwr]) {
        case .syn, [.syn, .urg]: self = .syn
        case [.syn, .ack]: self = .synAck
        case .ack, [.ack, .urg]: self = .ack
        case [.fin, .ack], [.fin, .ack, .urg]: self = .fin
        case .rst, [.rst, .ack]: self = .rst
        default: return nil
        }
    }
}
