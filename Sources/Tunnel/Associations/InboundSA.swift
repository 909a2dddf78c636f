package import Cipher
package import Timeline
package import Wire

/// The receiving half of an ESP tunnel: checks and opens packets (RFC 4303 section 3.4).
package final class InboundSA {
    /// The index that packets for this SA carry.
    package let spi: SPI
    /// What is settled about the SA.
    package let parameters: SAParameters
    /// Which sequence numbers were accepted.
    package var window: ReplayWindow { accepted }
    /// What was authentic so far, whatever was inside.
    package var traffic: TrafficCount { carried }
    /// When the newest authentic packet came, or nil before the first.
    package var lastHeard: Instant? { recent.heard }
    /// When the SA was made.
    package let birth: Instant
    private let opener: AEADOpener
    private let salt: Salt
    // Private and apart from each other, so that the compiler proves for the usual packet what would else be
    // checked at run time (exclusive access).
    private var accepted: ReplayWindow
    private var carried = TrafficCount()
    private var recent = Recent()

    /// What came lately.
    private struct Recent {
        /// When the newest authentic packet came.
        var heard: Instant?
        /// How many packets have come since whose ICV did not verify (RFC 4303 appendix A3.1).
        var failures = 0
    }

    /// After so many packets in a row whose ICV does not verify, other high halves are tried.
    package static let resynchronisationTrigger = 64
    /// So many of them.
    package static let resynchronisationTries: UInt32 = 16

    /// An SA that has accepted nothing yet.
    ///
    /// - Throws: `keyLength` unless the key is as long as the suite asks, or `algorithmUnavailable`.
    package convenience init(
        spi: SPI, material: borrowing KeyMaterial, parameters: SAParameters = SAParameters(),
        birth: Instant = .start
    ) throws(CipherFault) {
        try self.init(
            spi: spi, material: material, parameters: parameters,
            window: ReplayWindow(size: parameters.windowSize), birth: birth)
    }

    /// An SA whose window is `window`, for what is taken over from elsewhere.
    ///
    /// - Throws: as ``init(spi:material:parameters:birth:)``.
    package init(
        spi: SPI, material: borrowing KeyMaterial, parameters: SAParameters = SAParameters(),
        window: ReplayWindow, birth: Instant = .start
    ) throws(CipherFault) {
        guard material.key.count == parameters.suite.keyLength else { throw .keyLength }
        self.spi = spi
        self.parameters = parameters
        accepted = window
        self.birth = birth
        opener = try AEADOpener(
            parameters.suite.algorithm, key: material.key, tagLength: parameters.suite.icvLength)
        salt = material.salt
    }

    /// The SA that takes the place of `other` with another key: SPI, window and counts go on.
    ///
    /// - Throws: as ``init(spi:material:parameters:birth:)``.
    convenience init(
        continuing other: InboundSA, material: borrowing KeyMaterial
    ) throws(CipherFault) {
        try self.init(
            spi: other.spi, material: material, parameters: other.parameters,
            window: other.window, birth: other.birth)
        carried = other.traffic
        recent.heard = other.lastHeard
    }

    /// Opens a packet that carries this SA's SPI into `plaintext`, which keeps its capacity.
    ///
    /// The checks come in the order of RFC 4303 section 3.4: that the SA still lives, length, sequence
    /// number, ICV, and only then padding and next header. The window moves after the ICV verified and
    /// not before, so a forger cannot move it. Extended numbers that have lost their high half are found again as
    /// in appendix A3. After an outcome behind the ICV `plaintext` holds the whole
    /// decrypted text with its trailer, whether it was accepted or not; before that it is empty.
    package func open(
        datagram: Span<UInt8>, at now: Instant, into plaintext: inout [UInt8]
    ) -> OpenOutcome {
        plaintext.removeAll(keepingCapacity: true)
        if parameters.lifetime.hard.isReached(carried, birth: birth, now: now) {
            return .refused(.saExpired)
        }
        guard let text = parameters.suite.layout.ciphertext(inPacketOf: datagram.count),
            !text.isEmpty
        else {
            return .refused(.malformed)
        }
        let spi = datagram.uint32(at: ESPHeader.Offset.spi)
        precondition(spi == self.spi.rawValue, "a datagram is opened by the SA that its SPI names")
        guard let sequence = sequence(withLow: datagram.uint32(at: ESPHeader.Offset.sequence))
        else { return .refused(.tooOld) }
        switch accepted.check(sequence) {
        case .fresh: break
        case .replayed: return .refused(.replayed)
        case .tooOld: return .refused(.tooOld)
        }
        guard case .authentic = decrypt(datagram, sequence, text: text, into: &plaintext) else {
            guard let found = resynchronise(datagram, sequence, text: text, into: &plaintext)
            else { return .refused(.badICV) }
            return accept(found, at: now, plaintext.span)
        }
        return accept(sequence, at: now, plaintext.span)
    }

    @inline(__always)
    private func accept(
        _ sequence: SequenceNumber, at now: Instant, _ text: Span<UInt8>
    ) -> OpenOutcome {
        accepted.commit(sequence)
        recent = Recent(heard: now)
        return judge(text, sequence: sequence)
    }

    /// Tries the next high halves for a packet whose ICV does not verify with the one that the window gives: more than
    /// 2^32 packets in a row may have been lost (RFC 4303 appendix A3.2).
    ///
    /// Only one packet of each ``resynchronisationTrigger`` is tried, so that a forger gets little work for his.
    /// All numbers that are tried are higher than any that was accepted, so that nothing is accepted twice.
    private func resynchronise(
        _ datagram: Span<UInt8>, _ sequence: SequenceNumber, text: Range<Int>,
        into plaintext: inout [UInt8]
    ) -> SequenceNumber? {
        recent.failures += 1
        guard parameters.isExtended, recent.failures.isMultiple(of: Self.resynchronisationTrigger)
        else { return nil }
        let highest = UInt64(sequence.high) + UInt64(Self.resynchronisationTries)
        var high = sequence.high
        while high < UInt32(clamping: highest) {
            high += 1
            let found = SequenceNumber(high: high, low: sequence.low)
            plaintext.removeAll(keepingCapacity: true)
            if case .authentic = decrypt(datagram, found, text: text, into: &plaintext) {
                return found
            }
        }
        return nil
    }

    private func sequence(withLow low: UInt32) -> SequenceNumber? {
        guard parameters.isExtended else { return SequenceNumber(high: 0, low: low) }
        return accepted.number(withLow: low)
    }

    private func decrypt(
        _ datagram: Span<UInt8>, _ sequence: SequenceNumber, text: Range<Int>,
        into plaintext: inout [UInt8]
    ) -> Authenticity {
        let nonce = AEADNonce(salt: salt.rawValue, iv: datagram.uint64(at: ESPLayout.ivOffset))
        let coverage = ESPCoverage(
            0..<datagram.count, parameters.suite, sequence, isExtended: parameters.isExtended)
        var authenticity = Authenticity.forged
        plaintext.append(addingCapacity: text.count) { output in
            authenticity = opener.open(
                datagram, text: coverage.text, additional: coverage.additional, nonce: nonce,
                appendingTo: &output)
            // What is only authenticated is its own plaintext.
            if case .authentic = authenticity, coverage.text.isEmpty {
                output.append(copying: datagram.extracting(text))
            }
        }
        return authenticity
    }

    /// What an authentic text is worth: its padding and its next header decide.
    private func judge(_ text: Span<UInt8>, sequence: SequenceNumber) -> OpenOutcome {
        let trailer = try? ESPTrailer.parse(endOf: text)
        let payload = 0..<text.count - (trailer?.length ?? 0)
        // The cipher was applied to it, whatever it is: as much as the sender has counted.
        carried.add(payload: payload.count)
        guard let trailer, trailer.paddingIsRight(in: text) else { return .refused(.badPadding) }
        if trailer.nextHeader == .noNextHeader { return .refused(.dummy) }
        guard carries(trailer.nextHeader, around: text.extracting(payload)) else {
            return .refused(.unexpectedNextHeader)
        }
        return .opened(
            OpenedPayload(sequence: sequence, nextHeader: trailer.nextHeader, payload: payload))
    }

    /// Whether the SA's mode has such a next header, and an IP packet behind one is of its version (RFC 4303
    /// section 2.6).
    private func carries(_ nextHeader: IPProtocol, around payload: Span<UInt8>) -> Bool {
        let version = payload.isEmpty ? 0 : payload[0] >> 4
        return switch nextHeader {
        case .ipv4: version != 6
        case .ipv6: version != 4
        default: parameters.mode == .transport
        }
    }
}

/// What became of a datagram that arrived.
package enum OpenOutcome: Hashable, Sendable {
    /// Every check passed, and the payload is in the plaintext buffer.
    case opened(OpenedPayload)
    /// A check failed; the reason names it.
    case refused(DropReason)
}

/// An authenticated payload inside the plaintext buffer that its datagram was opened into.
package struct OpenedPayload: Hashable, Sendable {
    /// The sequence number that the datagram had.
    package let sequence: SequenceNumber
    /// What the payload is: IPv4 or IPv6, and in transport mode whatever follows an IP header.
    package let nextHeader: IPProtocol
    /// Where the payload lies in the buffer, with the ESP trailer between it and the buffer's end.
    ///
    /// Behind an inner IP packet it may hold padding that hides the packet's length (RFC 4303 section
    /// 2.7). Valid until the buffer is used again.
    package let payload: Range<Int>
}
