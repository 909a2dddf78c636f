extension WatchPhrase {
    var english: String {
        switch self {
        case .nothing: "<strong:nothing has crossed {link} yet>"
        case .nothingOf: "<strong:nothing of {tunnel} has crossed {link} yet>"
        case .crossed: "<strong:{count|datagram|datagrams} crossed {link}>"
        case .crossedOf: "<strong:{count|datagram|datagrams} of {tunnel} crossed {link}>"
        case .newest: "; the newest {count} of them:"
        case .forgotten: "the frames before frame {number} are no longer kept"
        case .link: "the {name} link"
        case .wire: "the wire"
        case .way: "{first} to {last}"
        case .bytes: "{count?byte|bytes}"
        case .inClear: "in clear: {packet}"
        case .sealed: "ESP, SPI {spi}, sequence number {number}"
        case .ends: "{first} -> {last}"
        case .readable: ", readable: {packet}"
        case .keepalive: "NAT keepalive"
        case .noESP: "in UDP, no ESP packet"
        case .wayTitle: "<strong:{what}>: {count|datagram|datagrams}, {bytes|byte|bytes}"
        case .clearCount:
            "in clear: {count|packet|packets}; all of it is readable, and a change of it would go unnoticed"
        case .otherSPIs: "other SPIs: {count|datagram|datagrams}"
        case .keepalives: "NAT keepalives: {count|datagram|datagrams}"
        case .madeUp: "not from the other end: {count|datagram|datagrams}"
        case .addresses: "addresses: {members}"
        case .otherAddresses: ", and others in {count|datagram|datagrams}"
        case .sizes: "sizes: {first} to {last|byte|bytes}, {count} different ones"
        case .oneSize: "sizes: {last|byte|bytes}"
        case .allOneSize: "sizes: {last|byte|bytes}, all the same"
        case .at: "times: {time}"
        case .between: "times: {first} to {last}, {time} apart"
        case .betweenRange: " to {last}"
        case .stream: "SPI {spi}: {count|datagram|datagrams}"
        case .number: ", sequence number {first}"
        case .numbers: ", sequence numbers {first} to {last}"
        case .none: ": none is missing"
        case .missing: ": {count} {count?is|are} missing"
        case .overtaken: "; {count} came after a later one"
        case .repeated: "; {count} came again"
        case .after:
            "new after the last datagram of SPI {spi}: a rekey, or another tunnel"
        case .packet: "packet"
        case .payload: "payload"
        case .standsThere: "each {what} inside stands there as it is: {suite} encrypts nothing"
        case .hasRange:
            "each {what} inside has {first} to {last|byte|bytes}; the size tells how many, but for 0 to {count|byte|bytes} of padding"
        case .hasAtMost:
            "each {what} inside has at most {last|byte|bytes}; traffic flow confidentiality padding {meaning}"
        case .oneSizeLeft: "gives all one size"
        case .sizesLeft: "leaves {count} sizes to tell apart"
        case .hiddenInTunnel:
            "not learned: the addresses inside, the protocol, the ports, the content"
        case .hiddenInTransport:
            "not learned: the protocol, the ports, the content; the addresses are the hosts' own"
        case .nothingHidden: "not learned: nothing is hidden; only a change would be noticed"
        }
    }
}
