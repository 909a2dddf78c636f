import Commands
import Fabric
import Firewall
import Timeline
import Tunnel
import Wire

/// A value that can stand in a phrase or in a table.
protocol Written {
    /// Writes it on a page.
    func write(on page: inout Page)
    /// Whether it is the number 1, with which a noun stands in the singular.
    var isOne: Bool { get }
}

extension Written {
    var isOne: Bool { false }

    /// What it writes on a page without colours.
    func said(in language: SpokenLanguage) -> String {
        var page = Page(.plain, in: language)
        write(on: &page)
        return String(decoding: page.bytes, as: UTF8.self)
    }
}

extension Written where Self: BinaryInteger {
    func write(on page: inout Page) { page.put(number: self) }
    var isOne: Bool { self == 1 }
}

extension Written where Self: TextWritable {
    func write(on page: inout Page) { page.put { write(to: &$0) } }
}

extension Int: Written {}
extension UInt64: Written {}
extension UInt32: Written {}
extension UInt16: Written {}
extension UInt8: Written {}
extension String: Written {
    func write(on page: inout Page) { page.put(self) }
}
extension IPAddress: Written {}
extension IPProtocol: Written {}
extension AddressRange: Written {}
extension Prefix: Written {}
extension Endpoint: Written {}
extension Port: Written {}
extension PortSet: Written {}
extension SPI: Written {}
extension SequenceNumber: Written {}
extension TCPFlags: Written {}
extension IPv4Flags: Written {}
extension Rule: Written {
    func write(on page: inout Page) { page.put { write(to: &$0) } }
}
extension RuleMatch: Written {
    func write(on page: inout Page) { page.put { write(to: &$0) } }
}
extension RateLimit: Written {
    func write(on page: inout Page) { page.put { write(to: &$0) } }
}
extension Instant: Written {
    func write(on page: inout Page) { page.put { write(to: &$0) } }
}
extension Duration: Written {
    func write(on page: inout Page) { page.put { write(to: &$0) } }
}

/// A value in a tone, or in none.
struct Toned<Value: Written>: Written {
    let value: Value
    let tone: Page.Tone?

    init(_ value: Value, _ tone: Page.Tone?) {
        self.value = value
        self.tone = tone
    }

    func write(on page: inout Page) {
        if let tone { page.begin(tone) }
        value.write(on: &page)
        if tone != nil { page.end() }
    }
}

/// What a closure writes: for a value that is made of several.
struct Composed: Written {
    private let body: (inout Page) -> Void

    init(_ body: @escaping (inout Page) -> Void) {
        self.body = body
    }

    func write(on page: inout Page) { body(&page) }
}

/// A value, or a word where there is none.
struct Optionally<Value: Written, Word: Written>: Written {
    let value: Value?
    let word: Word

    init(_ value: Value?, else word: Word) {
        self.value = value
        self.word = word
    }

    func write(on page: inout Page) {
        if let value { value.write(on: &page) } else { word.write(on: &page) }
    }
}

/// The first bytes of a text, in quotes, so that the language reads the same bytes again.
struct Quoted: Written {
    private let bytes: [UInt8]
    private let shown: Int

    init(_ bytes: [UInt8], shown: Int = .max) {
        self.bytes = bytes
        self.shown = shown
    }

    func write(on page: inout Page) {
        page.put(quoted: Array(bytes.prefix(shown)))
        if bytes.count > shown { page.put("...") }
    }
}

/// The first of some bytes, as pairs of hexadecimal digits.
struct Dump: Written {
    private let bytes: ArraySlice<UInt8>
    private let shown: Int

    init(_ bytes: ArraySlice<UInt8>, shown: Int = .max) {
        self.bytes = bytes
        self.shown = shown
    }

    func write(on page: inout Page) {
        page.put(hexDump: bytes.prefix(shown))
        if bytes.count > shown { page.put(" ...") }
    }
}

/// Values one behind the other, with commas between them; and a word before the last, if there is one.
struct Listed<Value: Written>: Written {
    let values: [Value]
    let last: ListPhrase?

    init(_ values: [Value], last: ListPhrase? = nil) {
        self.values = values
        self.last = last
    }

    func write(on page: inout Page) {
        if let last, let value = values.last, values.count > 1 {
            return page.say(last, (.first, Listed(Array(values.dropLast()))), (.last, value))
        }
        for (index, value) in values.enumerated() {
            if index > 0 { page.put(", ") }
            value.write(on: &page)
        }
    }
}
