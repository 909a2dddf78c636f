import Commands

extension Term: Statement {
    /// What it is, in one sentence or two.
    var english: String {
        switch self {
        case .rule:
            "One line of a firewall's list: which packets it is about, and what happens to them."
        case .firstMatch:
            "The rules are read from number 1, and the first that matches decides; those behind it are not asked."
        case .state:
            "What the firewall remembers of a connection, so that an answer is let in because it was asked for."
        case .flow:
            "All packets between two ends, with the same protocol and ports, in both directions."
        case .prefix:
            "An address and how many of its first bits are looked at: 10.0.0.0/8 is every address that begins with 10."
        case .hopLimit:
            "How many routers a packet may still cross; each takes one away, and at 0 it is dropped. IPv4 calls it time to live."
        case .reversePath:
            "A packet is dropped that came over another link than the one to which its source address is routed."
        case .nat:
            "A router writes other addresses, and ports, into packets, and the old ones into the answers."
        case .masquerade:
            "Many hosts share the one address of a router, which tells their flows apart by ports."
        case .binding:
            "What a translation remembers: which inner address and port is which outer one, and for how long."
        case .hairpin:
            "Two hosts behind the same translation that talk by the outer address: the packet turns round in the router."
        case .mtu:
            "The longest packet that a link takes, in bytes."
        case .df:
            "A bit of the IPv4 header: no router may cut this packet into fragments."
        case .fragment:
            "A piece of a packet that was too long for a link; only the first one has the ports."
        case .pmtud:
            "A sender learns from ICMP errors how long packets may be on the whole way; who drops those errors makes a black hole."
        case .mss:
            "How much data of TCP one segment may carry; each end says it in its SYN."
        case .synFlood:
            "Many SYNs in the names of others fill the list of half-open connections of a server."
        case .synCookie:
            "A server keeps nothing of a SYN: what it has to know again stands in its sequence number."
        case .esp:
            "The protocol of a tunnel: what it carries is encrypted, and nobody changes it unseen."
        case .sa:
            "What both ends of one direction agree on: the key, the suite, the sequence number and the window."
        case .spi:
            "The number in front of an ESP packet by which its receiver finds the association."
        case .icv:
            "The last bytes of an ESP packet: they verify only with the key, and only if not a bit has changed."
        case .iv:
            "8 bytes in each packet that are never the same twice with one key."
        case .nonce:
            "The number used once: the salt of the key and the IV. Used twice, it gives both texts away."
        case .window:
            "The newest sequence numbers that an end remembers: one that it has had, or that is older, is dropped."
        case .esn:
            "Sequence numbers of 64 bits, of which only the lower half is in the packet."
        case .rekey:
            "A new pair of associations takes over before the old one has done too much with its key."
        case .policy:
            "What a gateway does with packets between two prefixes: protect, let them bypass, or discard."
        case .selector:
            "The addresses, ports and protocol by which a policy picks packets, and by which what comes out of a tunnel is checked."
        case .tfc:
            "Padding that hides how long a packet is (traffic flow confidentiality)."
        case .dummy:
            "A packet without content that only hides how much is sent."
        case .zone:
            "A name for one or several links, so that rules can say from where to where."
        case .packet:
            "Headers and data that travel as one; its number is the lab's, and everything that happened to it is kept."
        case .tunnel:
            "Two ends that put packets into ESP and take them out again; between them nobody reads along."
        case .scanTerm:
            "Each port is asked, and the answer read: a SYN-ACK is open, a RST closed, silence filtered."
        }
    }
}
