import Tunnel

/// What happens to tunnels, and to policies.
enum TunnelPhrase: String, Phrase {
    static let texts = PhraseTexts<Self>()

    case keySet = "the {role} end of {tunnel} has this key now, for both directions"
    case served = "through {tunnel} came {count|packet|packets} of {total} waited for"
    case servedInVain = "<bad:, and nobody sent more within {time}>"
    case servedInterrupted = ": interrupted"
    case closed = "tunnel {tunnel} is closed; its keys are wiped"
    case stillProtected =
        "its policies stay: what they protect is dropped, and does not cross in clear"
    case keysSaved = "{count|key|keys} saved to {file}"
    case leftOut = "left out: the key of SPI {spi}, because Wireshark does not know its suite"
    case opened = "<strong:tunnel {tunnel}> is open: ESP in UDP on loopback, "
    case keysHint = "keys: `tunnel show {tunnel} keys`"
    case eachItsOwn = "each way its own"
    case toClient = "to the client: {what}"
    case toServer = "to the server: {what}"
    case transport = ", transport mode"
    case dfSet = ", DF set outside"
    case dfClear = ", DF clear outside"
    case extended = ", extended sequence numbers"
    case window = ", window of {total}"
    case unchecked = ", no anti-replay"
    case replayable =
        "<bad:anti-replay is off> at the {role}: whoever has seen a datagram can have it accepted again, as often as they like"
    case padded = ", padded to multiples of {count} bytes"
    case paddedUDP = ", UDP padded to multiples of {count} bytes"
    case gcm = "AES-{count}-GCM"
    case chaCha = "ChaCha20-Poly1305"
    case gmac = "AES-{count}-GMAC (nothing is encrypted)"
    case icv = "{suite} with a {count}-byte ICV"
    case icvOf8 = "{suite} with an {count}-byte ICV"
    case elsewhere = "the {peer} is in another process"
    case lifetime = "lifetime: {limit}"
    case soft = "soft {limit}"
    case hard = "hard {limit}"
    case policy = "policy: {policy}"
    case clientToServer = "client to server"
    case serverToClient = "server to client"
    case key = "key"
    case keyAndSalt = "key and salt"
    case salt = "salt"
    case ends = "{role} at {node}: receives on SPI {spi}, sends with SPI {last}{ports}"
    case port = ", UDP port {number}"
    case none = "no tunnel is open"
    case cells = "{role}  SPI {spi}  {first} sealed, {last} opened"
    case title = "<strong:tunnel {tunnel}>: "
    case rekeyed = "rekeyed {count|time|times}"
    case seen = "sends to {target}, UDP port {number}: there the {peer} was seen last"
    case pathMTU =
        "on the way to the other end a datagram has at most {bytes|byte|bytes}, as an ICMP error said"
    case sealed = "sealed {count|packet|packets}, {bytes|byte|bytes}; last sequence number {number}"
    case received =
        "opened {count|packet|packets}, {bytes|byte|bytes}; anti-replay window of {total} up to {number}"
    case receivedUnchecked =
        "opened {count|packet|packets}, {bytes|byte|bytes}; no anti-replay, the highest number is {number}"
    case drawnWindow = "window {what}"
    case stillReceives = "still receives on SPI {spi}{what}, for what is under way"
    case older = " and {count} older"
    case arrived = "arrived {count}: {total} delivered"
    case outcome = ", {count} {reason}"
    case windowOff = "off"
    case windowEmpty = "nothing accepted yet"
    case windowSaid = "{first} to {last}, accepted: {members}"
    case windowNewest = ", the newest {count} of {total}"
    case stranger =
        "! a stranger's datagram of {count|byte|bytes} came to the {role} end of {tunnel}: "
    case strangers =
        "! {total} more datagrams of strangers, the last of {count|byte|bytes}, came to the {role} end of {tunnel}: "
    case beganAnew =
        "a client that began anew counts from 1 again, and goes on with `client sequence {number}` in its `tunnel connect`"
    case refusedInside =
        "! an authentic datagram of {count|byte|bytes} came to the {role} end of {tunnel}: "
    case severalRefusedInside =
        "! {total} more authentic datagrams, the last of {count|byte|bytes}, came to the {role} end of {tunnel}: "
    case strangerHasKey = "<bad:its ICV verifies, so the sender has the key>"
    case added = "policy {number} added: {policy}"
    case deleted = "policy deleted: {policy}"
    case wayBack = "its way back"
    case notOpen = "{tunnel} is not open: dropped"
    case any = "any"
    case bypass = "bypass"
    case newPair = "<strong:tunnel {tunnel}> has a new pair of associations"
    case rekeyedBySoftLifetime =
        "! {time}: soft lifetime over (RFC 4301 section 4.4.2.1): <strong:tunnel {tunnel}> has a new pair of associations"
    case receives = "{role} receives on SPI {spi} now, and still on {last} for {time}"
    case rekeyThere =
        "the {peer} is in another process and does not know of it: rekey it there, too"
    case drained = "! {time}: tunnel {tunnel} has drained: SPI {spi} ended, {key}"
    case and = " and "
    case itsKey = "its key is wiped"
    case theirKeys = "their keys are wiped"
    case dummies = "{count|dummy packet|dummy packets} through {tunnel}, {bytes|byte|bytes}"
    case keepalives = "{count|keepalive|keepalives} through {tunnel}, {bytes|byte|bytes}"
    case keptAlive = "the {role} of {tunnel} sends a keepalive when it has sent nothing for {time}"
    case keptAliveNoLonger = "the {role} of {tunnel} sends no keepalives by itself"
    case keepsAlive = "the {role} sends a keepalive when it has sent nothing for {time}"
    case each = " each"
    case ended = "ended after {count} of {total}"
    case wire = "wire"
    case left = "left for the {peer}, which is in another process"
}

extension TunnelRole: Statement {
    /// The end, as commands name it.
    var english: String { rawValue }
}
