extension Span<UInt8> {
    /// Whether it begins with the bytes of `other`, looked at eight at a time.
    ///
    /// How long it takes tells where they differ: nothing secret may be compared so.
    package func hasPrefix(_ other: Span<UInt8>) -> Bool {
        guard count >= other.count else { return false }
        return unsafe withUnsafeBytes { own in
            unsafe other.withUnsafeBytes { other in
                var index = 0
                while other.count &- index >= 8 {
                    let left = unsafe own.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                    let right = unsafe other.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                    guard left == right else { return false }
                    index &+= 8
                }
                while index < other.count {
                    guard unsafe own[index] == other[index] else { return false }
                    index &+= 1
                }
                return true
            }
        }
    }
}
