package import Wire

/// What is settled about an SA beside its SPI and its keys.
package struct SAParameters: Hashable, Sendable {
    /// What protects its packets.
    package var suite: ESPSuite
    /// What its packets carry.
    package var mode: ESPMode
    /// Whether sequence numbers have 64 bits (RFC 4303 section 2.2.1).
    package var isExtended: Bool
    /// How many sequence numbers the receiver's window tells apart; see ``ReplayWindow/sizes``.
    package var windowSize: Int
    /// The sender pads each payload to a multiple of so many bytes, so that its length says less
    /// (RFC 4303 section 2.7); 0 or 1 for no such padding.
    package var paddingMultiple: Int
    /// How long the SA is used.
    package var lifetime: SALifetime

    /// Parameters; by default those of a tunnel that nobody asked anything special of.
    package init(
        suite: ESPSuite = .usual, mode: ESPMode = .tunnel, isExtended: Bool = false,
        windowSize: Int = ReplayWindow.usualSize, paddingMultiple: Int = 0,
        lifetime: SALifetime = SALifetime()
    ) {
        self.suite = suite
        self.mode = mode
        self.isExtended = isExtended
        self.windowSize = windowSize
        self.paddingMultiple = paddingMultiple
        self.lifetime = lifetime
    }
}
