import Cipher
import Testing
import Timeline
import Tunnel
import Wire

/// Sequence numbers of 64 bits (RFC 4303 section 2.2.1 and appendix A).
@Suite struct ExtendedNumberTests {
    private let extended = SAParameters(isExtended: true)
    private let edge = UInt64(UInt32.max)

    @Test func theHighHalfGrowsWithoutTravelling() throws {
        let pair = try SAPair(
            lastSequence: edge - 2, parameters: extended, window: SAPair.window(after: edge - 2))
        var numbers: [UInt64] = []
        for _ in 0..<4 {
            let datagram = pair.seal([1, 2, 3])
            numbers.append(try #require(pair.open(datagram).0.payload?.sequence.rawValue))
        }
        #expect(numbers == [edge - 1, edge, edge + 1, edge + 2])
    }

    @Test func theICVCoversTheHighHalf() throws {
        // Both have the same low half, and the receivers differ in what they take the high half for.
        let sender = try SAPair(lastSequence: edge + 4, parameters: extended)
        let datagram = sender.seal([1, 2, 3])
        let behind = try SAPair(parameters: extended)
        #expect(behind.open(datagram).0.reason == .badICV)
        let level = try SAPair(parameters: extended, window: SAPair.window(after: edge + 4))
        #expect(level.open(datagram).0.payload != nil)
        let plain = try SAPair()
        #expect(plain.open(datagram).0.reason == .badICV)
    }

    @Test func aLateOneFromBeforeTheEdgeIsAccepted() throws {
        let pair = try SAPair(
            lastSequence: edge - 3, parameters: extended, window: SAPair.window(after: edge - 3))
        let datagrams = (0..<6).map { _ in pair.seal([1]) }
        for index in [5, 0, 4, 1, 3, 2] {
            #expect(pair.open(datagrams[index]).0.payload != nil, "\(index)")
            #expect(pair.open(datagrams[index]).0.reason == .replayed, "\(index)")
        }
    }

    @Test func theLastOfAllNumbersIsUsedAndNoneAfterIt() throws {
        let pair = try SAPair(
            lastSequence: .max - 1, parameters: extended, window: SAPair.window(after: .max - 1))
        #expect(pair.open(pair.seal([1])).0.payload?.sequence.rawValue == .max)
        var datagram: [UInt8] = []
        let outcome = pair.sender.seal(
            payload: Span(), nextHeader: .ipv4, at: .start, into: &datagram)
        #expect(outcome == .refused(.sequenceExhausted))
        // No number fits that would be higher than all.
        #expect(pair.receiver.window.number(withLow: 5) == nil)
    }

    @Test func noNumberFitsBelowTheFirst() {
        #expect(ReplayWindow(size: 64).number(withLow: .max) == nil)
        #expect(ReplayWindow(size: 64).number(withLow: .max - 63)?.high == 0)
        #expect(ReplayWindow(size: 64).number(withLow: 7)?.rawValue == 7)
    }
}
