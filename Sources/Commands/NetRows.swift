import Firewall
import Grammar
import Network
import Timeline
import Wire

/// The rows of `net ...`.
enum NetRows {
    /// What a line says of a link besides its name.
    private struct LinkOptions: Sendable {
        var delay: Placed<Duration>?
        var mtu: Placed<Int>?
    }

    static let addLink = CommandRow(
        .netAddLink,
        .sequence(
            .argument(Arguments.netName),
            .anyOrder(
                LinkOptions(),
                [
                    Part(.clause("delay", .netDelay, Arguments.duration)) { $0.delay = $1 },
                    Part(.clause("mtu", .netMTU, Arguments.mtu)) { $0.mtu = $1 },
                ])),
        examples: ["net add link lan-c", "net add link radio delay 30ms mtu 576"]
    ) { .net(.addLink($0.0, delay: $0.1.delay?.value, mtu: $0.1.mtu)) }

    static let mtu = CommandRow(
        .netMTU, .sequence(.argument(Arguments.anyLink), .argument(Arguments.mtu)),
        examples: ["net mtu internet 1400"]
    ) { .net(.setMTU($0.0, $0.1)) }

    static let clamp = CommandRow(
        .mssClamp,
        .sequence(
            .clause("on", .mssOn, Arguments.anyLink),
            .optional(.clause("to", .mssTo, Arguments.segmentSize))),
        examples: ["mss clamp on internet", "mss clamp on internet to 1360"]
    ) { .net(.clamp($0.0, $0.1?.value)) }

    static let unclamp = CommandRow(
        .mssRelease, .clause("on", .mssOn, Arguments.anyLink),
        examples: ["mss release on internet"]
    ) { .net(.unclamp($0)) }

    static let addHost = node(
        .netAddHost, .host,
        examples: [
            "net add host pc9 on lan-b 10.1.0.9/24",
            "net add host pc10 on lan-b 10.1.0.10/24,2001:db8:1::10/64",
        ])

    static let addSite = node(.netAddSite, .site, examples: ["net add site anybody on internet"])

    static let addGateway = node(
        .netAddGateway, .gateway,
        examples: ["net add gateway gw-c on internet 192.0.2.1/24 on lan-b 10.1.0.1/24"])

    static let addRouter = node(
        .netAddRouter, .router, examples: ["net add router isp on internet 192.0.2.2/24"])

    private static func node(
        _ name: CommandName, _ kind: Node.Kind, examples: [String]
    ) -> CommandRow<LabCommand> {
        CommandRow(
            name,
            .sequence(
                .argument(Arguments.netName),
                .repeated(
                    .clause(
                        "on", .netOn,
                        .sequence(
                            .argument(Arguments.anyLink),
                            .optional(.argument(Arguments.interfaceAddresses)))))),
            examples: examples
        ) { words in
            .net(
                .addNode(
                    NodeRequest(
                        name: words.0, kind: kind,
                        places: words.1.map { ($0.0, $0.1?.value ?? []) })))
        }
    }

    static let remove = CommandRow(
        .netRemove, .argument(Arguments.netName), examples: ["net remove site-b"]
    ) { .net(.remove($0)) }

    static let load = CommandRow(
        .netLoad, .argument(Arguments.network),
        examples: ["net load office", "net load school.net"]
    ) { .net(.load($0)) }

    static let from = CommandRow(
        .netFrom,
        .sequence(
            .argument(Arguments.file), RuleProofRows.format,
            .optional(.keyword("--lenient", .fileLenient, as: true))),
        examples: ["net from router.nft", "net from rules.v4 as iptables --lenient"]
    ) {
        .net(.from(RuleLoad($0.0, as: $0.1?.value, isLenient: $0.2 != nil, aliases: nil)))
    }

    static let save = CommandRow(
        .netSave, .argument(Arguments.file), examples: ["net save school.net"]
    ) { .net(.save($0)) }

    static let show = CommandRow(
        .netShow, .optional(.keyword("linear", .netLinear, as: true)),
        examples: ["net show", "net show linear"]
    ) { .net(.show(isLinear: $0 != nil)) }

    static let list = CommandRow(.netList, examples: ["net list"], .net(.list))

    static let find = CommandRow(
        checking: .netFind, RuleProofRows.reach,
        examples: [
            "net find reach from zone inside to zone outside port 22",
            "net find reach proto udp to any port 53",
        ]
    ) { (words, extent) throws(UsageFault) in
        .net(.find(try RuleProofRows.reach(words, extent)))
    }

    static let diff = CommandRow(
        .netDiff, .argument(Arguments.network), examples: ["net diff school.net"]
    ) { .net(.diff($0)) }

    static let check = CommandRow(.netCheck, examples: ["net check"], .net(.check))

    static let addZone = CommandRow(
        .zoneAdd,
        .sequence(
            .argument(Arguments.netName), .repeated(.argument(Arguments.anyLink))),
        examples: ["zone add inside lan-a", "zone add outside internet lan-b"]
    ) { .net(.addZone($0.0, $0.1)) }

    static let deleteZone = CommandRow(
        .zoneDelete, .argument(Arguments.netName), examples: ["zone delete inside"]
    ) { .net(.deleteZone($0)) }
}

/// The row of `antispoof`, and that of `zone list`.
enum PlaceRows {
    static let listZones = CommandRow(.zoneList, examples: ["zone list"], .net(.listZones))

    static let antispoof = CommandRow(
        .antispoof,
        .optional(
            .choice([
                .keyword("strict", .spoofStrict, as: ReversePathCheck.strict),
                .keyword("loose", .spoofLoose, as: .loose),
                .keyword("off", .spoofOff, as: .off),
            ])), examples: ["antispoof strict", "antispoof"]
    ) { .net(.antispoof($0?.value)) }
}

/// The rows of `route ...`.
enum RouteRows {
    static let add = row(
        .routeAdd,
        examples: [
            "route add 10.1.0.0/16 out internet", "route add 2001:db8:9::/48 out internet",
            "route add visitor via isp",
        ]
    ) { .addRoute($0) }

    static let delete = row(
        .routeDelete, examples: ["route delete 10.1.0.0/16 out internet"]
    ) { .deleteRoute($0) }

    static let list = CommandRow(.routeList, examples: ["route list"], .net(.listRoutes))

    private static func row(
        _ name: CommandName, examples: [String],
        _ make: @escaping @Sendable (RouteRequest) -> NetCommand
    ) -> CommandRow<LabCommand> {
        CommandRow(
            checking: name,
            .sequence(
                .choice([
                    Pattern.keyword("default", .routeDefault, as: true).map { _ in
                        RouteRequest.Destination.every
                    },
                    Pattern.argument(Arguments.prefixOrNode).map {
                        word -> RouteRequest.Destination in
                        switch word.value {
                        case .prefix(let prefix): .prefix(prefix)
                        case .name(let name): .node(Placed(name, at: word.range))
                        }
                    },
                ]),
                .choice([
                    Pattern.clause("via", .routeVia, Arguments.nextHop).map { word -> NextHopWord in
                        switch word.value {
                        case .prefix(let prefix):
                            NextHopWord(hop: .via(prefix.address), range: word.range)
                        case .name(let name):
                            NextHopWord(
                                hop: .viaNode(Placed(name, at: word.range)), range: word.range)
                        }
                    },
                    Pattern.clause("out", .routeOut, Arguments.anyLink).map {
                        NextHopWord(hop: .out($0), range: $0.range)
                    },
                ])),
            examples: examples
        ) { (words, _) throws(UsageFault) in
            .net(
                make(
                    RouteRequest(
                        destination: words.0, nextHop: words.1.hop, range: words.1.range)))
        }
    }

    /// Where packets go next, and where in the line that stands.
    private struct NextHopWord: Sendable {
        let hop: RouteRequest.NextHop
        let range: Range<Int>
    }
}

extension Arguments {
    static let netName = Argument("NAME", .netName, read: Names.read)

    static let network = Argument("FILE", .network, read: Names.readPath)

    static let segmentSize = number(
        "BYTES", .segmentSize, SegmentClamp.leastLimit...Link.mostMTU, over: .numberTooLarge)

    static let nextHop = Argument.texts("ADDRESS", .nextHop, read: PrefixWord.readAddress)

    static let prefixOrNode = Argument.texts("PREFIX", .prefix, read: PrefixWord.read)

    static let mtu = number(
        "BYTES", .mtu, Link.leastMTU...Link.mostMTU, over: .numberTooLarge)

    /// Addresses of an interface, with a comma between two of them.
    static let interfaceAddresses = Argument.texts(
        "ADDRESS/LENGTH", .interfaceAddresses
    ) { text throws(TextFault) in
        guard text.count > 0,
            (0x30...0x39).contains(text[0]) || text.indices.contains(where: { text[$0] == 0x3A })
        else {
            throw .notAnAddress
        }
        var addresses: [InterfaceAddress] = []
        var start = 0
        for end in 0...text.count where end == text.count || text[end] == UInt8(ascii: ",") {
            addresses.append(try .parse(text.extracting(start..<end)))
            start = end + 1
        }
        return addresses
    }
}
