/// Writes a pcapng file of one section; the same calls give the same bytes.
package struct PcapngWriter: Sendable {
    /// What has been written and not been taken yet.
    package private(set) var bytes: [UInt8] = []
    /// How many interfaces have been described.
    package private(set) var interfaceCount = 0
    private let order: CaptureByteOrder
    /// How many bytes were taken.
    private var taken = 0

    /// A writer that has written the section's header.
    package init(order: CaptureByteOrder = .little) {
        self.order = order
        PcapngSection(order: order, application: Self.application).write(to: &bytes)
    }

    /// Describes an interface, and returns its place from 0.
    ///
    /// - Throws: `tooManyInterfaces`, or `tooLarge` for a name over `PcapngOption.lengthLimit`;
    ///   nothing was written then.
    package mutating func add(_ interface: PcapngInterface) throws(CaptureFault) -> Int {
        guard interfaceCount < CaptureReader.interfaceLimit else {
            throw .tooManyInterfaces(at: position)
        }
        try check(interface.name)
        interface.write(to: &bytes, order: order)
        interfaceCount += 1
        return interfaceCount - 1
    }

    /// Describes an interface whose time stamps are in nanoseconds, and returns its place from 0.
    ///
    /// - Throws: What `add(_:)` throws.
    package mutating func addInterface(
        name: String, linkType: LinkType
    ) throws(CaptureFault) -> Int {
        var interface = PcapngInterface(linkType: linkType)
        interface.name = name
        interface.resolution = .nanoseconds
        return try add(interface)
    }

    /// Writes a packet.
    ///
    /// - Parameters:
    ///   - packet: The captured bytes, at most `CapturedPacket.lengthLimit`.
    ///   - interface: What `addInterface(name:linkType:)` returned.
    ///   - timestamp: In ticks of the interface: nanoseconds with `addInterface(name:linkType:)`.
    ///   - originalLength: How long it was in bytes, where not all of them were captured.
    ///   - options: What else is to be said about it.
    /// - Throws: `unknownInterface`, or `tooLarge` for the packet or a comment over
    ///   `PcapngOption.lengthLimit`; nothing was written then.
    package mutating func write(
        _ packet: Span<UInt8>, interface: Int, timestamp: UInt64, originalLength: UInt32? = nil,
        options: PcapngPacketOptions = PcapngPacketOptions()
    ) throws(CaptureFault) {
        guard 0..<interfaceCount ~= interface else { throw .unknownInterface(at: position) }
        guard packet.count <= CapturedPacket.lengthLimit else { throw .tooLarge(at: position) }
        try check(options.comment)
        let block = PcapngPacket(
            interface: interface, ticks: timestamp,
            originalLength: originalLength ?? UInt32(packet.count), data: 0..<packet.count,
            options: options)
        block.write(to: &bytes, packet: packet, order: order)
    }

    /// Writes decryption secrets, which hold for the packets after them.
    ///
    /// When `bytes` was empty there is one copy of the secrets in it and none elsewhere: whoever takes the
    /// bytes can wipe them.
    ///
    /// - Throws: `tooLarge` for more than `PcapngSecrets.lengthLimit` bytes; nothing was written
    ///   then.
    package mutating func writeSecrets(
        _ kind: PcapngSecrets.Kind, _ data: Span<UInt8>
    ) throws(CaptureFault) {
        guard data.count <= PcapngSecrets.lengthLimit else { throw .tooLarge(at: position) }
        bytes.reserveCapacity(bytes.count + data.count + PcapngSecrets.overhead)
        PcapngSecrets.write(kind, data, to: &bytes, order: order)
    }

    /// Hands over what has been written since the last call, so that a long file needn't be held.
    package mutating func takeBytes() -> [UInt8] {
        defer { bytes = [] }
        taken += bytes.count
        return bytes
    }

    /// How long the file is so far.
    private var position: Int { taken + bytes.count }

    private func check(_ text: String?) throws(CaptureFault) {
        guard let text, text.utf8.count > PcapngOption.lengthLimit else { return }
        throw .tooLarge(at: position)
    }

    private static let application = "garita"
}
