import Yardstick

/// AES-256-GCM as a C program uses libcrypto: the yardstick of the room Cipher and of the tunnel.
@safe
final class PlainCipher {
    private let raw: OpaquePointer

    init() throws {
        let key = [UInt8](repeating: 0x61, count: 32)
        guard let raw = unsafe yardstick_cipher_new(key) else { throw Failure.silent("libcrypto") }
        unsafe self.raw = raw
    }

    deinit {
        unsafe yardstick_cipher_free(raw)
    }

    /// Seals one packet where it stands, again and again.
    func seal(_ packet: inout [UInt8], rounds: Int) throws {
        let status = unsafe yardstick_seal(raw, &packet, rounds, 0, packet.count)
        guard status == 1 else { throw Failure.disagreement("plain seal") }
    }

    /// Opens one packet again and again.
    func open(_ packet: [UInt8], into text: inout [UInt8], rounds: Int) throws {
        let status = unsafe yardstick_open(raw, packet, rounds, 0, packet.count, &text)
        guard status == 1 else { throw Failure.disagreement("plain open") }
    }

    /// Seals the packets of `length` bytes that fill `packets`, where they stand.
    func seal(_ packets: inout [UInt8], length: Int) throws {
        let number = packets.count / length
        let status = unsafe yardstick_seal(raw, &packets, number, length, length)
        guard status == 1 else { throw Failure.disagreement("plain seal") }
    }

    /// Opens the packets of `length` bytes that fill `packets`, one after the other into `text`.
    func open(_ packets: [UInt8], length: Int, into text: inout [UInt8]) throws {
        let number = packets.count / length
        let status = unsafe yardstick_open(raw, packets, number, length, length, &text)
        guard status == 1 else { throw Failure.disagreement("plain open") }
    }

    /// The bytes of a packet that are no text.
    static let overhead = Int(yardstick_overhead)
}
