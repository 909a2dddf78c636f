package import Network
import Wire

// What hosts find out, and what they offer.

extension ICMPReport: RowValue {
    package var row: Row {
        ["from": from, "type": type, "code": code, "meaning": meaning]
    }
}

extension ICMPReport.Meaning: CellValue {}
extension ConnectionEnd: CellValue {}
extension TracerouteEnd: CellValue {}
extension PortState: CellValue {}
extension ScanRequest.Technique: CellValue {}
extension ServiceTransport: CellValue {}
extension SYNCookiePolicy: CellValue {}
extension ServiceKind.Name: CellValue {}
extension DNSName: CellValue {}
extension DNSType: CellValue {}
extension DNSResponseCode: CellValue { package var cell: Cell { .word(name) } }

extension PingEvent: KindValue {
    package var parts: Row {
        switch self {
        case .reply(let reply):
            [
                "sequence": reply.sequence, "time": reply.time, "hop-limit": reply.hopLimit,
                "size": reply.size.in(.bytes), "duplicate": reply.isDuplicate,
            ]
        case .error(let sequence, let report): ["sequence": sequence, "error": report]
        case .silence(let sequence): ["sequence": sequence]
        case .summary(let summary): summary.row
        }
    }
}

extension PingSummary: RowValue {
    package var row: Row {
        [
            "sent": sent.in(.packets), "received": received.in(.packets),
            "duplicates": duplicates.in(.packets), "errors": errors.in(.packets),
            "shortest": received > 0 ? shortest : nil, "mean": mean,
            "longest": received > 0 ? longest : nil,
        ]
    }
}

extension TracerouteEvent: KindValue {
    package var parts: Row {
        switch self {
        case .hop(let hop): ["hop": hop.hop, "answers": hop.answers]
        case .end(let end): ["end": end]
        }
    }
}

extension TracerouteAnswer: RowValue {
    package var row: Row { ["from": from, "time": time, "error": report] }
}

extension ConversationEvent: KindValue {
    package var parts: Row {
        switch self {
        case .opened(let time): ["time": time]
        case .said(let count): ["count": count.in(.bytes)]
        case .heard(let data): ["data": Hexadecimal(data)]
        case .peerClosed: [:]
        case .kept(let count): ["heard": count.in(.bytes)]
        case .ended(let summary): summary.row
        }
    }
}

extension ConversationSummary: RowValue {
    package var row: Row {
        [
            "end": end, "open": wasOpen, "time": time, "heard": heard.in(.bytes), "error": report,
        ]
    }
}

extension FetchEvent: KindValue {
    package var parts: Row {
        switch self {
        case .connection(let event): ["event": event]
        case .response(let response):
            [
                "status": response.status, "reason": response.reason,
                "length": response.announcedLength.map { $0.in(.bytes) },
                "body": Hexadecimal(response.body),
            ]
        case .noResponse(let bytes): ["count": bytes.in(.bytes)]
        }
    }
}

extension ResolveEvent: KindValue {
    package var parts: Row {
        switch self {
        case .answer(let answer):
            [
                "question": answer.question, "code": answer.code, "records": answer.records,
                "transport": answer.transport, "time": answer.time,
            ]
        case .mismatch(let identifier): ["identifier": identifier]
        case .truncated, .done: [:]
        case .noAnswer(let question, let report, let end):
            ["question": question, "error": report, "end": end]
        }
    }
}

extension DNSQuestion: RowValue { package var row: Row { ["name": name, "type": type] } }

extension DNSRecord: RowValue {
    package var row: Row {
        ["name": name, "time-to-live": timeToLive, "type": data.type, "data": data]
    }
}

extension DNSRecord.Value: KindValue {
    package var parts: Row {
        switch self {
        case .a(let address): ["address": IPAddress.v4(address)]
        case .aaaa(let address): ["address": IPAddress.v6(address)]
        case .cname(let name), .ptr(let name): ["name": name]
        case .mx(let preference, let name): ["preference": preference, "name": name]
        case .other(_, let data): ["bytes": Hexadecimal(data)]
        }
    }
}

extension ScanEvent: KindValue {
    package var parts: Row {
        switch self {
        case .port(let port):
            ["port": port.port, "item": port.item, "state": port.state, "cause": port.cause]
        case .summary(let summary):
            [
                "counts": zip(PortState.allCases, summary.counts).map { Counted($0, count: $1) },
                "sent": summary.sent.in(.packets), "time": summary.time,
            ]
        }
    }
}

extension ScanCause: KindValue {
    package var parts: Row {
        switch self {
        case .synACK, .reset: [:]
        case .datagram(let count): ["count": count.in(.bytes)]
        case .error(let report): ["error": report]
        case .silence(let asked): ["asked": asked]
        }
    }
}

extension ServiceNote: KindValue {
    package var parts: Row {
        switch self {
        case .echoed(let count), .discarded(let count): ["count": count.in(.bytes)]
        case .request(let method, let target, let status):
            ["method": method, "target": target, "status": status]
        case .login(let user, let password, let isRight):
            ["user": user, "password": password, "right": isRight]
        case .line(let line): ["line": line]
        case .question(let question, let code, let answers):
            ["question": question, "code": code, "answers": answers]
        case .malformed, .tooLong: [:]
        }
    }
}

extension HostService: RowValue {
    package var row: Row {
        [
            "kind": kind.name, "transport": transport, "port": port, "backlog": backlog,
            "cookies": cookies,
        ]
    }
}

// MARK: - Connections

extension ConnectionKey: RowValue {
    package var row: Row {
        ["local": local, "remote": remote]
    }
}

extension TCPState: CellValue {}

extension HostConnection: RowValue {
    package var row: Row {
        [
            "connection": key, "state": state, "next": Int(next.rawValue),
            "awaited": Int(awaited.rawValue), "waiting": waiting.in(.bytes),
            "received": kept.map { Hexadecimal($0.bytes) },
        ]
    }
}

extension ListenerLoad: RowValue {
    package var row: Row {
        [
            "port": service.port, "half-open": halfOpen, "backlog": service.backlog,
            "cookies": service.cookies.rawValue,
        ]
    }
}
