extension TunnelPhrase {
    var english: String {
        switch self {
        case .keySet: "the {role} end of {tunnel} has this key now, for both directions"
        case .closed: "tunnel {tunnel} is closed; its keys are wiped"
        case .keysSaved: "{count|key|keys} saved to {file}"
        case .leftOut:
            "left out: the key of SPI {spi}, because Wireshark does not know its suite"
        case .opened: "<strong:tunnel {tunnel}> is open: ESP in UDP on loopback, "
        case .keysHint: "keys: `tunnel show {tunnel} keys`"
        case .eachItsOwn: "each way its own"
        case .toClient: "to the client: {what}"
        case .toServer: "to the server: {what}"
        case .transport: ", transport mode"
        case .extended: ", extended sequence numbers"
        case .window: ", window of {total}"
        case .padded: ", padded to multiples of {count} bytes"
        case .gcm: "AES-{count}-GCM"
        case .chaCha: "ChaCha20-Poly1305"
        case .gmac: "AES-{count}-GMAC (nothing is encrypted)"
        case .icv: "{suite} with a {count}-byte ICV"
        case .icvOf8: "{suite} with an {count}-byte ICV"
        case .elsewhere: "the {peer} is in another process"
        case .lifetime: "lifetime: {limit}"
        case .soft: "soft {limit}"
        case .hard: "hard {limit}"
        case .policy: "policy: {policy}"
        case .clientToServer: "client to server"
        case .serverToClient: "server to client"
        case .key: "key  {key}"
        case .salt: "salt {key}"
        case .ends: "{role} at {node}: receives on SPI {spi}, sends with SPI {last}{ports}"
        case .port: ", UDP port {number}"
        case .none: "no tunnel is open"
        case .cells: "{role}  SPI {spi}  {first} sealed, {last} opened"
        case .title: "<strong:tunnel {tunnel}>: "
        case .rekeyed: "rekeyed {count|time|times}"
        case .sealed:
            "sealed {count|packet|packets}, {bytes|byte|bytes}; last sequence number {number}"
        case .received:
            "opened {count|packet|packets}, {bytes|byte|bytes}; anti-replay window of {total} up to {number}"
        case .drawnWindow: "window {what}"
        case .stillReceives: "still receives on SPI {spi}{what}, for what is under way"
        case .older: " and {count} older"
        case .arrived: "arrived {count}: {total} delivered"
        case .outcome: ", {count} {reason}"
        case .windowEmpty: "nothing accepted yet"
        case .windowNewest: ", the newest {count} of {total}"
        case .stranger:
            "! a stranger's datagram of {count|byte|bytes} came to the {role} end of {tunnel}: "
        case .strangerHasKey: "<bad:its ICV verifies, so the sender has the key>"
        }
    }
}
