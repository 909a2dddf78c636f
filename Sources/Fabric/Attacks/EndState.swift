package import Tunnel
import Wire

/// What an end of a tunnel knows at a moment of what came to it.
package struct EndState: Sendable {
    /// The anti-replay window of the SA that is attacked.
    package let window: ReplayWindow
    /// What became of everything that arrived.
    package let counters: TunnelCounters

    /// The state of the SA at an end that has the first of these SPIs; the present one's when none has
    /// any of them.
    init(of end: TunnelEnd, spis: [SPI] = []) {
        let named = spis.lazy.compactMap { spi in end.inbounds.first { $0.spi == spi } }.first
        window = (named ?? end.inbound).window
        counters = end.counters
    }
}
