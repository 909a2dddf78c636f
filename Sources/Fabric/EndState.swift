package import Tunnel
import Wire

/// What an end of a tunnel knows at a moment of what came to it.
package struct EndState: Sendable {
    /// The anti-replay window of the SA that is attacked.
    package let window: ReplayWindow
    /// What became of everything that arrived.
    package let counters: TunnelCounters

    /// The state of the SA of this SPI at an end; the present one's when no SA has the SPI.
    init(of end: TunnelEnd, spi: SPI? = nil) {
        window = (end.inbounds.first { $0.spi == spi } ?? end.inbound).window
        counters = end.counters
    }
}
