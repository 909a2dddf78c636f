import Cipher
import EventLoop
import Events

/// What the window of a server shows and that of a client asks for: which tunnel, and its password.
///
/// It is written as the number of the client and six groups of four: 23 characters of chance, 115 bits, and one that tells
/// a slip of the pen. There is no I, L, O or U among them, and small letters are as good as large ones.
struct DialKey {
    /// Whose key it is: clients have tunnels of their own, so that several can talk at once.
    let client: Int
    private let symbols: [UInt8]

    /// The most clients.
    static let mostClients = 9
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    private static let length = 24
    private static let group = 4

    /// A new key from the system's generator.
    ///
    /// - Throws: `CipherFault.randomUnavailable`.
    init(client: Int) throws(CipherFault) {
        var bytes = [UInt8](repeating: 0, count: Self.length - 1)
        var span = bytes.mutableSpan
        try SystemRandom().fill(&span)
        self.client = client
        let chance = bytes.map { $0 & 0x1F }
        symbols = chance + [Self.check(chance, client)]
    }

    /// The key that somebody typed, with whatever blanks and hyphens.
    init(_ text: String) throws(DialKeyFault) {
        var values: [UInt8] = []
        for (place, character) in text.uppercased().utf8.enumerated() {
            if [UInt8(ascii: "-"), UInt8(ascii: " "), 0x09, 0x0D].contains(character) { continue }
            guard let value = Self.alphabet.firstIndex(of: character) else {
                throw .character(at: place + 1)
            }
            values.append(UInt8(value))
        }
        guard values.count == Self.length + 1 else {
            throw .length(values.count, expected: Self.length + 1)
        }
        client = Int(values.removeFirst())
        symbols = values
        guard 1...Self.mostClients ~= client,
            symbols.last == Self.check(Array(symbols.dropLast()), client)
        else { throw .mistyped }
    }

    /// As the server's window shows it.
    var text: String {
        let groups = stride(from: 0, to: Self.length, by: Self.group).map { start in
            let group = symbols[start..<start + Self.group].map { Self.alphabet[Int($0)] }
            return String(decoding: group, as: UTF8.self)
        }
        return "\(client)-" + groups.joined(separator: "-")
    }

    /// What the tunnel is called.
    var tunnel: String { "client\(client)" }

    /// The command that opens the server's end at a port.
    func listening(at port: UInt16) -> String { "tunnel listen \(tunnel) port \(port) \(draft())" }

    /// The command that opens the client's end.
    ///
    /// Its sequence numbers begin behind those of every client that had the key before, which the server has seen.
    func connecting(to port: UInt16) -> String {
        "tunnel connect \(tunnel) 127.0.0.1:\(port) \(draft(clientWords: ["sequence", "\(Host.age)"]))"
    }

    private func draft(clientWords words: [String] = []) -> String {
        let spis = (0x1000 + 2 * client, 0x1001 + 2 * client)
        let parts =
            ["password", "\"\(text)\"", "client"] + words
            + ["spi", "\(spis.0)", "server", "spi", "\(spis.1)"]
        return parts.joined(separator: " ")
    }

    /// Odd factors: whatever single character is another one, the sum is.
    private static func check(_ symbols: [UInt8], _ client: Int) -> UInt8 {
        var sum = client
        for (place, symbol) in symbols.enumerated() { sum += (2 * place + 1) * Int(symbol) }
        return UInt8(sum % 32)
    }
}
