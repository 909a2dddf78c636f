package import Tunnel
package import Wire

/// How a packet was put into ESP, as far as only the two ends know it.
package struct SealingForm: Hashable, Sendable {
    /// What protects it.
    package let suite: ESPSuite
    /// What was put into it.
    package let mode: ESPMode
    /// The high half of an extended sequence number; nil where numbers have 32 bits.
    package let highSequence: UInt32?
    /// How many bytes of padding for traffic flow confidentiality follow the payload.
    package let trafficPadding: Int

    /// A form; by default that of an SA that nobody asked anything special of.
    package init(
        suite: ESPSuite = .usual, mode: ESPMode = .tunnel, highSequence: UInt32? = nil,
        trafficPadding: Int = 0
    ) {
        self.suite = suite
        self.mode = mode
        self.highSequence = highSequence
        self.trafficPadding = trafficPadding
    }

    /// The form that `association` gave a payload of `length` bytes under the number `sequence`.
    package init(_ association: OutboundSA, _ sequence: SequenceNumber, payload length: Int) {
        let parameters = association.parameters
        self.init(
            suite: parameters.suite, mode: parameters.mode,
            highSequence: parameters.isExtended ? sequence.high : nil,
            trafficPadding: association.trafficPadding(forPayload: length))
    }
}
