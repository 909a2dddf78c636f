import Wire

/// A capture made by hand, apart from how the room writes one.
struct CaptureBytes {
    var bytes: [UInt8] = []
    let order: CaptureByteOrder
    /// Where a shorter file would be whole, too.
    private(set) var ends: Set<Int> = []

    init(_ order: CaptureByteOrder) {
        self.order = order
    }

    /// The lowest `width` bytes of `number` in the file's order.
    func number(_ number: UInt64, _ width: Int) -> [UInt8] {
        let little = (0..<width).map { UInt8(truncatingIfNeeded: number >> (8 * UInt64($0))) }
        return order == .little ? little : little.reversed()
    }

    /// Numbers with their widths, one behind the other.
    func fields(_ fields: (UInt64, Int)...) -> [UInt8] {
        fields.flatMap { number($0.0, $0.1) }
    }

    /// The bytes with zeros up to a multiple of 4.
    func padded(_ bytes: [UInt8]) -> [UInt8] {
        bytes + [UInt8](repeating: 0, count: (4 - bytes.count % 4) % 4)
    }

    func option(_ code: UInt64, _ value: [UInt8]) -> [UInt8] {
        fields((code, 2), (UInt64(value.count), 2)) + padded(value)
    }

    mutating func add(_ more: [UInt8]) {
        bytes += more
        ends.insert(bytes.count)
    }

    mutating func block(_ type: UInt64, _ body: [UInt8]) {
        let length = number(UInt64(body.count + 12), 4)
        add(number(type, 4) + length + body + length)
    }

    mutating func section(major: UInt64 = 1, minor: UInt64 = 0, options: [UInt8] = []) {
        block(
            0x0A0D_0D0A,
            fields((0x1A2B_3C4D, 4), (major, 2), (minor, 2), (.max, 8)) + options)
    }

    mutating func interface(_ linkType: UInt64, snapLength: UInt64 = 0, options: [UInt8] = []) {
        block(1, fields((linkType, 2), (0, 2), (snapLength, 4)) + options)
    }

    mutating func packet(
        _ interface: UInt64, ticks: UInt64, original: UInt64, _ data: [UInt8],
        options: [UInt8] = []
    ) {
        let head = fields(
            (interface, 4), (ticks >> 32, 4), (ticks & 0xFFFF_FFFF, 4), (UInt64(data.count), 4),
            (original, 4))
        block(6, head + padded(data) + options)
    }

    mutating func pcapHeader(
        magic: UInt64 = 0xA1B2_C3D4, minor: UInt64 = 4, snapLength: UInt64 = 65535, link: UInt64
    ) {
        add(fields((magic, 4), (2, 2), (minor, 2), (0, 8), (snapLength, 4), (link, 4)))
    }

    mutating func record(_ seconds: UInt64, _ fraction: UInt64, original: UInt64, _ data: [UInt8]) {
        add(
            fields((seconds, 4), (fraction, 4), (UInt64(data.count), 4), (original, 4)) + data)
    }

    /// A file with every kind of block; its last one is a packet.
    static func everything(_ order: CaptureByteOrder) -> CaptureBytes {
        var file = CaptureBytes(order)
        file.section(options: file.option(4, Array("editor".utf8)) + file.option(0, []))
        let names = file.option(2, Array("lan-a".utf8)) + file.option(9, [9])
        file.interface(101, options: names + file.option(0, []))
        file.interface(1, snapLength: 3, options: file.option(14, file.number(1000, 8)))
        file.block(10, file.fields((0x4553_5053, 4), (5, 4)) + file.padded([1, 2, 3, 4, 5]))
        let notes =
            file.option(1, Array("first".utf8)) + file.option(1, Array("second".utf8))
            + file.option(2, file.number(2, 4)) + file.option(5, file.number(0x0102_0304_0506, 8))
        file.packet(0, ticks: 0x1_0000_0002, original: 9, [0x45, 1, 2], options: notes)
        file.packet(1, ticks: 7, original: 3, [1, 2, 3], options: file.option(0, []))
        file.block(0xBAD, [1, 2, 3, 4])
        file.block(5, file.fields((0, 4), (0, 8)))
        let obsolete = file.fields((1, 2), (77, 2), (0, 4), (5, 4), (2, 4), (2, 4))
        file.block(2, obsolete + [8, 9, 0, 0] + file.option(2, file.number(1, 4)))
        file.block(3, file.fields((6, 4)) + [1, 2, 3, 4, 5, 6, 0, 0])
        return file
    }
}

/// What a reader makes of `bytes`: the packets up to the end or the fault.
func readAll(_ bytes: [UInt8]) -> (packets: [CapturedPacket], fault: CaptureFault?) {
    var packets: [CapturedPacket] = []
    do throws(CaptureFault) {
        var reader = try CaptureReader(bytes)
        while let packet = try reader.next() { packets.append(packet) }
        return (packets, nil)
    } catch {
        return (packets, error)
    }
}
