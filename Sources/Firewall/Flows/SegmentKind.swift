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
        // URG, ACK, a place for PSH, RST, SYN and FIN: numbers, as sets in patterns are slow.
        switch flags.rawValue & 0b11_0111 {
        case 0b00_0010, 0b10_0010: self = .syn
        case 0b01_0010: self = .synAck
        case 0b01_0000, 0b11_0000: self = .ack
        case 0b01_0001, 0b11_0001: self = .fin
        case 0b00_0100, 0b01_0100: self = .rst
        default: return nil
        }
    }
}
