import Dialects

extension ForeignWord: Statement {
    /// What the word asks for or does, behind "this".
    var english: String {
        switch self {
        case .outLink: "asks for the link that a packet leaves by"
        case .linkName: "asks for links whose names begin so"
        case .absentLink: "asks for a link that the gateway does not have"
        case .untracked: "asks for packets that the connection tracker leaves alone"
        case .translated: "asks for connections whose destination was rewritten (NAT)"
        case .sourceTranslation: "asks for connections whose addresses were rewritten (NAT)"
        case .hardwareAddress: "asks for fields of the frame, such as its MAC address"
        case .recentAddress: "asks whether the address was seen lately"
        case .ratePerAddress: "counts a rate for each address by itself"
        case .connectionCount: "asks how many connections there are, or how much crossed in one"
        case .addressKind: "asks whether an address is local, broadcast or multicast"
        case .mark: "asks for the mark of a packet or a connection"
        case .owner: "asks for the owner of the process that sent the packet"
        case .timeOfDay: "asks for the time of day"
        case .payload: "asks for bytes anywhere in the packet"
        case .bridgePort: "asks for the port of a bridge"
        case .protection: "asks whether IPsec protected the packet"
        case .helper: "asks which helper of the connection tracker expected it"
        case .storedSet: "asks for a set of addresses that is not in the file"
        case .chance: "leaves it to chance"
        case .frameKind: "asks whether the frame was sent to one, to several or to all"
        case .route: "asks for the route that a packet takes"
        case .socket: "asks for the socket that waits for the packet"
        case .fragments: "asks for later fragments"
        case .options: "asks for TCP options or extension headers"
        case .quota: "asks how much the rule has let pass"
        case .protocolField: "asks for a field that rules have no word for"
        case .fieldsTogether: "asks for several fields at once"
        case .toItself: "asks for what the gateway sends to itself"
        case .translation: "rewrites addresses or ports (NAT)"
        case .translationOfIPv6: "rewrites addresses of IPv6"
        case .ownTranslation: "rewrites what the gateway itself sends or takes"
        case .portsAlone: "rewrites ports and no address"
        case .portShift: "moves each port by the same amount"
        case .prefixTranslation: "rewrites prefixes one way, or for some packets alone"
        case .randomPorts: "lets chance choose the port"
        case .translationMap: "looks an address up in a map that is kept elsewhere"
        case .marking: "puts a mark on the packet or its connection"
        case .queue: "hands the packet to a program"
        case .headerChange: "changes the packet's header"
        case .tracking: "tells the connection tracker what to do"
        case .copy: "sends a copy of the packet elsewhere"
        case .proxy: "lets a proxy answer"
        case .setChange: "changes a set while packets pass"
        case .offload: "lets the packets that follow pass by the rules"
        case .report: "only counts or reports"
        case .inclusion: "stands for the lines of another file"
        case .verdictMap: "looks a verdict up in a map that is kept elsewhere"
        }
    }

    /// What was expected in its place.
    var expected: String {
        switch self {
        case .translationOfIPv6, .ownTranslation, .portsAlone, .portShift, .prefixTranslation,
            .randomPorts, .translationMap:
            "a NAT rule for IPv4 with addresses"
        default: isTarget ? "allow, deny, reject or log" : "a match that they have"
        }
    }
}

extension InclusionProblem: Statement {
    /// Why a file can't stand in the place of its name, and what was expected.
    var english: String {
        switch self {
        case .missing: "there is none; expected one below the folder of the file that is read"
        case .outside: "it lies elsewhere; expected one below the folder of the file that is read"
        case .hidden: "its name begins with a dot; expected one that does not"
        case .link: "it is a link, or lies behind one; expected a file"
        case .notRegular: "it is no file; expected one"
        case .unreadable: "it can't be read; expected one that can"
        case .cycle: "files include each other in a circle; expected an end"
        case .tooDeep:
            "files include each other too deep; expected at most \(ForeignText.depthLimit)"
        case .tooMany: "there are too many; expected at most \(ForeignText.fileLimit)"
        case .tooLarge: "all files together are too large; expected less"
        }
    }
}
