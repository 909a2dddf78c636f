package import Fabric
import Network
package import Timeline
import Wire

/// A capture as a pcapng file of one section.
package enum CaptureFile {
    /// What a file of the lab begins with: a section's header that names Garita.
    package static var mark: [UInt8] { PcapngWriter().bytes }

    /// Hands a capture to `sink` piece by piece: interfaces, keys, then the packets in the order of time.
    ///
    /// The keys are wiped as soon as `sink` has had them. `comment` is what is said of a packet.
    ///
    /// - Returns: Whether all was handed over: not when the budget ended before.
    /// - Throws: What `sink` throws.
    package static func write<Fault: Error>(
        _ capture: Capture, keys: [SealingKey], comment: (CapturedFrame) -> String,
        _ budget: Budget = Budget(), to sink: (Span<UInt8>) throws(Fault) -> Void
    ) throws(Fault) -> Bool {
        var writer = PcapngWriter()
        for link in capture.topology.links {
            fitting { () throws(CaptureFault) in
                _ = try writer.addInterface(name: link.name, linkType: .raw)
            }
        }
        let start = writer.takeBytes()
        try sink(start.span)
        if !keys.isEmpty {
            var secrets = ESPTable.withText(of: keys, capture.topology, in: .secrets) { text in
                fitting { () throws(CaptureFault) in try writer.writeSecrets(.esp, text) }
                return writer.takeBytes()
            }
            defer { secrets.wipe() }
            try sink(secrets.span)
        }
        for frame in capture.framesInOrder {
            guard budget.spend(Budget.item) else { return false }
            write(frame, of: capture, comment(frame), to: &writer)
            guard writer.bytes.count >= pieceSize else { continue }
            let piece = writer.takeBytes()
            try sink(piece.span)
        }
        let end = writer.takeBytes()
        try sink(end.span)
        return true
    }

    private static func write(
        _ frame: CapturedFrame, of capture: Capture, _ comment: String,
        to writer: inout PcapngWriter
    ) {
        // The same packet has the same number at every interface; what carries none is seen once.
        let options = PcapngPacketOptions(
            comment: comment, flags: capture.direction(of: frame).rawValue,
            packetID: frame.story.map { UInt64($0.number) })
        fitting { () throws(CaptureFault) in
            try capture.withBytes(of: frame) { bytes throws(CaptureFault) in
                try writer.write(
                    bytes, interface: frame.frame.direction.link.rawValue,
                    timestamp: frame.frame.instant.nanoseconds, options: options)
            }
        }
    }

    /// Writes what can't be too large: packets have at most 65,535 bytes, and comments are cut.
    private static func fitting(_ write: () throws(CaptureFault) -> Void) {
        do {
            try write()
        } catch {
            preconditionFailure("what a lab has seen fits into a capture")
        }
    }

    /// The file is handed over in pieces of about so many bytes.
    private static let pieceSize = 1 << 18
}
