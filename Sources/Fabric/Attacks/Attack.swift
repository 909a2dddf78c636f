/// What an attacker on the wire can do with one datagram.
package enum Attack: Hashable, Sendable {
    /// Send the datagram of the packet of this number again.
    case replay(of: Int)
    /// Send it with one bit turned round; bit 0 is the highest of its first byte.
    case flip(of: Int, bit: Int)
    /// Send only its first bytes.
    case truncation(of: Int, length: Int)
    /// Send an ESP packet that an end of this tunnel might expect, sealed with another key.
    case forgery(tunnel: String)
    /// Send the same with an SPI that no SA has.
    case unknownSPI(tunnel: String)
}
