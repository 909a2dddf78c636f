package import Fabric
import Timeline
import Tunnel
package import Wire

// What the lab remembers of a packet, and what its bytes mean.

extension IPHeader.Fragment: CellValue {
    /// Words.
    package static var cellType: CellType { .word(["whole", "first", "later"]) }
    /// The word.
    package var cell: Cell { .word(Cell.word(of: self)) }
}

extension Packet: Row {
    /// Its columns; the offsets are those of its bytes.
    package static var columns: [Column<Self>] {
        [
            Column("fields") { $0.fields }, Column("bytes") { Hexadecimal($0.bytes) },
            Column("transport", in: .bytes) { $0.transportOffset },
            Column("payload", in: .bytes) { $0.payload }, Column("fragment") { $0.fragment },
        ]
    }
}

extension PacketOrigin: Row {
    /// Its columns: why, of which packet, and through which tunnel.
    package static var columns: [Column<Self>] {
        [
            Column("why") { $0.parts.why }, Column("packet") { $0.parts.packet },
            Column("tunnel") { $0.parts.tunnel },
        ]
    }

    private enum Why: String, CaseIterable, CellValue {
        case sent, arrival, message, answer, rejection, echo, copy
    }

    private var parts: (why: Why, packet: Int?, tunnel: String?) {
        switch self {
        case .sent: (.sent, nil, nil)
        case .arrival(let tunnel): (.arrival, nil, tunnel)
        case .message(let tunnel): (.message, nil, tunnel)
        case .answer(let packet): (.answer, packet, nil)
        case .rejection(let packet): (.rejection, packet, nil)
        case .echo(let packet, let tunnel): (.echo, packet, tunnel)
        case .copy(let packet): (.copy, packet, nil)
        }
    }
}

extension PacketRecord: NamedRow {
    static var columns: [Column<Named<Self>>] {
        [
            Column("number") { $0.number }, Column("origin") { $0.origin },
            Column("via") { $0.via }, Column("packet") { $0.packet },
            Column("steps") { $0.topology.named($0.steps) },
        ]
    }
}

extension Step: NamedRow {
    /// What happened, and the one part that goes with it.
    static var columns: [Column<Named<Self>>] {
        [
            Column("instant") { $0.instant }, Column("node") { $0.name(of: $0.node) },
            Column("what") { $0.what.parts.word }, Column("decision") { $0.what.parts.decision },
            Column("policy") { $0.what.parts.policy }, Column("frame") { $0.what.parts.frame },
            Column("sealed") { $0.what.parts.sealed }, Column("opened") { $0.what.parts.opened },
            Column("drop") { $0.what.parts.drop }, Column("effect") { $0.what.parts.effect },
            Column("answer") { $0.what.answer }, Column("waited") { $0.what.patience },
        ]
    }
}

extension Step.Kind {
    fileprivate enum Word: String, CaseIterable, CellValue {
        case entered, arrived, judged, selected, forwarded, sealed, opened, delivered, departed
        case dropped, impaired, answered, unanswered
    }

    fileprivate struct Parts {
        var word: Word
        var decision: VerdictRecord?
        var policy: Policy?
        var frame: Int?
        var sealed: Encapsulation?
        var opened: Decapsulation?
        var drop: DropReason?
        var effect: LinkEffect?
    }

    /// The number of the packet that answers.
    fileprivate var answer: Int? {
        guard case .answered(let packet) = self else { return nil }
        return packet
    }

    /// How long the sender waited for an answer.
    fileprivate var patience: Duration? {
        guard case .unanswered(let duration) = self else { return nil }
        return duration
    }

    fileprivate var parts: Parts {
        switch self {
        case .entered: Parts(word: .entered)
        case .arrived: Parts(word: .arrived)
        case .judged(let verdict): Parts(word: .judged, decision: verdict)
        case .selected(let policy): Parts(word: .selected, policy: policy)
        case .forwarded(let frame): Parts(word: .forwarded, frame: frame)
        case .sealed(let encapsulation): Parts(word: .sealed, sealed: encapsulation)
        case .opened(let decapsulation): Parts(word: .opened, opened: decapsulation)
        case .delivered: Parts(word: .delivered)
        case .departed: Parts(word: .departed)
        case .dropped(let reason): Parts(word: .dropped, drop: reason)
        case .impaired(let effect): Parts(word: .impaired, effect: effect)
        case .answered: Parts(word: .answered)
        case .unanswered: Parts(word: .unanswered)
        }
    }
}

extension LinkEffect: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("link") { $0.link }, Column("effect") { $0.kind.parts.word },
            Column("by") { $0.kind.parts.duration }, Column("copy") { $0.kind.parts.copy },
        ]
    }
}

extension LinkEffect.Kind {
    fileprivate enum Word: String, CaseIterable, CellValue {
        case lost, delayed
        case heldBack = "held-back"
        case copied
    }

    fileprivate var parts: (word: Word, duration: Duration?, copy: Int?) {
        switch self {
        case .lost: (.lost, nil, nil)
        case .delayed(let duration): (.delayed, duration, nil)
        case .heldBack(let duration): (.heldBack, duration, nil)
        case .copied(let packet): (.copied, nil, packet)
        }
    }
}

// MARK: - Bytes and what they mean

extension PacketImage.Point: CellValue {}
extension LayerKind: CellValue {}
extension Protection: CellValue {}
extension FieldValue: CellValue {}

extension FieldName: CellValue {
    /// The names of the fields.
    package static var cellType: CellType { .word(allCases.map(\.word)) }
    /// The name.
    package var cell: Cell { .word(word) }

    private var word: String { self == .proto ? "protocol" : Cell.word(of: self) }
}

extension PacketImage: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("point") { $0.point }, Column("bytes") { Hexadecimal($0.bytes) },
            Column("layers") { $0.layers },
        ]
    }
}

extension DissectedLayer: Row {
    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("layer") { $0.kind }, Column("range", in: .bytes) { $0.range },
            Column("fields") { $0.fields }, Column("protection") { $0.protection },
            Column("fault") { $0.fault },
        ]
    }
}

extension DissectedField: Row {
    /// Its columns; the value is a text, and empty where it is the bytes of the range.
    package static var columns: [Column<Self>] {
        [
            Column("field") { $0.name }, Column("range", in: .bytes) { $0.range },
            Column("value") { $0.value }, Column("right") { $0.isRight },
        ]
    }

    /// Whether a checksum is right; nil for other fields, and where the bytes at hand can't tell.
    private var isRight: Bool? {
        guard case .checksum(_, let isRight) = value else { return nil }
        return isRight
    }
}
