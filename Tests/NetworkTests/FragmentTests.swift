import Chance
import Network
import Testing
import Timeline
import Wire

@Suite struct FragmentTests {
    /// A packet of a protocol with so many bytes of data.
    private func packet(
        _ family: IPFamily, _ count: Int, _ random: inout SplitMix
    ) throws -> Packet {
        let ends =
            family == .v4
            ? (address("10.0.0.1"), address("10.1.0.9"))
            : (address("2001:db8::1"), address("2001:db8:1::9"))
        let port = Port(rawValue: 40_000)
        let transport: PacketDraft.Transport = random.one(of: [
            .udp(source: port, destination: port), .icmpEcho(.request, identifier: 1, sequence: 2),
            .tcp(source: port, destination: port, sequence: 1, flags: .ack), .other(.esp),
        ])
        return try PacketDraft(
            source: ends.0, destination: ends.1, transport: transport, data: random.bytes(count)
        ).build().fragmentable()
    }

    private func pieces(_ packet: Packet, _ mtu: Int) throws -> [Packet] {
        guard case .fragments(let pieces) = Fragmentation.fit(packet, into: mtu, identification: 9)
        else { throw Fault.notFragmented }
        return pieces
    }

    private enum Fault: Error { case notFragmented }

    /// Fragments in any order, of which some come twice, are the packet again, and nothing before all have come.
    @Test(arguments: IPFamily.allCases)
    func shuffledFragmentsAreThePacketAgain(_ family: IPFamily) throws {
        var random = SplitMix(seed: 1)
        var (whole, fragmented, twice) = (0, 0, 0)
        for round in 0..<200 {
            let least = Fragmentation.leastMTU(family)
            let mtu = Int.random(in: least...(least + 600), using: &random)
            let packet = try packet(family, Int.random(in: 0...4_000, using: &random), &random)
            guard
                case .fragments(var pieces) = Fragmentation.fit(
                    packet, into: mtu, identification: UInt32(round))
            else {
                #expect(packet.bytes.count <= mtu)
                whole += 1
                continue
            }
            fragmented += 1
            #expect(packet.bytes.count > mtu)
            for piece in pieces { #expect(piece.bytes.count <= mtu) }
            // A smaller link on the way cuts fragments of IPv4 again.
            if family == .v4, round.isMultiple(of: 3), mtu > 100 {
                pieces = pieces.flatMap { piece -> [Packet] in
                    guard case .fragments(let parts) = Fragmentation.fit(piece, into: mtu - 30)
                    else { return [piece] }
                    return parts
                }
            }
            pieces.shuffle(using: &random)
            var reassembly = Reassembly()
            for (place, piece) in pieces.enumerated() {
                if place > 0, random.chance(10) {
                    let copy = reassembly.take(pieces[place - 1], at: .start)
                    #expect(copy.outcome == .refused(.copy))
                    twice += 1
                }
                let outcome = reassembly.take(piece, at: .start).outcome
                guard place == pieces.count - 1 else {
                    #expect(outcome == .waits)
                    continue
                }
                guard case .complete(let done) = outcome else {
                    Issue.record("\(outcome)")
                    continue
                }
                #expect(done.packet == packet)
                #expect(done.fragments.count == pieces.count)
                #expect(done.longestFragment == pieces.map(\.bytes.count).max())
            }
            #expect(reassembly.count == 0)
            #expect(reassembly.nextExpiry == nil)
        }
        #expect(whole > 10 && fragmented > 50 && twice > 10)
    }

    /// The packet comes together exactly when no two fragments have data for one place.
    @Test func overlapsAreRefused() throws {
        var random = SplitMix(seed: 2)
        var tally: [ReassemblyFault: Int] = [:]
        var complete = 0
        for _ in 0..<200 {
            let packet = try packet(random.one(of: IPFamily.allCases), 3_000, &random)
            var pieces = try pieces(packet, 1_300)
            let isForged = random.chance(50)
            if isForged {
                // The same place, other bytes.
                var bytes = random.one(of: pieces).bytes
                bytes[bytes.count - 1] ^= 1
                pieces.append(try .parse(bytes))
            }
            pieces.shuffle(using: &random)
            var reassembly = Reassembly()
            var isComplete = false
            var refused: ReassemblyFault?
            for piece in pieces {
                let step = reassembly.take(piece, at: .start)
                switch step.outcome {
                case .complete: isComplete = true
                case .refused(let fault):
                    refused = refused ?? fault
                    tally[fault, default: 0] += 1
                case .waits, .whole: break
                }
                for lost in step.abandoned { #expect(lost.fault == refused) }
            }
            if refused == nil { #expect(isComplete || isForged) }
            if isForged, !isComplete { #expect(refused != nil) }
            if isComplete { complete += 1 }
            // The one that was forged came before the packet was complete, or waits for others.
            #expect(isComplete != (refused != nil))
        }
        #expect(tally[.overlap, default: 0] > 25 && complete > 25)
    }

    @Test func fragmentsThatCanNotBeOneAreRefused() throws {
        var random = SplitMix(seed: 3)
        let packet = try packet(.v4, 2_000, &random)
        let pieces = try pieces(packet, 576)
        func changed(_ piece: Packet, place: UInt16, dropping count: Int = 0) throws -> Packet {
            var bytes = Array(piece.bytes.dropLast(count))
            bytes.put(bigEndian: UInt16(bytes.count), at: IPv4Header.Offset.totalLength)
            bytes.put(bigEndian: place, at: IPv4Header.Offset.fragment)
            IPv4Header.fillChecksum(of: 0..<20, in: &bytes)
            return try .parse(bytes)
        }
        var reassembly = Reassembly()
        let more: UInt16 = 0x2000
        func refusal(_ piece: Packet) -> Reassembling.Outcome {
            reassembly.take(piece, at: .start).outcome
        }
        #expect(
            refusal(try changed(pieces[1], place: more | 69, dropping: 3))
                == .refused(.misaligned))
        #expect(
            refusal(try changed(pieces[1], place: more | 69, dropping: pieces[1].bytes.count - 20))
                == .refused(.empty))
        // The ping of death.
        #expect(refusal(try changed(pieces[1], place: 8_190)) == .refused(.tooLong))
        #expect(reassembly.count == 0)
        // An end, and data behind it; and nothing of that packet any longer.
        #expect(refusal(try changed(pieces[1], place: 69)) == .waits)
        let step = reassembly.take(try changed(pieces[2], place: more | 200), at: .start)
        #expect(step.outcome == .refused(.beyondEnd))
        #expect(step.abandoned.map(\.fragments.count) == [1])
        #expect(step.abandoned.first?.first == nil)
        #expect(refusal(pieces[0]) == .refused(.beyondEnd))
    }

    @Test func whatWaitsTooLongIsGivenUp() throws {
        var random = SplitMix(seed: 4)
        var reassembly = Reassembly()
        let first = try pieces(try packet(.v4, 2_000, &random), 1_500)
        let second = try pieces(try packet(.v6, 2_000, &random), 1_500)
        #expect(reassembly.take(first[0], at: at(1)).outcome == .waits)
        #expect(reassembly.take(second[1], at: at(2)).outcome == .waits)
        #expect(reassembly.nextExpiry == at(61))
        #expect(reassembly.expire(at: at(60)).isEmpty)
        let lost = reassembly.expire(at: at(61))
        #expect(lost.map(\.fault) == [.timeExceeded])
        #expect(lost.first?.first == first[0])
        #expect(reassembly.nextExpiry == at(62))
        // What comes later is of another packet, which is given up in turn.
        let step = reassembly.take(first[1], at: at(62))
        #expect(step.outcome == .waits)
        #expect(step.abandoned.map(\.first) == [nil])
        #expect(reassembly.nextExpiry == at(122))
    }

    /// As many as come, no more are held than there may be.
    @Test func whatIsHeldIsBounded() throws {
        var random = SplitMix(seed: 5)
        var reassembly = Reassembly()
        var lost = 0
        let long = try packet(.v4, 60_000, &random)
        for number in 0..<200 {
            let packet = try long.fragmentable(identification: UInt16(number))
            let piece = try pieces(packet, 30_000)[0]
            lost += reassembly.take(piece, at: .start).abandoned.count
            #expect(reassembly.count <= (1 << 20) / 29_000)
        }
        #expect(lost == 200 - reassembly.count)
        for number in 0..<200 {
            let packet = try packet(.v4, 200, &random).fragmentable(
                identification: UInt16(number + 1_000))
            _ = reassembly.take(try pieces(packet, 100)[0], at: .start)
            #expect(reassembly.count <= Reassembly.limit)
        }
        #expect(reassembly.count == Reassembly.limit)
    }

    @Test func onlySomeMayBeFragmented() throws {
        var random = SplitMix(seed: 6)
        let small = try packet(.v4, 100, &random)
        #expect(Fragmentation.fit(small, into: small.bytes.count) == .whole)
        let kept = try packet(.v4, 2_000, &random).fragmentable(false)
        #expect(Fragmentation.fit(kept, into: 1_400) == .tooBig(mtu: 1_400))
        let six = try packet(.v6, 2_000, &random)
        #expect(Fragmentation.fit(six, into: 1_400) == .tooBig(mtu: 1_400))
        let message = try Fitting.message(about: six, mtu: 1_400, from: address("2001:db8::fe"))
            .build()
        #expect(message.bytes.count == 1_280)
        #expect(message.fields.icmpType == 2)
        let old = try Fitting.message(about: kept, mtu: 1_400, from: address("10.0.0.254")).build()
        #expect(old.fields.icmpCode == 4)
        #expect(old.bytes[24..<28] == [0, 0, 0x05, 0x78])
    }

    /// Only options that say so are in every fragment.
    @Test func optionsAreCopied() throws {
        var header = IPv4Header(
            source: address4("10.0.0.1"), destination: address4("10.1.0.9"), proto: .esp,
            totalLength: 28 + 200)
        // Record route, which is not copied, no operation, and stream identifier, which is.
        header.options = [7, 3, 4, 1, 136, 4, 1, 2]
        var bytes: [UInt8] = []
        header.write(to: &bytes)
        bytes += [UInt8](repeating: 5, count: 200)
        IPv4Header.fillChecksum(of: 0..<28, in: &bytes)
        let packet = try Packet.parse(bytes)
        let pieces = try pieces(packet, 124)
        let read = try pieces.map { try IPv4Header.parse($0.bytes.span).options }
        #expect(read == [header.options, [136, 4, 1, 2], [136, 4, 1, 2]])
        var reassembly = Reassembly()
        for piece in pieces.dropFirst() { _ = reassembly.take(piece, at: .start) }
        guard case .complete(let done) = reassembly.take(pieces[0], at: .start).outcome else {
            Issue.record("not complete")
            return
        }
        #expect(done.packet == packet)
    }
}
