import Tunnel
import Wire

/// The anti-replay window as a set of all numbers that were accepted: what the real one is held to.
struct WindowModel {
    private let size: UInt64
    private let isExtended: Bool
    private var accepted: Set<UInt64> = []
    private var highest: UInt64 = 0
    /// How many packets in a row had no ICV that verifies with the number that the window gives.
    private var failures = 0

    init(size: Int, isExtended: Bool) {
        self.size = UInt64(size)
        self.isExtended = isExtended
    }

    mutating func accept(_ sequence: SequenceNumber) {
        accepted.insert(sequence.rawValue)
        highest = max(highest, sequence.rawValue)
        failures = 0
    }

    /// Counts a packet whose ICV verified with no number that was tried.
    mutating func fail() { failures += 1 }

    /// Why a packet with this number, of which the receiver sees the low half, isn't opened; nil where
    /// it is.
    func refusal(of sequence: SequenceNumber) -> DropReason? {
        guard let number = inferred(sequence.low) else { return .tooOld }
        if number == 0 || number + size <= highest { return .tooOld }
        if accepted.contains(number) { return .replayed }
        return number == sequence.rawValue || isFound(sequence, from: number) ? nil : .badICV
    }

    /// Whether the receiver tries this number, too, since many in a row did not verify (RFC 4303 appendix A3).
    private func isFound(_ sequence: SequenceNumber, from number: UInt64) -> Bool {
        let high = UInt32(number >> 32)
        let tried = (UInt64(high) + 1)...(UInt64(high) + UInt64(InboundSA.resynchronisationTries))
        return isExtended && (failures + 1).isMultiple(of: InboundSA.resynchronisationTrigger)
            && tried.contains(UInt64(sequence.high))
    }

    /// The only number with this low half among the 2^32 that begin with the window (RFC 4303 appendix A2).
    private func inferred(_ low: UInt32) -> UInt64? {
        guard isExtended else { return UInt64(low) }
        let start = Int128(highest) - Int128(size) + 1
        let span = Int128(1) << 32
        let number = start + ((Int128(low) - start) % span + span) % span
        return UInt64(exactly: number)
    }

    /// Whether the window says of every number in it, and of those around it, what the model says.
    func agrees(with window: ReplayWindow) -> Bool {
        guard window.highest.rawValue == highest else { return false }
        let first = highest - min(highest, size + 1)
        return (first...highest + 1).allSatisfy { number in
            let expected: ReplayCheck =
                number == 0 || number + size <= highest
                ? .tooOld : accepted.contains(number) ? .replayed : .fresh
            return window.check(SequenceNumber(rawValue: number)) == expected
        }
    }
}
