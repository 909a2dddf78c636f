import Commands
import Firewall
import Wire

/// What help and errors say of a kind of value behind its name.
extension ArgumentName {
    /// One line that says what may stand there, with an example; empty for a number of the IP header.
    var text: String {
        switch self {
        case .addresses:
            "addresses: 192.168.1.100, 10.0.0.0/8, 10.0.0.5-10.0.0.9, @office, or a list with commas"
        case .members: "an address, a prefix or a range: 10.0.0.0/8, 10.0.0.5-10.0.0.9"
        case .protocols: "protocols by name or number: tcp,udp or 47"
        case .links: "a link of the gateway: lan-a or internet at gw-a"
        case .link: "a link of the gateway: lan-a or internet at gw-a"
        case .linkAliases:
            "names in a file and the links that they stand for: eth0=lan-a,eth1=internet"
        case .gateway: "a gateway: gw-a or gw-b"
        case .anyLink: "a link: lan-a, internet or lan-b"
        case .percentage: "a share of the packets, with up to two decimals: 10%, 0.25%"
        case .icmpTypes: "ICMP types by number: 8, or 0,8"
        case .icmpCodes: "ICMP codes by number: 1, or 0,1"
        case .flags: "TCP flags that are set, and those that are looked at: SYN/SYN,ACK, or RST"
        case .flagNames: "TCP flags: SYN, SYN,ACK, or none"
        case .states: "states of a flow: new, established, related, invalid, untracked"
        case .oneState: "one of new, established, related, invalid, untracked"
        case .rate: "packets in a second, minute or hour of virtual time: 5/s, 100/m, 20/h"
        case .burst: "packets, from 1 to \(RateLimit.limit)"
        case .byte: "a number from 0 to 255"
        case .ruleName: "a name for the rule: \"web\"; it does not begin with a digit"
        case .rule: "a rule's number, as `rule list` shows it, or its name"
        case .ruleRange: "a rule's number or name, or two numbers: 3, web, 3-7"
        case .set: "the name of a set: letters, digits, - and _, at most 32"
        case .captureFile: "a capture file: traffic.pcap, traffic.pcapng"
        case .endpoint: "an address, with or without a port: 192.168.1.1:443, [2001:db8::1]:53"
        case .ports: "ports, ranges, services or a list of them: 22, 8000-8099, ssh, 22,80,443"
        case .port: "a port from 1 to 65535, or its service: 443, https"
        case .protocolNumber: "a protocol by its number, from 0 to 255"
        case .service: "a service, or destination ports and the protocol: ssh, 443/tcp, 53/udp, 22"
        case .ruleNumber: "a rule's number, as `rule list` shows it"
        case .packetNumber: "a packet's number, as `packet list` shows it"
        case .count: "how many packets, from 1 to \(PacketRequest.countLimit)"
        case .seed: "a whole number from 0 to 18446744073709551615"
        case .exerciseText: "text for a student: `\"A small office\"`"
        case .checkName: "what a check is called: `\"the web server answers\"`"
        case .points: "a number of points, 0 to 1000"
        case .commandWords: "the words that commands begin with: rule, `\"tunnel open\"`"
        case .data: "the bytes to carry: hola, \"hello, world\", \"\\x00\\xff\""
        case .message: "the message: \"hola\""
        case .duration: "virtual time: 500ms, 5s, 2m, 1h"
        case .file: "a file's path; in quotes if it holds blanks"
        case .topic: "the words of a command"
        case .suite: "one of \(ESPSuite.all.map(\.name).joined(separator: ", "))"
        case .prefix: "an address or a prefix: 10.0.0.1, 10.0.0.0/8, 2001:db8::/32"
        case .newTunnel: "a name for the tunnel: letters, digits, - and _, at most 32"
        case .tunnel: "the name of an open tunnel"
        case .key: "64 hexadecimal digits for a 256-bit key, or 72 for it and its 4-byte salt"
        case .password: "a password: \"correct horse battery staple\""
        case .spi: "a security parameters index from 0x100 to 0xffffffff"
        case .windowSize: "sequence numbers, from 32 to 8192"
        case .paddingMultiple: "bytes, from 2 to 65000"
        case .dummySize: "bytes, from 0 to 65000"
        case .sequence: "the last sequence number that is used up"
        case .policyNumber: "a policy's number, as `policy list` shows it"
        case .lifetime: "an amount of use, or a list of them: 60s, 1000packets, 64000bytes"
        case .loopback: "a port of this machine, where the other end is: 127.0.0.1:40002"
        case .bit: "a bit of the datagram: 0 is the highest of its first byte"
        case .cut: "how many of its first bytes are sent, from 0"
        case .heldBack: "how many packets, from 1 to \(AttackCommand.reorderLimit)"
        case .hostile: "how many datagrams, from 1 to \(AttackCommand.floodLimit)"
        case .header, .command: ""
        }
    }
}
