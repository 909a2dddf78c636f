import Cipher
import Testing
import Timeline
import Tunnel
import Wire

@Suite struct SecurityAssociationTests {
    private func payload(_ length: Int) -> [UInt8] {
        (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    }

    @Test func roundTripsAtEveryLength() throws {
        let pair = try SAPair()
        for length in 0...1_500 {
            let sent = payload(length)
            let nextHeader: IPProtocol = length.isMultiple(of: 2) ? .ipv4 : .ipv6
            let datagram = pair.seal(sent, as: nextHeader)
            #expect(datagram.count == ESPLayout.full.packetLength(forPayload: length))
            let (outcome, plaintext) = pair.open(datagram)
            let opened = try #require(outcome.payload)
            #expect(Array(plaintext[opened.payload]) == sent)
            #expect(opened.nextHeader == nextHeader)
            #expect(opened.sequence.rawValue == UInt32(length + 1))
        }
        #expect(pair.sender.traffic == pair.receiver.traffic)
        #expect(pair.sender.traffic.packets == 1_501)
        #expect(pair.sender.traffic.bytes == 1_500 * 1_501 / 2)
    }

    @Test func theLongestPayloadFitsAndOneMoreByteDoesNot() throws {
        let pair = try SAPair()
        let longest = payload(OutboundSA.maximumPayload)
        let datagram = pair.seal(longest)
        #expect(datagram.count <= UDPEncapsulation.maximumLength)
        #expect(datagram.count > UDPEncapsulation.maximumLength - ESPLayout.alignment)
        #expect(pair.open(datagram).0.payload?.payload.count == longest.count)

        let tooLong = longest + [0]
        var buffer: [UInt8] = [1]
        let outcome = pair.sender.seal(
            payload: tooLong.span, nextHeader: .ipv4, at: .start, into: &buffer)
        #expect(outcome == .refused(.tooLarge))
        #expect(buffer.isEmpty)
        #expect(pair.sender.lastSequence.rawValue == 1)
    }

    @Test func everyTruncationIsRefused() throws {
        let pair = try SAPair()
        let datagram = pair.seal(payload(61))
        var reasons: Set<DropReason> = []
        for length in 0..<datagram.count {
            let (outcome, plaintext) = pair.open(Array(datagram[..<length]))
            let reason = try #require(outcome.reason, "length \(length)")
            let isWhole = length >= 36 && length.isMultiple(of: 4)
            #expect(reason == (isWhole ? .badICV : .malformed), "length \(length)")
            #expect(plaintext.isEmpty)
            reasons.insert(reason)
        }
        #expect(reasons == [.badICV, .malformed])
        #expect(pair.open(datagram).0.payload != nil)
    }

    @Test func everyBitFlipIsRefused() throws {
        let pair = try SAPair(lastSequence: 4)
        let datagram = pair.seal(payload(30))
        var reasons: Set<DropReason> = []
        // The SPI's bits lead to another SA, or to none: TunnelEnd tests them.
        for bit in 4 * 8..<datagram.count * 8 {
            var changed = datagram
            changed[bit / 8] ^= 1 << UInt8(7 - bit % 8)
            let (outcome, plaintext) = pair.open(changed)
            reasons.insert(try #require(outcome.reason, "bit \(bit)"))
            #expect(plaintext.isEmpty)
        }
        #expect(reasons == [.badICV])
        #expect(pair.receiver.window.highest.rawValue == 0)
        #expect(pair.receiver.traffic.packets == 0)
        #expect(pair.open(datagram).0.payload != nil)
    }

    @Test func aForgedNumberDoesNotMoveTheWindow() throws {
        let pair = try SAPair()
        let first = pair.seal(payload(10))
        var forged = pair.seal(payload(10))
        forged[4] = 0x7F
        #expect(pair.open(forged).0.reason == .badICV)
        #expect(pair.open(first).0.payload != nil)
        #expect(pair.open(first).0.reason == .replayed)
    }

    @Test func whatFellOutOfTheWindowIsTooOld() throws {
        let pair = try SAPair()
        let datagrams = (0..<65).map { _ in pair.seal(payload(4)) }
        #expect(pair.open(datagrams[64]).0.payload != nil)
        #expect(pair.open(datagrams[0]).0.reason == .tooOld)
        #expect(pair.open(datagrams[1]).0.payload != nil)
        #expect(pair.open(datagrams[1]).0.reason == .replayed)
    }

    @Test func sequenceNumbersEndAndNeverWrap() throws {
        let pair = try SAPair(lastSequence: UInt64(UInt32.max) - 2)
        #expect(!pair.seal(payload(4)).isEmpty)
        let last = pair.seal(payload(4))
        #expect(pair.open(last).0.payload?.sequence.rawValue == UInt64(UInt32.max))
        for _ in 0..<3 {
            var datagram: [UInt8] = [1]
            let outcome = pair.sender.seal(
                payload: Span(), nextHeader: .ipv4, at: .start, into: &datagram)
            #expect(outcome == .refused(.sequenceExhausted))
            #expect(datagram.isEmpty)
        }
        #expect(pair.sender.lastSequence.rawValue == UInt64(UInt32.max))
    }

    @Test func ivsEndToo() throws {
        let pair = try SAPair(ledger: IVLedger(first: .max))
        #expect(!pair.seal(payload(4)).isEmpty)
        var datagram: [UInt8] = []
        let outcome = pair.sender.seal(
            payload: Span(), nextHeader: .ipv4, at: .start, into: &datagram)
        #expect(outcome == .refused(.ivExhausted))
        #expect(pair.sender.lastSequence.rawValue == 1)
    }

    @Test(arguments: 0...255)
    func onlyIPAndDummiesAreKnownNextHeaders(number: UInt8) throws {
        let pair = try SAPair()
        let datagram = pair.seal(payload(21), as: IPProtocol(rawValue: number))
        let (outcome, plaintext) = pair.open(datagram)
        switch number {
        case 4, 41: #expect(outcome.payload?.nextHeader.rawValue == number)
        case 59: #expect(outcome.reason == .dummy)
        default: #expect(outcome.reason == .unexpectedNextHeader)
        }
        // It was authentic in any case: it is shown, and it cannot be replayed.
        #expect(Array(plaintext[..<21]) == payload(21))
        #expect(pair.open(datagram).0.reason == .replayed)
    }

    @Test func lastHeardIsWhenTheNewestAuthenticDatagramCame() throws {
        let pair = try SAPair()
        #expect(pair.receiver.lastHeard == nil)
        var datagram = pair.seal(payload(4))
        var plaintext: [UInt8] = []
        let then = Instant(nanoseconds: 77)
        _ = pair.receiver.open(datagram: datagram.span, at: then, into: &plaintext)
        #expect(pair.receiver.lastHeard == then)
        datagram = pair.seal(payload(4))
        datagram[20] ^= 1
        let later = Instant(nanoseconds: 99)
        _ = pair.receiver.open(datagram: datagram.span, at: later, into: &plaintext)
        #expect(pair.receiver.lastHeard == then)
    }

    @Test func buffersKeepTheirCapacity() throws {
        let pair = try SAPair()
        var datagram: [UInt8] = []
        var plaintext: [UInt8] = []
        datagram.reserveCapacity(2_000)
        plaintext.reserveCapacity(2_000)
        let (first, second) = (datagram.capacity, plaintext.capacity)
        for length in [1_400, 10, 900, 1_400] {
            let sent = payload(length)
            _ = pair.sender.seal(payload: sent.span, nextHeader: .ipv4, at: .start, into: &datagram)
            _ = pair.receiver.open(datagram: datagram.span, at: .start, into: &plaintext)
        }
        #expect(datagram.capacity == first)
        #expect(plaintext.capacity == second)
    }

    @Test func aForeignSPIStopsTheProgram() async {
        await #expect(processExitsWith: .failure) {
            let pair = try SAPair()
            var datagram = pair.seal([1, 2, 3])
            datagram[3] ^= 1
            _ = pair.open(datagram)
        }
    }
}
