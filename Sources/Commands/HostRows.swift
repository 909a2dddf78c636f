import Firewall
import Grammar
import Network
import Timeline
import Wire

/// The rows of what hosts ask: `ping`, `traceroute`, `connect`, `fetch`, `resolve`, `scan`.
enum HostRows {
    static let ping = CommandRow(
        .ping,
        .sequence(
            .argument(Arguments.host),
            .anyOrder(
                PingWords(),
                [
                    Part(.clause("count", .pingCount, Arguments.pings)) { $0.count = $1.value },
                    Part(.clause("every", .pingEvery, Arguments.duration)) {
                        $0.interval = $1.value
                    },
                    Part(.clause("size", .pingSize, Arguments.pingSize)) { $0.size = $1.value },
                ])),
        examples: ["ping web", "ping 10.0.1.80 count 10 every 200ms", "ping 2001:db8::1 size 1400"]
    ) { .host(.ping($0.0, $0.1)) }

    static let traceroute = CommandRow(
        .traceroute,
        .sequence(
            .argument(Arguments.host),
            .anyOrder(
                TracerouteWords(),
                [
                    Part(
                        .choice([
                            .keyword("udp", .traceUDP, as: TracerouteRequest.Mode.udp),
                            .keyword("icmp", .traceICMP, as: .icmp),
                        ])
                    ) { $0.mode = $1.value },
                    Part(.clause("hops", .traceHops, Arguments.hops)) {
                        $0.mostHops = $1.value
                    },
                ])),
        examples: ["traceroute web", "traceroute 198.51.100.7 icmp hops 10"]
    ) { .host(.traceroute($0.0, $0.1)) }

    static let connect = CommandRow(
        .connect,
        .sequence(
            .argument(Arguments.hostPort),
            .anyOrder(
                ConnectWords(),
                [
                    // In front, because a text need not have quotes.
                    Part(.keyword("keep", .connectKeep, as: true)) { $0.isKept = $1.value },
                    Part(.argument(Arguments.message)) { $0.data = $1.value },
                ])),
        examples: [
            "connect web:80", "connect 10.0.1.80:http \"GET / HTTP/1.0\\n\\n\"",
            "connect [2001:db8::1]:7 \"hola\"", "connect web:7 \"hola\" keep",
            "connect web:ssh keep",
        ]
    ) { .host(.connect($0.0, $0.1)) }

    static let connections = CommandRow(
        .connectionList, examples: ["connection list"], .host(.listConnections))

    static let closeConnection = CommandRow(
        .connectionClose, .argument(Arguments.connectionNumber), examples: ["connection close 1"]
    ) { .host(.closeConnection($0)) }

    static let fetch = CommandRow(
        .fetch, .argument(Arguments.page),
        examples: ["fetch http://web/", "fetch http://10.0.1.80:8080/news"]
    ) { .host(.fetch($0)) }

    static let resolve = CommandRow(
        .resolve,
        .sequence(
            .argument(Arguments.domain),
            .anyOrder(
                ResolveWords(),
                recordTypes + [
                    Part(.clause("at", .resolveAt, Arguments.host)) { $0.server = $1 }
                ])),
        examples: [
            "resolve web.office at dns", "resolve office mx at dns", "resolve 10.0.1.80 ptr at dns",
        ]
    ) { .host(.resolve($0.0, $0.1)) }

    private static let recordTypes: [Part<ResolveWords>] = [
        Part(
            .choice([
                .keyword("a", .recordA, as: DNSType.a),
                .keyword("aaaa", .recordAAAA, as: .aaaa),
                .keyword("cname", .recordCNAME, as: .cname),
                .keyword("ptr", .recordPTR, as: .ptr),
                .keyword("mx", .recordMX, as: .mx),
                .keyword("any", .recordAny, as: .any),
            ])
        ) { $0.type = $1.value }
    ]

    static let scan = CommandRow(
        .scan,
        .sequence(
            .argument(Arguments.host),
            .anyOrder(
                ScanWords(),
                [
                    Part(.clause("ports", .scanPorts, Arguments.ports)) { $0.ports = $1.value },
                    Part(
                        .choice([
                            .keyword("syn", .scanSYN, as: ScanRequest.Technique.syn),
                            .keyword("connect", .scanConnect, as: .connect),
                            .keyword("udp", .scanUDP, as: .udp),
                            .keyword("ack", .scanACK, as: .ack),
                        ])
                    ) { $0.technique = $1.value },
                    Part(.clause("every", .scanEvery, Arguments.duration)) {
                        $0.pace = $1.value
                    },
                ])),
        examples: [
            "scan web", "scan 10.0.1.80 ports 1-1024 connect", "scan dns ports 53,67-69 udp",
        ]
    ) { .host(.scan($0.0, $0.1)) }
}
