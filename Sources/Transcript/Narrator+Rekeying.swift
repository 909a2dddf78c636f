import Events
import Fabric
import Timeline
import Tunnel
import Wire

/// New pairs of associations, datagrams that carry nothing, packets from another process, and policies.
extension Narrator {
    mutating func tell(_ rekeying: Rekeying) {
        switch rekeying.cause {
        case .asked: page.put("tunnel \(rekeying.tunnel)", .strong)
        case .softLifetime:
            page.put("! ")
            page.put(rekeying.instant)
            page.put(": soft lifetime over (RFC 4301 section 4.4.2.1): ")
            page.put("tunnel \(rekeying.tunnel)", .strong)
        }
        page.line(" has a new pair of associations")
        for change in rekeying.changes {
            page.put("  \(change.role.rawValue) receives on SPI ")
            page.put(change.new)
            page.put(" now, and still on ")
            page.put(change.old)
            page.put(" for ")
            page.put(Fabric.drainTime)
            page.endLine()
        }
        guard rekeying.changes.count == 1, let own = rekeying.changes.first else { return }
        page.put("  the \(own.role.peer.rawValue) is in another process and does not know of it: ")
        page.line("rekey it there, too")
    }

    mutating func tell(_ retirement: Retirement) {
        page.put("! ")
        page.put(retirement.instant)
        page.put(": tunnel \(retirement.tunnel) has drained: ")
        page.put("SPI ")
        for (place, spi) in retirement.spis.enumerated() {
            if place > 0 { page.put(" and ") }
            page.put(spi)
        }
        page.put(" ended, ")
        page.line(retirement.spis.count == 1 ? "its key is wiped" : "their keys are wiped")
    }

    mutating func tell(_ report: ControlReport, _ count: Int, of asked: Int) {
        switch report.kind {
        case .dummy: put(count, "dummy packet")
        case .keepalive: put(count, "keepalive")
        }
        page.put(" through \(report.tunnel), ")
        put(report.length, "byte")
        if count > 1 { page.put(" each") }
        page.endLine()
        if count < asked { page.line("  ended after \(count) of \(asked)") }
        page.put("  ")
        guard let reason = report.reason else {
            return page.line(
                "wire    left for the \(report.sender.peer.rawValue), which is in another process")
        }
        page.put((report.length == 0 ? report.sender : report.sender.peer).rawValue, width: 8)
        put(refusal: reason)
        page.endLine()
    }

    mutating func arrived(_ record: PacketRecord, _ topology: Topology) {
        let role = record.decapsulation?.role ?? .server
        page.put("! through \(record.via ?? "") came ")
        headline(record)
        page.put("  ")
        page.put(role.rawValue, width: 8)
        page.put("ICV right", .good)
        page.line(", sequence number \(record.decapsulation?.sequence.rawValue ?? 0) is new")
        let data = Array(record.packet.bytes[record.packet.payload])
        page.put("  ")
        page.put(role.rawValue, width: 8)
        if let reason = record.dropReason {
            put(refusal: reason)
        } else if let answer = record.answer {
            page.put("message ")
            page.put(quoted: Array(data.prefix(Self.shownData)))
            page.put(", echoed by packet \(answer)")
        } else {
            page.put("delivered", .good)
        }
        page.endLine()
    }

    mutating func tell(_ event: PolicyEvent) {
        switch event {
        case .added(let policy, let number):
            page.put("policy \(number) added: ")
            put(policy)
            page.endLine()
        case .deleted(let policy):
            page.put("policy deleted: ")
            put(policy)
            page.endLine()
        case .listed(let policies):
            for (index, policy) in policies.enumerated() {
                page.put(index + 1, width: 4)
                page.put("  ")
                put(policy)
                // Behind a comment sign, so that the policy can be typed as it stands.
                if policy.direction == .back { page.put("  # its way back") }
                page.endLine()
            }
            page.line(" any  bypass")
        }
    }

    /// A policy as `policy add` reads it.
    mutating func put(_ policy: Policy) {
        switch policy.action {
        case .protect(let name): page.put("protect \(name)")
        case .bypass: page.put("bypass")
        case .discard: page.put("discard")
        }
        page.put(" from ")
        page.put(policy.selectors.source)
        page.put(" to ")
        page.put(policy.selectors.destination)
        if policy.direction == .outbound { page.put(" outbound") }
    }
}
