import Events
import Fabric
import Firewall
import Timeline
import Wire

/// Says what links do to packets.
struct LinkWriter: Writer {
    private typealias Say = NetworkPhrase
    var page: Page

    mutating func write(_ event: LinkEvent) {
        switch event {
        case .changed(let link):
            page.line(Say.changed, (.link, link.name), (.what, link.impairment))
        case .listed(let links): write(links)
        case .cleared(let links):
            if links.isEmpty { return page.line(Say.noneCleared) }
            for link in links { page.line(Say.cleared, (.link, link)) }
        }
    }

    private mutating func write(_ links: [LinkSnapshot]) {
        let ends = links.map { link in
            Composed { page in
                page.say(Say.ends, (.first, link.ends.first ?? ""), (.last, link.ends.last ?? ""))
            }.said(in: page.language)
        }
        let columns = Columns(
            .fitting(links.map(\.name)), .fitting(ends), .rest(), .rest(after: 2))
        for (link, ends) in zip(links, ends) {
            page.row(columns, link.name, ends, link.delay, link.impairment)
        }
    }
}

extension LinkImpairment: Written {
    /// Each part as `link` reads it: `loss 10%, delay 50ms jitter 20ms`.
    func write(on page: inout Page) {
        if isNone { return page.say(NetworkPhrase.doesNothing) }
        var parts: [Composed] = []
        if loss != .none { parts.append(Composed { $0.put("loss \(loss)") }) }
        if delay > .zero || jitter > .zero {
            parts.append(
                Composed { page in
                    if delay > .zero { page.put("delay \(delay.milliseconds)ms") }
                    if jitter > .zero { page.put(" jitter \(jitter.milliseconds)ms") }
                })
        }
        if reordering != .none {
            parts.append(Composed { $0.put("reorder \(reordering) by \(holdBack.milliseconds)ms") })
        }
        if duplication != .none { parts.append(Composed { $0.put("duplicate \(duplication)") }) }
        if marking != .none { parts.append(Composed { $0.put("mark \(marking)") }) }
        Listed(parts).write(on: &page)
    }
}

extension Duration {
    /// As the language reads it, which knows whole milliseconds.
    fileprivate var milliseconds: Int64 { Int64(nanoseconds / 1_000_000) }
}

extension LinkEffect: Written {
    /// What a link did to a packet.
    func write(on page: inout Page) {
        let link = (Slot.link, link)
        switch kind {
        case .lost:
            let reason = DropReason.lostOnLink
            page.say(
                NetworkPhrase.lost, link, (.reason, reason.rawValue), (.meaning, reason),
                (.source, SourceText(reason: reason)))
        case .delayed(let time): page.say(NetworkPhrase.delayed, link, (.time, time))
        case .heldBack(let time): page.say(NetworkPhrase.heldBack, link, (.time, time))
        case .marked: page.say(NetworkPhrase.marked, link)
        case .copied(let number): page.say(NetworkPhrase.copied, link, (.number, number))
        }
    }
}
