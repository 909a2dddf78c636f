package import Fabric
package import Tunnel
package import Wire

// What was put on links, and what somebody sees of it who listens there.

extension TunnelRole: CellValue {}
extension ESPMode: CellValue {}
extension FloodKind: CellValue {}

extension ESPSuite: CellValue {
    /// The names that the language has for them.
    package static var cellType: CellType { .word(all.map(\.name)) }
    /// The name.
    package var cell: Cell { .word(name) }
}

extension SPI: CellValue {
    /// A number.
    package static var cellType: CellType { .integer }
    /// The number.
    package var cell: Cell { .integer(UInt64(rawValue)) }
}

extension SequenceNumber: CellValue {
    /// A number of 64 bits, or of 32 where there is no more.
    package static var cellType: CellType { .integer }
    /// The number.
    package var cell: Cell { .integer(rawValue) }
}

extension ESPForm: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("suite") { $0.suite }, Column("mode") { $0.mode },
            Column("high-sequence") { $0.highSequence },
            Column("traffic-padding", in: .bytes) { $0.trafficPadding },
        ]
    }
}

extension Encapsulation: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("tunnel") { $0.tunnel }, Column("sender") { $0.sender },
            Column("form") { $0.form }, Column("sequence") { $0.sequence },
            Column("length", in: .bytes) { $0.length },
        ]
    }
}

extension Decapsulation: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("tunnel") { $0.tunnel }, Column("role") { $0.role },
            Column("length", in: .bytes) { $0.length }, Column("sequence") { $0.sequence },
            Column("suite") { $0.suite },
        ]
    }
}

extension Frame: NamedRow {
    /// Where it went, what it is, and what became of it; the bytes lie in the log.
    static var columns: [Column<Named<Self>>] {
        [
            Column("number") { $0.number },
            Column("link") { $0.topology.links[$0.direction.link].name },
            Column("from") { $0.name(of: $0.direction.from) },
            Column("to") { $0.name(of: $0.direction.to) },
            Column("instant") { $0.instant }, Column("kind") { $0.kind.parts.word },
            Column("attack") { $0.kind.parts.attack?.parts.word },
            Column("flood") { $0.kind.parts.attack?.parts.flood },
            Column("packet") { $0.content.packet }, Column("original") { $0.content.original },
            Column("link-copy") { $0.content.isLinkCopy },
            Column("encapsulation") { $0.encapsulation }, Column("fate") { $0.fate.word },
            Column("refusal") { $0.fate.refusal }, Column("end") { $0.end },
            Column("length", in: .bytes) { $0.length },
        ]
    }
}

extension Frame.Kind {
    fileprivate enum Word: String, CaseIterable, CellValue {
        case clear, esp
        case heldBack = "held-back"
        case dummy, keepalive, attack, remote, foreign
    }

    fileprivate var parts: (word: Word, attack: AttackKind?) {
        switch self {
        case .clear: (.clear, nil)
        case .esp: (.esp, nil)
        case .heldBack: (.heldBack, nil)
        case .dummy: (.dummy, nil)
        case .keepalive: (.keepalive, nil)
        case .attack(let kind): (.attack, kind)
        case .remote: (.remote, nil)
        case .foreign: (.foreign, nil)
        }
    }
}

extension AttackKind {
    /// What an attacker can do, in words.
    enum Word: String, CaseIterable, CellValue {
        case replay, flip, truncation, forgery
        case unknownSPI = "unknown-spi"
        case flood
    }

    fileprivate var parts: (word: Word, flood: FloodKind?) {
        switch self {
        case .replay: (.replay, nil)
        case .flip: (.flip, nil)
        case .truncation: (.truncation, nil)
        case .forgery: (.forgery, nil)
        case .unknownSPI: (.unknownSPI, nil)
        case .flood(let kind): (.flood, kind)
        }
    }
}

extension Frame.Fate {
    fileprivate enum Word: String, CaseIterable, CellValue {
        case underway, arrived, refused, departed, lost, unclaimed
        case sendFailed = "send-failed"
        case overdue
    }

    fileprivate var word: Word {
        switch self {
        case .underway: .underway
        case .arrived: .arrived
        case .refused: .refused
        case .departed: .departed
        case .lost: .lost
        case .unclaimed: .unclaimed
        case .sendFailed: .sendFailed
        case .overdue: .overdue
        }
    }
}

extension FrameImage: NamedRow {
    static var columns: [Column<Named<Self>>] {
        [
            Column("frame") { $0.topology.named($0.frame) },
            Column("bytes") { Hexadecimal($0.bytes) },
            Column("plaintext") { Hexadecimal($0.plaintext) },
        ]
    }
}
