import Platform

/// Looks for bytes in the memory of its own process.
///
/// The bytes are given with every bit turned over, so that asking for them does not put them there.
struct MemorySearch {
    private let inverted: [UInt8]

    /// A search for the bytes whose complement these digits spell.
    init(complement hex: String) {
        let digits = Array(hex)
        inverted = stride(from: 0, to: digits.count - 1, by: 2).map { place in
            UInt8(String(digits[place...place + 1]), radix: 16) ?? 0
        }
    }

    /// At how many places of the writable memory the bytes stand; nil where it can't be read.
    ///
    /// Reads through `/proc/self/mem`: memory that goes away meanwhile is an error there and no crash.
    func count() -> Int? {
        let memory = unsafe open("/proc/self/mem", O_RDONLY | O_CLOEXEC)
        guard memory >= 0 else { return nil }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer {
            // It holds copies of what it found.
            unsafe buffer.initializeMemory(as: UInt8.self, repeating: 0)
            unsafe buffer.deallocate()
            close(memory)
        }
        let own = UInt(bitPattern: buffer.baseAddress)
        var count = 0
        for region in Self.writableRegions() {
            var start = region.lowerBound
            while start < region.upperBound {
                let wanted = min(region.upperBound - start, UInt(buffer.count))
                let read = unsafe pread(memory, buffer.baseAddress, Int(wanted), off_t(start))
                guard read >= inverted.count else { break }
                for place in unsafe places(in: UnsafeRawBufferPointer(rebasing: buffer[..<read])) {
                    let address = start + UInt(place)
                    if !(own..<own + UInt(buffer.count)).contains(address) { count += 1 }
                }
                // What lies across the edge of two pieces is found in the second.
                let step = UInt(read - inverted.count + 1)
                guard start + UInt(read) < region.upperBound else { break }
                start += step
            }
        }
        return count
    }

    private func places(in bytes: UnsafeRawBufferPointer) -> [Int] {
        guard let base = bytes.baseAddress else { return [] }
        var places: [Int] = []
        var place = 0
        while place + inverted.count <= bytes.count {
            let rest = bytes.count - place
            guard let hit = unsafe memchr(base + place, Int32(~inverted[0]), rest) else { break }
            place = unsafe UnsafeRawPointer(hit) - base
            guard place + inverted.count <= bytes.count else { break }
            let isWhole = inverted.indices.allSatisfy { index in
                let byte = unsafe bytes[place + index]
                return byte == ~inverted[index]
            }
            if isWhole { places.append(place) }
            place += 1
        }
        return places
    }

    /// The regions that the process can read and write: `maps` of `proc(5)`.
    private static func writableRegions() -> [Range<UInt>] {
        guard let file = unsafe fopen("/proc/self/maps", "r") else { return [] }
        defer { unsafe fclose(file) }
        var text: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4_096)
        while true {
            let length = unsafe fread(&piece, 1, piece.count, file)
            guard length > 0 else { break }
            text += piece.prefix(length)
        }
        return text.split(separator: 0x0A).compactMap { line in
            let words = String(decoding: line, as: UTF8.self).split(separator: " ")
            guard words.count > 1, words[1].hasPrefix("rw") else { return nil }
            let ends = words[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
            // Terabytes are the shadow that AddressSanitizer keeps, which has no byte of the program's.
            guard ends.count == 2, ends[1] - ends[0] < 1 << 36 else { return nil }
            return ends[0]..<ends[1]
        }
    }
}
