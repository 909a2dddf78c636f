/// Which end of a tunnel it is.
package enum TunnelRole: String, CaseIterable, Sendable {
    /// The end that opened the tunnel.
    case client
    /// The end that the client reached.
    case server

    /// The end at the other side.
    package var peer: TunnelRole { self == .client ? .server : .client }
}
