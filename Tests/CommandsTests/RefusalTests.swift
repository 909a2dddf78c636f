import Commands
import Firewall
import Grammar
import Testing
import Wire

/// Each bad value is refused where it stands, for its own reason.
@Suite struct RefusalTests {
    /// The refused part of each line stands between `{` and `}`.
    private static let complaints: [(String, String)] =
        ruleComplaints + hostComplaints + otherComplaints

    private static let hostComplaints: [(String, String)] = [
        ("ping {web!}", ValueFault.notAHost.rawValue),
        ("connect {web}", ValueFault.portNotGiven.rawValue),
        ("fetch {ftp://web/}", ValueFault.notAPage.rawValue),
        ("record add {web!} a 10.0.0.1", ValueFault.notADomain.rawValue),
        ("service add telnet login {alice}", ValueFault.notAnAccount.rawValue),
        (
            "service add http page {" + String(repeating: "x", count: 40_000) + "}",
            ValueFault.textTooLong.rawValue
        ),
        ("service add {http} udp", ValueFault.notOverUDP.rawValue),
        (
            "predict \"?\" choices {\"a\"} answer 1 expect delivered",
            ValueFault.notChoices.rawValue
        ),
        (
            "predict \"?\" choices \"a / b\" answer {3} expect delivered",
            ValueFault.noSuchChoice.rawValue
        ),
        ("explain {foo}", ValueFault.notATerm.rawValue),
        ("service add echo page {x}", ValueFault.otherService.rawValue),
    ]

    private static let otherComplaints: [(String, String)] =
        [
            ("rule add allow from {10.0.0.256}", TextFault.octetOutOfRange.rawValue),
            ("rule add allow from {010.0.0.1}", TextFault.leadingZero.rawValue),
            ("rule add allow from {10.0.0.0/33}", TextFault.prefixLengthOutOfRange.rawValue),
            ("rule add allow from {2001:db8::/129}", TextFault.prefixLengthOutOfRange.rawValue),
            ("rule add allow from {10.0.0.5/8}", TextFault.hostBitsSet.rawValue),
            ("rule add allow to {2001:db8::1/32}", TextFault.hostBitsSet.rawValue),
            ("rule add allow port {65536}", TextFault.portOutOfRange.rawValue),
            ("rule add allow port {22,99999}", TextFault.portOutOfRange.rawValue),
            ("rule add allow port {90-80}", TextFault.invertedRange.rawValue),
            ("rule add allow {90-80/tcp}", TextFault.invertedRange.rawValue),
            (
                "rule add allow port {1,3,5,7,9,11,13,15,17,19,21,23,25,27,29,31,33}",
                TextFault.tooManyPorts.rawValue
            ),
            ("rule add allow port {022}", TextFault.leadingZero.rawValue),
            ("rule add allow proto {256}", TextFault.protocolOutOfRange.rawValue),
            ("rule add allow proto {icmp} port 22", ValueFault.portWithoutPorts.rawValue),
            (
                "rule add allow proto {icmpv6} from any port 22",
                ValueFault.portWithoutPorts.rawValue
            ),
            ("rule add allow 22/tcp proto {udp}", ValueFault.portWithoutPorts.rawValue),
            ("rule add allow on lan-a from zone {inside}", ValueFault.linkTwice.rawValue),
            ("rule add allow 22 port {80}", ValueFault.portTwice.rawValue),
            ("rule add allow from 10.0.0.1 to {2001:db8::1}", ValueFault.mixedFamilies.rawValue),
            ("rule add allow proto {icmp} from 2001:db8::1", ValueFault.familyOfProtocol.rawValue),
            ("rule add allow to 10.0.0.1 proto {icmpv6}", ValueFault.familyOfProtocol.rawValue),
            ("rule add allow at {0}", ValueFault.zero.rawValue),
            ("rule delete {0}", ValueFault.zero.rawValue),
            ("rule move 1 to {0}", ValueFault.zero.rawValue),
            ("rule delete {4294967297}", ValueFault.numberTooLarge.rawValue),
            ("rule delete {99999999999999999999999}", ValueFault.numberTooLarge.rawValue),
            ("packet send 10.0.0.1 -> {2001:db8::1}", ValueFault.mixedFamilies.rawValue),
            ("packet send 10.0.0.1 -> {10.0.0.2:65536}", TextFault.portOutOfRange.rawValue),
            ("packet send 10.0.0.1 -> {10.0.0.2:0}", ValueFault.portZero.rawValue),
            ("packet send {10.0.0.1:0} -> 10.0.0.2:1", ValueFault.portZero.rawValue),
            ("packet send 10.0.0.1 -> 10.0.0.2 port {0}", ValueFault.portZero.rawValue),
            ("packet send from 10.0.0.1 to {[::1}", TextFault.badBrackets.rawValue),
            ("packet send 10.0.0.1 -> 10.0.0.2:1 port {2}", ValueFault.portTwice.rawValue),
            ("packet send from 10.0.0.1:1 port {2} to 10.0.0.2:1", ValueFault.portTwice.rawValue),
            ("packet send 10.0.0.1 -> 10.0.0.2{}", ValueFault.portMissing.rawValue),
            ("packet send {icmp} 10.0.0.1 -> 10.0.0.2:1", ValueFault.portWithoutPorts.rawValue),
            (
                "packet send {icmp} 10.0.0.1 -> 10.0.0.2 port 1",
                ValueFault.portWithoutPorts.rawValue
            ),
            ("packet send 10.0.0.1 -> 10.0.0.2:1 count {0}", ValueFault.zero.rawValue),
            (
                "packet send 10.0.0.1 -> 10.0.0.2:1 count {100001}",
                ValueFault.countOverLimit.rawValue
            ),
            (
                "packet send 10.0.0.1 -> 10.0.0.2:1 count {1000000000}",
                ValueFault.countOverLimit.rawValue
            ),
            (
                "packet send 10.0.0.1 -> 10.0.0.2:1 count {99999999999999999999999}",
                ValueFault.countOverLimit.rawValue
            ),
            ("packet show {0}", ValueFault.zero.rawValue),
            ("attack replay {0}", ValueFault.zero.rawValue),
            ("attack flip 1 bit {524056}", ValueFault.numberTooLarge.rawValue),
            ("attack truncate 1 at {65508}", ValueFault.numberTooLarge.rawValue),
            ("attack reorder demo count {0}", ValueFault.zero.rawValue),
            ("attack reorder demo count {10001}", ValueFault.countOverLimit.rawValue),
            ("attack flood demo count {0}", ValueFault.zero.rawValue),
            ("attack flood demo count {1000001}", ValueFault.countOverLimit.rawValue),
            ("attack flood demo count {99999999999999999999}", ValueFault.countOverLimit.rawValue),
            ("attack forge {de.mo}", ValueFault.badName.rawValue),
            ("attack reuse-iv demo {\"\"} \"b\"", ValueFault.emptyText.rawValue),
            ("attack reuse-iv demo \"a\" {\"\"}", ValueFault.emptyText.rawValue),
            ("tunnel open demo key {00}", ValueFault.keyLength.rawValue),
            ("tunnel open demo key {0}", ValueFault.notHex.rawValue),
            ("tunnel open demo key {xyz}", ValueFault.notHex.rawValue),
            (
                "tunnel open demo key {hPK3U049eCJ3T4SKB08qxqttVrFWDm4cJftrPSvnRI=}",
                ValueFault.base64.rawValue
            ),
            ("rule add allow from {10.0.0}", ValueFault.notFourParts.rawValue),
            ("rule add allow to {10.0.0.*}", ValueFault.notFourParts.rawValue),
            ("packet send {10.0} -> 10.0.0.2:1", ValueFault.notFourParts.rawValue),
            ("rule add allow port {80-443-8080}", ValueFault.notPorts.rawValue),
            ("tunnel open demo key {\"\"}", ValueFault.keyLength.rawValue),
            (
                "tunnel key demo client {\(String(repeating: "0", count: 62))}",
                ValueFault.keyLength.rawValue
            ),
            (
                "tunnel key demo server {\(String(repeating: "a", count: 66))}",
                ValueFault.keyLength.rawValue
            ),
            (
                "tunnel key demo server {\(String(repeating: "a", count: 74))}",
                ValueFault.keyLength.rawValue
            ),
            (
                "tunnel open demo key \(String(repeating: "a", count: 64)) password {x}",
                ValueFault.keyAndPassword.rawValue
            ),
            ("tunnel open demo password {\"\"}", ValueFault.emptyText.rawValue),
            ("tunnel open demo client spi 256 server spi {0x100}", ValueFault.spiTwice.rawValue),
            ("tunnel open demo client spi {0}", ValueFault.reservedSPI.rawValue),
            ("tunnel open demo client spi {255}", ValueFault.reservedSPI.rawValue),
            ("tunnel open demo server spi {0xff}", ValueFault.reservedSPI.rawValue),
            ("tunnel open demo server spi {0x100000000}", ValueFault.numberTooLarge.rawValue),
            ("tunnel open demo client port {0}", ValueFault.portZero.rawValue),
            ("tunnel open demo client port {65536}", TextFault.portOutOfRange.rawValue),
            ("tunnel open demo client port 4001 server port {4001}", ValueFault.samePort.rawValue),
            ("tunnel open {dé}", ValueFault.badName.rawValue),
            ("tunnel open {\"\"}", ValueFault.emptyText.rawValue),
            ("tunnel open {\(String(repeating: "n", count: 33))}", ValueFault.nameTooLong.rawValue),
            ("tunnel send demo {\"\"}", ValueFault.emptyText.rawValue),
        ] + tunnelComplaints

    private static let tunnelComplaints: [(String, String)] = [
        ("tunnel open demo {client}", ValueFault.nothingFixed.rawValue),
        ("tunnel open demo client spi 256 {server}", ValueFault.nothingFixed.rawValue),
        ("tunnel open demo suite {aes}", ValueFault.notASuite.rawValue),
        ("tunnel open demo suite {AES-256-GCM}", ValueFault.notASuite.rawValue),
        ("tunnel open demo client suite {aes-256-gcm-4}", ValueFault.notASuite.rawValue),
        ("tunnel open demo window {31}", ValueFault.windowOutOfRange.rawValue),
        ("tunnel open demo window {8193}", ValueFault.windowOutOfRange.rawValue),
        ("tunnel open demo window {off} esn", ValueFault.windowOffWithESN.rawValue),
        ("tunnel open demo esn client window {off}", ValueFault.windowOffWithESN.rawValue),
        ("tunnel open demo window {off} server esn", ValueFault.windowOffWithESN.rawValue),
        ("tunnel open demo mode transport df {copy}", ValueFault.dfInTransport.rawValue),
        ("tunnel open demo df {set} mode transport", ValueFault.dfInTransport.rawValue),
        ("packet send udp [::1]:1 -> [::2]:2 df {clear}", ValueFault.dfWithoutIPv4.rawValue),
        ("rule load f --link {eth0}", TextFault.notAnAlias.rawValue),
        ("tunnel open demo pad {1}", ValueFault.paddingOutOfRange.rawValue),
        ("tunnel open demo pad {65001}", ValueFault.paddingOutOfRange.rawValue),
        ("tunnel dummy demo size {65001}", ValueFault.sizeOutOfRange.rawValue),
        ("tunnel dummy demo count {0}", ValueFault.zero.rawValue),
        ("tunnel open demo soft {10}", ValueFault.noUnit.rawValue),
        ("tunnel open demo soft {packets}", ValueFault.noUnit.rawValue),
        ("tunnel open demo soft {0packets}", ValueFault.zero.rawValue),
        ("tunnel open demo hard {0s}", ValueFault.zero.rawValue),
        ("tunnel open demo hard {10packets,}", ValueFault.noUnit.rawValue),
        ("tunnel open demo hard {1s,2s}", ValueFault.lifetimeTwice.rawValue),
        ("tunnel open demo hard {1packets,2packets}", ValueFault.lifetimeTwice.rawValue),
        ("tunnel open demo hard {18446744073709551616bytes}", ValueFault.numberTooLarge.rawValue),
        ("tunnel open demo client sequence {4294967296}", ValueFault.sequenceWithoutESN.rawValue),
        (
            "tunnel open demo client esn sequence {18446744073709551616}",
            ValueFault.numberTooLarge.rawValue
        ),
        ("tunnel open demo from 10.0.0.0/8 to {::/0}", ValueFault.mixedFamilies.rawValue),
        ("tunnel open demo from {10.0.0.1/8} to 10.0.0.0/8", TextFault.hostBitsSet.rawValue),
        ("tunnel connect far {10.0.0.1:4500}", ValueFault.notLoopback.rawValue),
        ("tunnel connect far {127.0.0.1}", ValueFault.noPort.rawValue),
        ("tunnel connect far {127.0.0.1:0}", ValueFault.portZero.rawValue),
        ("tunnel listen far port {0}", ValueFault.portZero.rawValue),
        ("tunnel listen far port 4001 server port {4001}", ValueFault.portTwice.rawValue),
        ("tunnel listen far port 4001 client port {4002}", ValueFault.portElsewhere.rawValue),
        (
            "tunnel connect far 127.0.0.1:4001 server port {4002}",
            ValueFault.portElsewhere.rawValue
        ),
        (#"capture save {"a\nas expected"}"#, ValueFault.pathControl.rawValue),
        (#"transcript {"a\x1b[2J"}"#, ValueFault.pathControl.rawValue),
        (#"packet load {"a\x7f.pcap"}"#, ValueFault.pathControl.rawValue),
        (#"rule save {"?"}"#, ValueFault.notAPath.rawValue),
        // The word for a page is no file of a transcript.
        (#"transcript {"html"}"#, ValueFault.notAPath.rawValue),
        ("policy add bypass from 10.0.0.0/8 to {::/0}", ValueFault.mixedFamilies.rawValue),
        ("packet test udp 10.0.0.1 -> 10.0.0.2:5 {fragment}", ValueFault.laterFragment.rawValue),
        (
            "packet test icmp 10.0.0.1 -> 10.0.0.2 type 8 {fragment}",
            ValueFault.laterFragment.rawValue
        ),
        (
            "packet test udp 2001:db8::1 -> 2001:db8::2 {fragment}",
            ValueFault.laterFragment.rawValue
        ),
        ("policy add bypass from any to {any}", ValueFault.noFamily.rawValue),
        (
            "policy add bypass proto {esp} from 10.0.0.0/8 to any port 1",
            ValueFault.portWithoutPorts.rawValue
        ),
        (
            "policy add bypass proto {icmpv6} from 10.0.0.0/8 to any",
            ValueFault.familyOfProtocol.rawValue
        ),
        (
            "policy add bypass proto tcp from 10.0.0.0/8 to any type {8}",
            ValueFault.typeWithoutICMP.rawValue
        ),
        (
            "policy add bypass proto icmp from 10.0.0.0/8 to any port 1 type {8}",
            ValueFault.typeWithoutICMP.rawValue
        ),
        (
            "policy add bypass from 10.0.0.0/8 to any port 1 {opaque}",
            ValueFault.portAndOpaque.rawValue
        ),
        (
            "policy add bypass proto {esp} from 10.0.0.0/8 to any opaque",
            ValueFault.nothingHidden.rawValue
        ),
        (
            "policy add bypass from 10.0.0.0/8 port {70000} to any",
            TextFault.portOutOfRange.rawValue
        ),
        (
            "tunnel open demo proto {icmp} from any to 2001:db8::/32",
            ValueFault.familyOfProtocol.rawValue
        ),
        ("policy delete {0}", ValueFault.noSuchNumber.rawValue),
        (
            "tunnel open demo keys \(String(repeating: "a", count: 64)) {00}",
            ValueFault.keyLength.rawValue
        ),
        ("seed {18446744073709551616}", ValueFault.numberTooLarge.rawValue),
        ("wait {5}", ValueFault.noUnit.rawValue), ("wait {5x}", ValueFault.noUnit.rawValue),
        ("wait {0x5s}", ValueFault.noUnit.rawValue),
        ("wait {86400001s}", ValueFault.waitTooLong.rawValue),
        ("wait {99999999999999999999999h}", ValueFault.waitTooLong.rawValue),
        ("source {\"\"}", ValueFault.emptyText.rawValue),
        ("link loss {100.01%}", TextFault.percentageOutOfRange.rawValue),
        ("link duplicate {0.125%}", TextFault.tooManyDecimals.rawValue),
        ("link reorder {05%}", TextFault.leadingZero.rawValue),
        ("link reorder 5% by {0ms}", ValueFault.zero.rawValue),
        ("link delay {50}", ValueFault.noUnit.rawValue),
        ("link delay 50ms jitter {51ms}", ValueFault.jitterOverDelay.rawValue),
        ("link delay {86400001s}", ValueFault.waitTooLong.rawValue),
        ("link loss 5% on {a.b}", ValueFault.badName.rawValue),
        ("packet send 10.0.0.1 -> 10.0.0.2:1 count 2 every {5}", ValueFault.noUnit.rawValue),
    ]

    /// Takes the marks out and says where they were.
    private func unmarked(_ text: String) throws -> (line: String, range: Range<Int>) {
        let bytes = Array(text.utf8)
        let open = try #require(bytes.firstIndex { $0 == UInt8(ascii: "{") })
        let close = try #require(bytes.lastIndex { $0 == UInt8(ascii: "}") })
        let line = bytes[..<open] + bytes[(open + 1)..<close] + bytes[(close + 1)...]
        return (String(decoding: line, as: UTF8.self), open..<close - 1)
    }

    @Test(arguments: complaints)
    func complains(_ marked: String, _ name: String) throws {
        let (line, range) = try unmarked(marked)
        let fault = try #require(Reading.fault(line), "\(line)")
        #expect(fault.complaint == name, "\(line): \(fault.kind)")
        #expect(fault.range == range, "\(line)")
    }

    /// What is no value of the kind at all is told what could stand there.
    @Test(arguments: [
        ("rule add allow from {hello!}", "ADDRESSES"),
        ("rule add allow from {}", "ADDRESSES"), ("rule add allow from {١٠.0.0.1}", "ADDRESSES"),
        ("rule add allow port {٢٢}", "PORTS"),
        ("rule add allow port {-22}", "PORTS"), ("rule add allow proto {sctp}", "PROTOCOLS"),
        ("rule delete {1.5}", "RULES"), ("rule delete {0x}", "RULES"),
        ("rule delete {3-}", "RULES"), ("rule delete {3-x}", "RULES"), ("rule delete {}", "RULES"),
        ("rule move 1 to {٣}", "NUMBER"), ("rule move 1 to {web}", "NUMBER"),
        ("rule enable {3-7}", "RULE"), ("rule add allow from {@}", "ADDRESSES"),
        ("rule add allow from {10.0.0.1,}", "ADDRESSES"),
        ("rule add allow from not {any}", "ADDRESSES"),
        ("rule add allow proto not {any}", "PROTOCOLS"),
        ("rule add allow proto {tcp,}", "PROTOCOLS"),
        ("rule add allow proto icmp type {echo}", "TYPES"),
        ("rule add allow proto icmp type 8 code {}", "CODES"),
        ("rule add allow flags {SYN|ACK}", "FLAGS"), ("rule add allow flags {none/none}", "FLAGS"),
        ("rule add allow state {opened}", "STATES"), ("rule add allow state {NUW}", "STATES"),
        ("rule add allow limit {5}", "RATE"), ("rule add allow limit {5/d}", "RATE"),
        ("rule add allow limit {/s}", "RATE"), ("rule add allow limit 5/s burst {x}", "COUNT"),
        ("rule add allow port {ssx}", "PORTS"), ("rule add allow port {HTTP}", "PORTS"),
        ("rule add allow {ssx}", "SERVICE"), ("rule order {last}", "last-match"),
        ("set add office {hello!}", "ADDRESS"), ("set add office {@other}", "ADDRESS"),
        ("set add office{}", "ADDRESS"),
        ("packet send icmp 10.0.0.1 -> 10.0.0.2 type {echo}", "NUMBER"),
        ("packet send icmp 10.0.0.1 -> 10.0.0.2 type 3 about {x}", "NUMBER"),
        ("packet send 10.0.0.1 -> 10.0.0.2:1 flags {SIN}", "FLAGS"),
        ("packet send 10.0.0.1 -> 10.0.0.2:1 {state} new", "count"),
        ("packet test 10.0.0.1 -> 10.0.0.2:1 state {new,established}", "STATE"),
        ("packet send proto {sctp} 10.0.0.1 -> 10.0.0.2", "NUMBER"),
        ("expect none {log} from any", "allow"), ("packet reply 1 flags {x}", "FLAGS"),
        ("packet send 10.0.0.1 -> {10.0.0.0/8}", "ADDRESS[:PORT]"),
        ("packet send 10.0.0.1 -> {10.0.0.2:٤}", "ADDRESS[:PORT]"),
        ("packet send 10.0.0.1 -> 10.0.0.2:1 count {many}", "COUNT"),
        ("packet send 10.0.0.1 -> 10.0.0.2:1 count {-5}", "COUNT"),
        ("packet send 10.0.0.1 {10.0.0.2:1}", "->"), ("seed {-1}", "SEED"), ("seed {٤٢}", "SEED"),
        ("attack replay {demo}", "NUMBER"), ("attack flip 1 {at} 2", "bit"),
        ("attack flip 1 bit {-1}", "BIT"), ("attack truncate 1 at {x}", "LENGTH"),
        ("attack truncate 1 {bit} 2", "at"), ("attack reorder demo {4}", "count"),
        ("attack flood demo count {many}", "COUNT"), ("attack flood demo {at}", "."),
        ("attack reuse-iv demo \"a\"{}", "TEXT"), ("attack {sniff} demo", "replay"),
        ("tunnel open demo client spi {x1001}", "SPI"), ("tunnel open demo client spi {}", "SPI"),
        ("tunnel open demo client port {x}", "PORT"), ("tunnel key demo {peer} 00", "client"),
        ("rule add {permit} from any", "allow"), ("rule default {log}", "deny"),
        ("rule add allow from any at 1 {at} 2", "."),
        ("expect refused because {weather}", "bad-icv"), ("link loss {10}", "PERCENT"),
        ("link loss {-1%}", "PERCENT"), ("link duplicate {١٠%}", "PERCENT"),
        ("link reorder {.5%}", "PERCENT"),
    ])
    func tellsWhatWasExpected(_ marked: String, _ expected: String) throws {
        let (line, range) = try unmarked(marked)
        let fault = try #require(Reading.fault(line), "\(line)")
        #expect(fault.range == range, "\(line)")
        #expect(fault.expected?.contains(expected) == true, "\(line): \(fault.kind)")
    }

    @Test func hasARefusalForEveryFaultOfAValue() {
        let tested = Set(Self.complaints.map(\.1))
        // What stands behind a pipe is read apart from its command: `PipeTests`.
        for fault in ValueFault.allCases where fault != .behindPipeEnd {
            #expect(tested.contains(fault.rawValue), "\(fault)")
        }
        // Where nothing is meant as a value of the kind, the line says what was expected instead.
        let mismatches: Set<TextFault> = [
            .empty, .notAnAddress, .notANumber, .notAProtocol, .notAFlag, .notAnSPI, .notAnICMPType,
            .notAState, .notARate, .notAPercentage,
        ]
        for fault in TextFault.allCases
        where !mismatches.contains(fault) {
            #expect(tested.contains(fault.rawValue), "\(fault)")
        }
    }
}
