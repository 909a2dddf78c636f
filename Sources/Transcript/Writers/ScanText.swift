import Events
import Fabric
import Firewall
import Network
import Timeline
import Wire

/// Lists the ports of a scan, those together of which there are many with the same answer.
extension HostWriter {
    mutating func write(_ found: [ScanEvent], by asker: Asker) {
        var groups: [(what: Key, ports: [ScannedPort])] = []
        var places: [Key: Int] = [:]
        for case .port(let port) in found {
            let key = Key(port, asker.blame(of: port.item))
            if let place = places[key] {
                groups[place].ports.append(port)
            } else {
                places[key] = groups.count
                groups.append((key, [port]))
            }
        }
        let few = groups.filter { $0.ports.count <= Self.mostAlike }.flatMap(\.ports)
            .sorted { $0.item < $1.item }
        if !few.isEmpty { page.heads(of: Self.columns) }
        for port in few where page.goesOn {
            page.row(
                Self.columns, port.port, port.state.rawValue,
                CauseText(port.cause, asker.blame(of: port.item)))
        }
        for group in groups where group.ports.count > Self.mostAlike {
            guard let first = group.ports.first else { continue }
            page.line(
                Say.more, (.count, group.ports.count), (.what, first.state.rawValue),
                (.reason, CauseText(first.cause, asker.blame(of: first.item), isOneOfMany: true)))
        }
        for case .summary(let summary) in found {
            page.line(
                Say.scanned, (.count, summary.counts.reduce(0, +)), (.found, summary.sent),
                (.time, summary.time))
        }
    }

    /// More ports than these with the same answer are said together.
    private static let mostAlike = 8

    private static let columns = Columns(
        .right(5).named(Say.port), .left(15, after: 2).named(Say.state), .rest().named(Say.why))

    /// What two ports have in common that are said together.
    private struct Key: Hashable {
        let state: PortState
        let cause: ScanCause
        let node: String?
        let reason: DropReason?
        let decider: Decider?

        init(_ port: ScannedPort, _ blamed: Blamed?) {
            state = port.state
            cause =
                switch port.cause {
                case .synACK, .reset, .error: port.cause
                case .datagram: .datagram(0)
                case .silence: .silence(asked: 0)
                }
            node = blamed?.node
            reason = blamed?.blame.reason
            decider = blamed?.blame.verdict?.decider
        }
    }
}

/// Why a port is what it is.
struct CauseText: Written {
    private let cause: ScanCause
    private let blamed: Blamed?
    private let isOneOfMany: Bool

    init(_ cause: ScanCause, _ blamed: Blamed?, isOneOfMany: Bool = false) {
        self.cause = cause
        self.blamed = blamed
        self.isOneOfMany = isOneOfMany
    }

    func write(on page: inout Page) {
        let answer = Composed { page in
            switch cause {
            case .synACK: page.say(HostPhrase.synACK)
            case .reset: page.say(HostPhrase.reset)
            case .datagram(let count): page.say(HostPhrase.datagram, (.count, count))
            case .error(let report): page.put(ReportText(report))
            case .silence: page.say(HostPhrase.nobody)
            }
        }
        guard let blamed else { return answer.write(on: &page) }
        page.say(HostPhrase.because, (.what, answer), (.reason, BlameText(blamed)))
    }
}

/// Who ended the way of a packet, or of its answer.
struct BlameText: Written {
    private let blamed: Blamed

    init(_ blamed: Blamed) {
        self.blamed = blamed
    }

    func write(on page: inout Page) {
        let blame = blamed.blame
        let packet = (Slot.packet, blame.packet)
        if let verdict = blame.verdict {
            let decision = DecisionText(
                action: verdict.action, decider: verdict.decider, list: verdict.list)
            page.say(
                blame.isAnswer ? HostPhrase.answerJudged : .wasJudged, packet,
                (.verdict, decision), (.node, blamed.node))
        } else {
            page.say(
                blame.isAnswer ? HostPhrase.answerDropped : .wasDropped, packet,
                (.node, blamed.node), (.reason, blame.reason))
        }
    }
}

/// An ICMP error.
struct ReportText: Written {
    private let report: ICMPReport

    init(_ report: ICMPReport) {
        self.report = report
    }

    func write(on page: inout Page) {
        page.say(
            HostPhrase.icmpError, (.source, report.from), (.meaning, report.meaning),
            (.number, report.type), (.code, report.code))
    }
}

/// Who answered the packets with one hop limit, and when.
struct HopText: Written {
    let hop: TracerouteHop
    let blame: Blamed?

    func write(on page: inout Page) {
        var last: IPAddress?
        for (place, answer) in hop.answers.enumerated() {
            if place > 0 { page.gap() }
            guard let answer else {
                page.put("*")
                continue
            }
            if answer.from != last {
                page.put(answer.from)
                page.gap()
                last = answer.from
            }
            page.put(answer.time)
        }
        let said = hop.answers.lazy.compactMap { $0?.report }.first {
            $0.meaning != .timeExceeded && $0.meaning != .portUnreachable
        }
        if let said {
            page.gap()
            page.put(ReportText(said))
        }
        guard let blame, last == nil || said != nil else { return }
        page.gap()
        page.put(BlameText(blame))
    }
}
