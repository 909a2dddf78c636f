import Cipher
import Timeline
import Tunnel
import Wire

/// The SPI of SAs that are tested alone.
let testSPI = SPI(rawValue: 0x1001)

/// Two SAs that understand each other, and what a test keeps asking them.
struct SAPair {
    let sender: OutboundSA
    let receiver: InboundSA

    init(
        label: String = "pair", ledger: IVLedger = IVLedger(), lastSequence: UInt64 = 0,
        parameters: SAParameters = SAParameters(), window: ReplayWindow? = nil
    ) throws {
        let material = try KeyMaterial(
            seed: 1, label: label, keyLength: parameters.suite.keyLength)
        sender = try OutboundSA(
            spi: testSPI, material: material, ledger: ledger, parameters: parameters,
            lastSequence: SequenceNumber(rawValue: lastSequence))
        receiver = try InboundSA(
            spi: testSPI, material: material, parameters: parameters,
            window: window ?? ReplayWindow(size: parameters.windowSize))
    }

    /// The datagram around `payload`; empty when it was refused.
    func seal(_ payload: [UInt8], as nextHeader: IPProtocol = .ipv4) -> [UInt8] {
        var datagram: [UInt8] = []
        _ = sender.seal(payload: payload.span, nextHeader: nextHeader, at: .start, into: &datagram)
        return datagram
    }

    /// A window that has accepted `number` and nothing else.
    static func window(after number: UInt64, size: Int = 64) -> ReplayWindow {
        var window = ReplayWindow(size: size)
        if number > 0 { window.commit(SequenceNumber(rawValue: number)) }
        return window
    }

    /// What the receiver makes of `datagram`, and its plaintext buffer.
    func open(_ datagram: [UInt8]) -> (OpenOutcome, plaintext: [UInt8]) {
        var plaintext: [UInt8] = [0xEE]
        let outcome = receiver.open(datagram: datagram.span, at: .start, into: &plaintext)
        return (outcome, plaintext)
    }
}

extension OpenOutcome {
    /// The reason of a refusal.
    var reason: DropReason? {
        guard case .refused(let reason) = self else { return nil }
        return reason
    }

    /// The payload when it was opened.
    var payload: OpenedPayload? {
        guard case .opened(let payload) = self else { return nil }
        return payload
    }
}
