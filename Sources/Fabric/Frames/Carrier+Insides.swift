import Cipher
import Tunnel
import Wire

/// What was in the ESP packet that came in last.
extension Carrier {
    /// The packet that was in ESP; in transport mode with the headers with which the frame came.
    ///
    /// What comes out as it went in is `sent`, and is not read a second time.
    func inner(
        of opened: OpenedPayload, in frame: Int?, like sent: Packet?, _ end: TunnelEnd
    ) -> Packet? {
        let plaintext = received.plaintext
        switch end.inbound.parameters.mode {
        case .tunnel:
            if let sent {
                sent.write(to: &received.sent)
                let bytes = received.sent
                let text = plaintext.span
                if text.extracting(opened.payload).hasPrefix(bytes.span) { return sent }
            }
            return try? Packet.parse(Array(plaintext[opened.payload]))
        case .transport:
            let payload = payload(of: opened)
            let joined = frame.flatMap { frame in
                history.frames.withBytes(of: frame) {
                    try? Packet.joining(headersOf: $0, payload, opened.nextHeader)
                }
            }
            return joined ?? nil
        }
    }

    /// What was sealed in transport mode, without padding for traffic flow confidentiality (RFC 4303 section 2.7).
    private func payload(of opened: OpenedPayload) -> ArraySlice<UInt8> {
        let payload = received.plaintext[opened.payload]
        return payload.prefix(
            opened.nextHeader.declaredLength(of: payload.span) ?? payload.count)
    }

    /// The packet that another process sealed; in transport mode its outer header stayed with the system, and
    /// is the one between the gateways.
    func inner(of opened: OpenedPayload, at peer: LocalPeer) -> Packet? {
        guard peer.end.inbound.parameters.mode == .transport else {
            return inner(of: opened, in: nil, like: nil, peer.end)
        }
        let ends = topology.addresses(from: peer.role.peer)
        let draft = PacketDraft(
            source: ends.source, destination: ends.destination,
            transport: .other(opened.nextHeader),
            data: Array(payload(of: opened)))
        return try? draft.build()
    }

    /// What was in an ESP packet, as an end judges it.
    struct Inside {
        /// The packet as it goes on from there; nil where it is none.
        var packet: Packet?
        /// Why it does not go on.
        var refusal: DropReason?
        /// The ECN field that it has now because of the outer header; nil where it kept its own.
        var ecn: ECN?
    }

    /// Judges what was decrypted of a frame, and takes over what routers on the way have said in its outer header
    /// (RFC 4301 section 5.1.2.1, RFC 6040 section 4.2).
    ///
    /// A refusal is counted by the end, too.
    func judge(
        _ inner: Packet?, in frame: Int?, _ selectors: TrafficSelectors?, at peer: LocalPeer
    ) -> Inside {
        let inside = inside(of: inner, frame, selectors, at: peer)
        if let refusal = inside.refusal { peer.end.refuse(refusal) }
        return inside
    }

    private func inside(
        of inner: Packet?, _ frame: Int?, _ selectors: TrafficSelectors?, at peer: LocalPeer
    ) -> Inside {
        guard var packet = inner else { return Inside(refusal: .badInnerPacket) }
        var taken: ECN?
        if peer.end.inbound.parameters.mode == .tunnel, let outer = ecn(of: frame) {
            let own = packet.marks.ecn
            guard let combined = own.leaving(outer) else {
                return Inside(packet: packet, refusal: .congestedOutside)
            }
            if combined != own {
                packet = packet.marked(combined)
                taken = combined
            }
        }
        // Whether it is a packet that the SA is for (RFC 4301 section 5.2, step 4).
        let isMeant = selectors?.match(packet.fields, sentBy: peer.role.peer) ?? true
        return Inside(packet: packet, refusal: isMeant ? nil : .selectorMismatch, ecn: taken)
    }

    /// The ECN field with which a frame came; nil where nobody knows it, because its IP header stayed with the
    /// system.
    private func ecn(of frame: Int?) -> ECN? {
        frame.flatMap { frame in
            history.frames.withBytes(of: frame) {
                ECN(trafficClass: IPHeader.trafficClass(of: $0))
            }
        }
    }
}
