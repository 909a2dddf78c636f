import Commands
import Wire

/// What is refused in a rule, a set, or a packet of them.
extension RefusalTests {
    private static func name(_ fault: ValueFault) -> String { fault.rawValue }
    private static func name(_ fault: TextFault) -> String { fault.rawValue }

    private static let manyAddresses = (0..<65).map { "10.0.0.\($0)" }.joined(separator: ",")
    private static let manyNumbers = (0..<17).map(String.init).joined(separator: ",")

    static let ruleComplaints: [(String, String)] = [
        // Addresses.
        ("rule add allow from {10.0.0.9-10.0.0.5}", name(TextFault.invertedRange)),
        ("rule add allow from {10.0.0.9-::1}", name(TextFault.mixedFamilies)),
        ("rule add allow from {10.0.0.1,10.0.0.5/8}", name(TextFault.hostBitsSet)),
        ("rule add allow from {\(manyAddresses)}", name(TextFault.tooManyMembers)),
        ("rule add allow from {@dé}", name(TextFault.badNameCharacter)),
        (
            "rule add allow from {@a,@\(String(repeating: "n", count: 33))}",
            name(TextFault.nameTooLong)
        ),
        ("rule add allow from not {0.0.0.0/0}", name(ValueFault.noAddressLeft)),
        ("rule add allow from 10.0.0.1 to not {0.0.0.0/0,::/0}", name(ValueFault.noAddressLeft)),
        ("rule add allow from 10.0.0.1,10.0.0.2 to {::1,::2}", name(ValueFault.mixedFamilies)),
        ("rule add allow from not 10.0.0.0/8 to {::1}", name(ValueFault.mixedFamilies)),
        ("rule add allow proto {icmp} to ::1,::2", name(ValueFault.familyOfProtocol)),
        // Numbers of the IP header.
        ("rule add deny ttl {256}", name(TextFault.numberOutOfRange)),
        ("rule add deny dscp {ef,64}", name(TextFault.numberOutOfRange)),
        ("rule add deny length {100-40}", name(TextFault.invertedRange)),
        ("rule add deny ttl not {0-255}", name(ValueFault.noValueLeft)),
        ("packet test 10.0.0.1 -> 10.0.0.2:2 length {39}", name(ValueFault.valueTooSmall)),
        ("packet test [::1] -> [::2]:2 length {59}", name(ValueFault.valueTooSmall)),
        ("packet send udp ::1 -> [::2]:2 data hola length {51}", name(ValueFault.valueTooSmall)),
        (
            "packet send icmp ::1 -> ::2 type 1 about 1 length {100}", name(ValueFault.dataAndAbout)
        ),
        // Protocols and ports.
        ("rule add allow proto {\(manyNumbers)}", name(TextFault.tooManyMembers)),
        ("rule add allow proto {tcp,256}", name(TextFault.protocolOutOfRange)),
        ("rule add allow proto {icmp,esp} port 22", name(ValueFault.portWithoutPorts)),
        ("rule add allow proto not {tcp,udp} port 22", name(ValueFault.portWithoutPorts)),
        ("rule add allow https proto {udp}", name(ValueFault.portWithoutPorts)),
        ("rule add allow https port {22}", name(ValueFault.portTwice)),
        ("rule add allow to any port 22 port {80}", name(ValueFault.portTwice)),
        ("rule add allow from any port not {0-65535}", name(ValueFault.noPortLeft)),
        ("rule add allow port not {0-1023,1024-65535}", name(ValueFault.noPortLeft)),
        ("rule add allow port {ssh,99999}", name(TextFault.portOutOfRange)),
        // Messages, flags and states.
        ("rule add allow type {8}", name(ValueFault.typeWithoutICMP)),
        ("rule add allow proto tcp type {8}", name(ValueFault.typeWithoutICMP)),
        ("rule add allow proto icmp,icmpv6 type {8}", name(ValueFault.typeWithoutICMP)),
        ("rule add allow proto icmp type {8,256}", name(TextFault.byteOutOfRange)),
        (
            "rule add allow proto icmp type {99999999999999999999999}",
            name(TextFault.byteOutOfRange)
        ),
        ("rule add allow proto icmp type 8 code {256}", name(TextFault.byteOutOfRange)),
        ("rule add allow proto icmp type {\(manyNumbers)}", name(TextFault.tooManyMembers)),
        ("rule add allow proto {icmp} type 8 port 22", name(ValueFault.portWithoutPorts)),
        ("rule add allow flags {SYN,syn}", name(TextFault.repeatedFlag)),
        ("rule add allow flags {SYN/ACK}", name(TextFault.flagNotLookedAt)),
        ("rule add allow flags {SYN/none}", name(TextFault.flagNotLookedAt)),
        ("rule add allow proto udp flags {SYN}", name(ValueFault.flagsWithoutTCP)),
        ("rule add allow state {new,new,new,new,new,new}", name(TextFault.tooManyMembers)),
        ("rule add allow on {lan/a}", name(TextFault.badNameCharacter)),
        // Limits and names.
        ("rule add allow limit {0/s}", name(TextFault.rateOutOfRange)),
        ("rule add allow limit {1000001/h}", name(TextFault.rateOutOfRange)),
        ("rule add allow limit {99999999999999999999999/h}", name(TextFault.rateOutOfRange)),
        ("rule add allow limit 5/s burst {0}", name(ValueFault.zero)),
        ("rule add allow limit 5/s burst {1000001}", name(ValueFault.numberTooLarge)),
        ("rule add allow name {5web}", name(TextFault.badNameCharacter)),
        ("rule add allow name {\"a\\x22b\"}", name(TextFault.badNameCharacter)),
        ("rule add allow name {\"a\\nb\"}", name(TextFault.badNameCharacter)),
        ("rule add allow name {\"a\\xff\"}", name(TextFault.badNameCharacter)),
        // A control character and a line separator that only escapes can spell.
        ("rule add allow name {\"a\\xc2\\x9b\"}", name(TextFault.badNameCharacter)),
        ("rule add allow name {\"a\\xe2\\x80\\xa8\"}", name(TextFault.badNameCharacter)),
        ("rule add allow name {\(String(repeating: "n", count: 65))}", name(TextFault.nameTooLong)),
        // Numbers of rules.
        ("rule delete {7-3}", name(TextFault.invertedRange)),
        ("rule delete {0-3}", name(ValueFault.zero)), ("rule delete {3-0}", name(ValueFault.zero)),
        ("rule delete {1-4294967297}", name(ValueFault.numberTooLarge)),
        ("rule delete {\"a\\x07\"}", name(TextFault.badNameCharacter)),
        ("rule enable {0}", name(ValueFault.zero)),
        ("rule replace 1 allow from {10.0.0.256}", name(TextFault.octetOutOfRange)),
        ("rule find allow from {10.0.0.256}", name(TextFault.octetOutOfRange)),
        ("expect none allow port not {0-65535}", name(ValueFault.noPortLeft)),
        // Sets.
        ("set add {dé} 10.0.0.1", name(ValueFault.badName)),
        ("set add {\(String(repeating: "n", count: 33))} 10.0.0.1", name(ValueFault.nameTooLong)),
        ("set add office 10.0.0.1 {10.0.0.5/8}", name(TextFault.hostBitsSet)),
        ("set remove office {10.0.0.9-10.0.0.5}", name(TextFault.invertedRange)),
        // Packets.
        ("packet send udp 10.0.0.1 -> 10.0.0.2:1 flags {SYN}", name(ValueFault.flagsWithoutTCP)),
        ("packet send 10.0.0.1 -> 10.0.0.2:1 flags {SYN,SYN}", name(TextFault.repeatedFlag)),
        ("packet send 10.0.0.1 -> 10.0.0.2:1 type {8}", name(ValueFault.typeWithoutICMP)),
        ("packet send proto 58 10.0.0.1 -> 10.0.0.2 type {8}", name(ValueFault.typeWithoutICMP)),
        ("packet send icmp 10.0.0.1 -> 10.0.0.2 type {256}", name(TextFault.byteOutOfRange)),
        ("packet send icmp 10.0.0.1 -> 10.0.0.2 type 8 code {999}", name(TextFault.byteOutOfRange)),
        ("packet send icmp 10.0.0.1 -> 10.0.0.2 type 3 about {0}", name(ValueFault.zero)),
        (
            "packet send icmp 10.0.0.1 -> 10.0.0.2 type 3 about 1 data {x}",
            name(ValueFault.dataAndAbout)
        ),
        ("packet send 10.0.0.1 -> 10.0.0.2:1 via demo on {internet}", name(ValueFault.viaAndLink)),
        ("packet send 10.0.0.1 -> 10.0.0.2:1 on {lan/a}", name(ValueFault.badName)),
        ("packet send {esp} 10.0.0.1 -> 10.0.0.2:1", name(ValueFault.portWithoutPorts)),
        ("packet send proto {47} 10.0.0.1 -> 10.0.0.2 port 1", name(ValueFault.portWithoutPorts)),
        ("packet send proto {256} 10.0.0.1 -> 10.0.0.2", name(TextFault.protocolOutOfRange)),
        ("packet test 10.0.0.1 -> 10.0.0.2 port {99999}", name(TextFault.portOutOfRange)),
    ]
}
