import Events
import Fabric
import Tunnel
import Wire

/// What an attacker did to a tunnel, and which check stood in the way.
extension Narrator {
    mutating func tell(_ event: AttackEvent) {
        switch event {
        case .struck(let report, let released, let topology):
            struck(report, released, topology)
        case .reordered(let report): reordered(report)
        case .flooded(let report): flooded(report)
        case .reusedIV(let misuse, let tunnel, let texts): reusedIV(misuse, tunnel, texts)
        }
    }

    // MARK: - One datagram

    private mutating func struck(
        _ report: AttackReport, _ released: PacketRecord?, _ topology: Topology
    ) {
        attack(on: report.role, of: report.tunnel)
        page.line(Self.title(of: report.attack))
        change(report)
        begin("wire", "sent")
        put(report.datagram.count, "byte")
        if let header = try? ESPHeader.parse(report.datagram.span) {
            page.put(": SPI ")
            page.put(header.spi)
            page.put(", sequence \(header.sequence.low)")
        }
        page.line(", from a socket of the attacker's")
        let end = report.role.rawValue
        if let reason = report.refusal {
            refused(end, reason)
            if let hint = Self.hint(report, reason) {
                begin(end, "")
                page.line(hint)
            }
        } else {
            accepted(report)
        }
        states(end, report.before, report.after)
        if let released { tell(PacketEvent.sent(released, others: [], topology)) }
    }

    private mutating func attack(on role: TunnelRole, of tunnel: String) {
        page.put("attack", .strong)
        page.put(" on the \(role.rawValue) end of \(tunnel): ")
    }

    private static func title(of attack: Attack) -> String {
        switch attack {
        case .replay(let number): "the datagram of packet \(number) once more"
        case .flip(let number, let bit): "the datagram of packet \(number) with bit \(bit) flipped"
        case .truncation(let number, let length):
            "the first \(length) \(length == 1 ? "byte" : "bytes") of the datagram of packet \(number)"
        case .forgery: "a datagram sealed with a key of the attacker's own"
        case .unknownSPI: "a datagram with an SPI that no association has"
        }
    }

    /// What is different from what a sender would have sent.
    private mutating func change(_ report: AttackReport) {
        begin("wire", "changed")
        switch report.attack {
        case .replay: page.line("nothing")
        case .flip(_, let bit): flipped(bit, report)
        case .truncation(_, let length):
            let whole = report.original?.count ?? length
            page.put("cut behind ")
            put(length, "byte")
            page.line(" of \(whole)")
        case .forgery: page.line("SPI and sequence number as the client's next; the key is another")
        case .unknownSPI: page.line("the SPI; the rest as forged with another key")
        }
    }

    private mutating func flipped(_ bit: Int, _ report: AttackReport) {
        let place = bit / 8
        guard let original = report.original, original.indices.contains(place),
            report.datagram.indices.contains(place)
        else { return page.endLine() }
        page.put("byte \(place), ")
        let field = report.suite.layout.field(at: place, inPacketOf: original.count)
        page.put(Self.name(of: field, report.suite), .strong)
        page.put(": ")
        page.put(hexDump: original[place...place])
        page.put(" became ")
        page.put(hexDump: report.datagram[place...place])
        page.endLine()
    }

    private static func name(of field: ESPField, _ suite: ESPSuite) -> String {
        switch field {
        case .spi: "SPI"
        case .sequenceNumber: "sequence number"
        case .iv: "IV"
        case .text: suite.encrypts ? "ciphertext" : "text in clear"
        case .icv: "ICV"
        }
    }

    /// Why a change was not what the refusal is about: checks come in an order.
    private static func hint(_ report: AttackReport, _ reason: DropReason) -> String? {
        guard reason == .replayed || reason == .tooOld else { return nil }
        return switch report.attack {
        case .flip(_, let bit) where bit >= 8 * ESPLayout.headerLength:
            "the window is asked before the ICV; bits 32 to 63 change the sequence number"
        case .truncation: "the window is asked before the ICV, which is no longer right"
        default: nil
        }
    }

    private mutating func accepted(_ report: AttackReport) {
        let end = report.role.rawValue
        begin(end, "accepted")
        page.put("the ICV is right and the sequence number is new", .good)
        page.endLine()
        begin(end, "")
        if report.wasAccepted {
            page.line(
                "it was accepted once before: a window forgets with its association, so a key")
            begin(end, "")
            page.line(
                "that was set by hand must not be used for a second one (RFC 4303 section 3.3.3)")
        } else {
            page.line("no break-in: the peer sealed it and it had not arrived, so it is only late;")
            begin(end, "")
            page.line("now the window has its number, and it is never taken again")
        }
    }

    // MARK: - Before and after

    /// The window of an end before and after, the counters that have moved, and those that have not.
    private mutating func states(_ end: String, _ before: EndState, _ after: EndState) {
        begin(end, "window")
        put("before  ", before.window)
        begin(end, "")
        put("after   ", after.window)
        let counts = Self.counts(before.counters, after.counters)
        let moved = counts.filter { $0.before != $0.after }
        list(end, "moved", moved.map { "\($0.name) \($0.before) to \($0.after)" })
        let still = counts.filter { $0.before == $0.after }
        guard !still.isEmpty else { return }
        list(end, "not moved", still.map { "\($0.name) \($0.after)" })
    }

    /// A step that is a list, on as many lines as it needs.
    private mutating func list(_ end: String, _ step: String, _ items: [String]) {
        begin(end, step)
        var width = 0
        for (place, item) in items.enumerated() {
            let isLast = place == items.count - 1
            let length = item.utf8.count + (isLast ? 0 : 1)
            if width > 0, width + 1 + length > Self.listWidth {
                page.endLine()
                begin(end, "")
                width = 0
            }
            page.put("\(width > 0 ? " " : "")\(item)\(isLast ? "" : ",")")
            width += length + (width > 0 ? 1 : 0)
        }
        page.endLine()
    }

    /// How wide a list behind end and step may be, so that the whole line has 100 columns.
    private static let listWidth = 78

    /// What came to an end and what became of it: each counter that is not 0, and what was delivered.
    private static func counts(
        _ before: TunnelCounters, _ after: TunnelCounters
    ) -> [(name: String, before: UInt64, after: UInt64)] {
        let reasons = DropReason.allCases.map { reason in
            (
                name: reason.rawValue, before: before.refusedOnArrival(reason),
                after: after.refusedOnArrival(reason)
            )
        }
        return [
            (name: "arrived", before: before.arrived, after: after.arrived),
            (name: "delivered", before: before.delivered, after: after.delivered),
        ] + reasons.filter { $0.after > 0 }
    }

    // MARK: - Many packets

    private mutating func reordered(_ report: ReorderReport) {
        attack(on: .server, of: report.tunnel)
        put(report.releases.count, "packet")
        page.line(" of the client, let go in reverse order")
        let sealed = report.releases.filter { $0.sequence != nil }
        begin("client", "sealed")
        put(sealed.count, "packet")
        if let first = sealed.last, let last = sealed.first {
            page.put(", \(first.packet) to \(last.packet)")
        }
        page.line("; the attacker holds them back")
        var start = 0
        while start < report.releases.count {
            let first = report.releases[start]
            var end = start + 1
            while end < report.releases.count,
                report.releases[end].refusal == first.refusal,
                report.releases[end].isNext(to: report.releases[end - 1])
            { end += 1 }
            run(report.releases[start..<end], window: report.after.window)
            start = end
        }
        states("server", report.before, report.after)
    }

    /// Packets that came one behind the other and ended in the same way.
    private mutating func run(_ run: ArraySlice<ReorderReport.Release>, window: ReplayWindow) {
        guard let first = run.first, let last = run.last else { return }
        let end = first.sequence == nil ? "client" : "server"
        begin(end, first.refusal == nil ? "accepted" : "refused")
        put(run.count, "packet")
        if let from = first.sequence, let to = last.sequence {
            page.put(", sequence number")
            if run.count > 1 { page.put("s \(from.rawValue) down to") }
            page.put(" ")
            page.put(to)
        }
        if let reason = first.refusal {
            page.put(": ")
            page.put(reason.rawValue, .bad)
            if !reason.source.isEmpty { page.put(" (\(reason.source))") }
            page.endLine()
            begin(end, "")
            page.line(Self.explanation(of: reason))
        } else {
            page.endLine()
            begin(end, "")
            page.line(
                "no break-in: the client sealed each, and the window of \(window.size) takes every")
            begin(end, "")
            page.line("number that it has not seen, in any order, once")
        }
    }

    private mutating func flooded(_ report: FloodReport) {
        attack(on: .server, of: report.tunnel)
        page.line("a flood of \(report.sent) hostile datagrams")
        if report.sent < UInt64(report.asked) {
            page.line("  interrupted after \(report.sent) of \(report.asked)")
        }
        for (kind, count) in zip(FloodKind.allCases, report.counts) {
            page.put("  ")
            page.put(Self.name(of: kind), width: 28)
            guard count.sent > 0 else {
                let isLacking = kind.needsRecord && report.recorded == 0
                page.line(isLacking ? "none: no datagram was recorded" : "none")
                continue
            }
            page.put(count.sent, width: 7)
            page.put(":")
            if count.accepted > 0 { page.put(" \(count.accepted) accepted,") }
            var isFirst = true
            for reason in DropReason.allCases where count.refused(reason) > 0 {
                page.put(isFirst ? " " : ", ")
                page.put("\(count.refused(reason)) \(reason.rawValue)")
                isFirst = false
            }
            page.endLine()
        }
        begin("wire", "lost")
        switch report.lost {
        case 0?: page.line("none, as the socket's own counter says")
        case let lost?: page.line("\(lost) at the socket's receive buffer")
        case nil: page.line("the system does not tell")
        }
        begin("server", "accepted")
        if report.accepted == 0 {
            page.put("none", .good)
            page.endLine()
        } else {
            page.line(
                "\(report.accepted): copies of what the peer sealed, with numbers that were new")
        }
        states("server", report.before, report.after)
    }

    static func name(of kind: FloodKind) -> String {
        switch kind {
        case .random: "random bytes"
        case .control: "keepalives and IKE markers"
        case .rightSPI: "right SPI, random rest"
        case .truncated: "recorded, cut"
        case .flipped: "recorded, one bit flipped"
        case .replayed: "recorded, as it was"
        }
    }
}

extension ReorderReport.Release {
    /// Whether the one before had the next sequence number, or neither was sealed.
    fileprivate func isNext(to other: Self) -> Bool {
        guard let own = sequence?.rawValue, let last = other.sequence?.rawValue else {
            return sequence == other.sequence
        }
        return last > 0 && own == last - 1
    }
}
