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

    /// More than 2^32 packets in a row are lost, and the receiver takes the high half for one that is too low
    /// (RFC 4303 appendix A3).
    @Test(arguments: [UInt64(1), 15, 16, 17, 40])
    func aLongLossIsMadeUpFor(_ rounds: UInt64) throws {
        let isFound = rounds <= UInt64(InboundSA.resynchronisationTries)
        let pair = try SAPair(
            lastSequence: rounds << 32 | 500, parameters: extended,
            window: SAPair.window(after: 100))
        let trigger = InboundSA.resynchronisationTrigger
        for _ in 1..<trigger {
            #expect(pair.open(pair.seal([7])).0.reason == .badICV)
        }
        let (outcome, plaintext) = pair.open(pair.seal([7]))
        #expect(outcome.payload?.sequence.rawValue == (isFound ? rounds << 32 | 564 : nil))
        #expect(plaintext.first == (isFound ? 7 : nil))
        #expect(pair.receiver.window.highest.rawValue == (isFound ? rounds << 32 | 564 : 100))
        guard isFound else { return }
        for _ in 0..<3 {
            let datagram = pair.seal([8])
            #expect(pair.open(datagram).0.payload != nil)
            #expect(pair.open(datagram).0.reason == .replayed)
        }
    }

    /// Forged packets do not move the window, however many they are, and one that is right starts the count anew.
    @Test func aForgerDoesNotResynchronise() throws {
        let pair = try SAPair(parameters: extended)
        let stranger = try SAPair(label: "stranger", lastSequence: 900, parameters: extended)
        for _ in 0..<(5 * InboundSA.resynchronisationTrigger) {
            #expect(pair.open(stranger.seal([1])).0.reason == .badICV)
        }
        #expect(pair.receiver.window.highest.rawValue == 0)
        #expect(pair.open(pair.seal([1])).0.payload?.sequence.rawValue == 1)
        let late = try SAPair(lastSequence: 3 << 32 | 500, parameters: extended)
        for round in 1...(2 * InboundSA.resynchronisationTrigger) {
            let isTried = round == 2 * InboundSA.resynchronisationTrigger - 1
            #expect((pair.open(late.seal([1])).0.payload != nil) == isTried, "\(round)")
            if round == InboundSA.resynchronisationTrigger - 1 {
                #expect(pair.open(pair.seal([1])).0.payload != nil)
            }
            if isTried { return }
        }
    }

    /// Without extended numbers there is no high half to be found.
    @Test func shortNumbersAreNotTriedWithAHighHalf() throws {
        let sender = try SAPair(lastSequence: 1 << 32, parameters: extended)
        let receiver = try SAPair()
        for _ in 0..<(2 * InboundSA.resynchronisationTrigger) {
            #expect(receiver.open(sender.seal([1])).0.reason == .badICV)
        }
    }

    @Test func noNumberFitsBelowTheFirst() {
        #expect(ReplayWindow(size: 64).number(withLow: .max) == nil)
        #expect(ReplayWindow(size: 64).number(withLow: .max - 63)?.high == 0)
        #expect(ReplayWindow(size: 64).number(withLow: 7)?.rawValue == 7)
    }
}
