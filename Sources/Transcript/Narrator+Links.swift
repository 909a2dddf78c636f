import Events
import Fabric
import Timeline
import Wire

extension Narrator {
    mutating func tell(_ event: LinkEvent) {
        switch event {
        case .changed(let link):
            page.put("\(link.name): ")
            put(link.impairment)
            page.endLine()
        case .listed(let links): list(links)
        case .cleared(let links):
            if links.isEmpty { return page.line("no link did anything to packets") }
            for name in links { page.line("\(name) does nothing to packets any longer") }
        }
    }

    private mutating func list(_ links: [LinkSnapshot]) {
        let nameWidth = (links.map(\.name.utf8.count).max() ?? 0) + 2
        let ends = links.map { $0.ends.joined(separator: " to ") }
        let endsWidth = (ends.map(\.utf8.count).max() ?? 0) + 2
        for (link, ends) in zip(links, ends) {
            page.put(link.name, width: nameWidth)
            page.put(ends, width: endsWidth)
            page.put(link.delay)
            page.put("  ")
            put(link.impairment)
            page.endLine()
        }
    }

    /// Each part as `link` reads it: `loss 10%, delay 50ms jitter 20ms`.
    private mutating func put(_ impairment: LinkImpairment) {
        if impairment.isNone { return page.put("does nothing to packets") }
        var isFirst = true
        func begin(_ page: inout Page, _ word: String) {
            page.put(isFirst ? word : ", \(word)")
            isFirst = false
        }
        if impairment.loss != .none {
            begin(&page, "loss ")
            page.put(impairment.loss)
        }
        if impairment.delay > .zero {
            begin(&page, "delay ")
            put(typed: impairment.delay)
        }
        if impairment.jitter > .zero {
            page.put(" jitter ")
            put(typed: impairment.jitter)
        }
        if impairment.reordering != .none {
            begin(&page, "reorder ")
            page.put(impairment.reordering)
            page.put(" by ")
            put(typed: impairment.holdBack)
        }
        if impairment.duplication != .none {
            begin(&page, "duplicate ")
            page.put(impairment.duplication)
        }
    }

    /// A duration as the language reads it, which knows whole milliseconds.
    private mutating func put(typed duration: Duration) {
        page.put(duration.nanoseconds / 1_000_000)
        page.put("ms")
    }

    /// What a link did to a packet, without the line's end.
    mutating func put(_ effect: LinkEffect) {
        switch effect.kind {
        case .lost:
            page.put("dropped", .bad)
            page.put(" on \(effect.link): \(DropReason.lostOnLink.rawValue), ")
            page.put(Self.explanation(of: .lostOnLink))
            page.put(" (\(DropReason.lostOnLink.source))")
        case .delayed(let time):
            page.put("delayed by ")
            page.put(time)
            page.put(" on \(effect.link)")
        case .heldBack(let time):
            page.put("held back for ")
            page.put(time)
            page.put(" on \(effect.link)")
        case .copied(let number): page.put("copied on \(effect.link): packet \(number)")
        }
    }
}

extension PacketRecord {
    /// The packet of which a link made this one.
    var original: Int? {
        guard case .copy(let number) = origin else { return nil }
        return number
    }

    /// The link that lost it.
    var losingLink: String? {
        for step in steps {
            if case .impaired(let effect) = step.what, effect.kind == .lost { return effect.link }
        }
        return nil
    }
}
