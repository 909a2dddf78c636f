import Wire

/// What an address translator makes of the packets of a flow.
package struct FlowTranslation: Hashable, Sendable {
    /// One element: a copy, which every packet of the flow is handed, shares it.
    private let box: [Contents]

    private struct Contents: Hashable {
        let arriving: FlowEnds
        let leaving: FlowEnds
        let link: LinkName?
    }

    /// The translation of a flow between ends.
    package init(arriving: FlowEnds, leaving: FlowEnds, link: LinkName? = nil) {
        box = [Contents(arriving: arriving, leaving: leaving, link: link)]
    }

    /// Between whom the flow is as the packets of its originator come in.
    package var arriving: FlowEnds { box.span[0].arriving }
    /// The same as those packets go out: the responder's answers come in between these ends.
    package var leaving: FlowEnds { box.span[0].leaving }
    /// The link whose address takes the place of the originator's; nil where the address is no link's.
    package var link: LinkName? { box.span[0].link }
}

/// The translations of the flows of a table, by their places in it.
struct FlowTranslations: Sendable {
    private var all: [Int32: FlowTranslation] = [:]
    /// The places of the flows of one source, the first begun first.
    private var sources: [Source: [Int32]] = [:]

    /// Who sends: a protocol, an address, and a port or the identifier of a query.
    private struct Source: Hashable {
        let proto: IPProtocol
        let address: IPAddress
        let number: UInt16?

        init(_ ends: FlowEnds) {
            proto = ends.proto
            address = ends.originator.address
            number = ends.query?.identifier ?? ends.originator.port?.rawValue
        }
    }

    /// Whether no flow is translated.
    var isEmpty: Bool { all.isEmpty }

    /// The translation of the flow at a place.
    subscript(place: Int) -> FlowTranslation? { all[Int32(place)] }

    /// Takes note of the translation of a flow that begins.
    mutating func insert(_ translation: FlowTranslation, at place: Int) {
        all[Int32(place)] = translation
        sources[Source(translation.arriving), default: []].append(Int32(place))
    }

    /// Forgets the translation of a flow.
    mutating func remove(at place: Int) -> FlowTranslation? {
        guard let translation = all.removeValue(forKey: Int32(place)) else { return nil }
        let source = Source(translation.arriving)
        sources[source]?.removeAll { $0 == Int32(place) }
        if sources[source]?.isEmpty == true { sources[source] = nil }
        return translation
    }

    /// The places of the flows of whoever begins one between these ends, the last begun first.
    func places(ofSource ends: FlowEnds) -> ReversedCollection<[Int32]> {
        (sources[Source(ends)] ?? []).reversed()
    }
}
