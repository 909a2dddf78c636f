package import Cipher
package import Timeline
package import Wire

/// The receiving half of an ESP tunnel: checks and opens datagrams (RFC 4303 section 3.4, RFC 4106).
package final class InboundSA {
    /// The index that datagrams for this SA carry.
    package let spi: SPI
    /// Which sequence numbers were accepted.
    package private(set) var window: ReplayWindow
    /// What was opened and accepted so far.
    package private(set) var traffic = TrafficCount()
    /// When the newest authentic datagram came, or nil before the first.
    package private(set) var lastHeard: Instant?

    private let opener: GCMOpener
    private let salt: Salt

    /// An SA that has accepted nothing yet.
    ///
    /// - Throws: `keyLength` or `algorithmUnavailable`.
    package init(
        spi: SPI, material: borrowing KeyMaterial, window: ReplayWindow = ReplayWindow()
    ) throws(CipherFault) {
        self.spi = spi
        self.window = window
        opener = try GCMOpener(key: material.key)
        salt = material.salt
    }

    /// The SA that takes the place of `other` with another key: SPI, window and counts go on.
    ///
    /// - Throws: as ``init(spi:material:window:)``.
    convenience init(
        continuing other: InboundSA, material: borrowing KeyMaterial
    ) throws(CipherFault) {
        try self.init(spi: other.spi, material: material, window: other.window)
        traffic = other.traffic
        lastHeard = other.lastHeard
    }

    /// Opens a datagram that carries this SA's SPI into `plaintext`, which keeps its capacity.
    ///
    /// The checks come in the order of RFC 4303 section 3.4: length, sequence number, ICV, and only then
    /// padding and next header. The window moves after the ICV verified and not before, so a forger
    /// cannot move it. After an outcome behind the ICV `plaintext` holds the whole decrypted text with
    /// its trailer, whether it was accepted or not; before that it is empty.
    package func open(
        datagram: Span<UInt8>, at now: Instant, into plaintext: inout [UInt8]
    ) -> OpenOutcome {
        plaintext.removeAll(keepingCapacity: true)
        guard let text = ESPLayout.ciphertext(inPacketOf: datagram.count), !text.isEmpty else {
            return .refused(.malformed)
        }
        let header = ESPHeader(
            spi: SPI(rawValue: datagram.uint32(at: ESPHeader.Offset.spi)),
            sequence: SequenceNumber(rawValue: datagram.uint32(at: ESPHeader.Offset.sequence)))
        precondition(header.spi == spi, "a datagram is opened by the SA that its SPI names")
        switch window.check(header.sequence) {
        case .fresh: break
        case .replayed: return .refused(.replayed)
        case .tooOld: return .refused(.tooOld)
        }
        guard decrypt(datagram, text: text, into: &plaintext) == .authentic else {
            return .refused(.badICV)
        }
        window.commit(header.sequence)
        lastHeard = now
        return judge(plaintext.span, sequence: header.sequence)
    }

    private func decrypt(
        _ datagram: Span<UInt8>, text: Range<Int>, into plaintext: inout [UInt8]
    ) -> Authenticity {
        let nonce = GCMNonce(salt: salt.rawValue, iv: datagram.uint64(at: ESPLayout.ivOffset))
        var authenticity = Authenticity.forged
        plaintext.append(addingCapacity: text.count) { output in
            authenticity = opener.open(
                datagram, text: text, additional: 0..<ESPLayout.headerLength, nonce: nonce,
                appendingTo: &output)
        }
        return authenticity
    }

    /// What an authentic text is worth: its padding and its next header decide.
    private func judge(_ text: Span<UInt8>, sequence: SequenceNumber) -> OpenOutcome {
        guard let trailer = ESPTrailer(endOf: text) else { return .refused(.badPadding) }
        if trailer.nextHeader == .noNextHeader { return .refused(.dummy) }
        guard trailer.nextHeader == .ipv4 || trailer.nextHeader == .ipv6 else {
            return .refused(.unexpectedNextHeader)
        }
        let payload = 0..<text.count - trailer.length
        traffic.add(payload: payload.count)
        return .opened(
            OpenedPayload(sequence: sequence, nextHeader: trailer.nextHeader, payload: payload))
    }
}
