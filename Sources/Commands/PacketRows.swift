import Grammar
import Wire

/// The rows of `packet ...`.
enum PacketRows {
    static let send = CommandRow(
        checking: .packetSend, PacketSyntax.countedPattern,
        examples: [
            "packet send 192.168.1.50 -> 192.168.1.1:443",
            "packet send from 192.168.1.50 to 192.168.1.1 port 443",
            "packet send udp from 10.0.0.7:5353 to 10.1.0.9:53 data \"hola\" via demo",
            "packet send icmp 10.0.0.7 -> 10.1.0.9",
            "packet send 10.1.0.9:22 -> 10.0.0.7:40000 flags SYN,ACK on internet",
            "packet send icmp 203.0.113.1 -> 10.0.0.7 type 3 code 1 about 1 on internet",
            "packet send udp pc1:5000 -> dns:53",
            "packet send [2001:db8::7]:40000 -> [2001:db8:1::9]:22 count 3",
            "packet send udp 10.0.0.7:5353 -> 10.1.0.9:53 dscp ef ecn ect0 df clear via demo",
            "packet send udp 10.0.0.7:5353 -> 10.1.0.9:53 via demo count 100 every 1ms",
            "packet send 10.0.0.7 -> 10.1.0.9:443 hold",
        ]
    ) { (words, extent) throws(UsageFault) in
        let request = try PacketSyntax.packet(words, extent, for: .sending)
        return request.asked.isHeld ? .step(.hold(request)) : .packet(.send(request))
    }

    /// What a line says of an answer.
    private struct Answer: Sendable {
        var flags: TCPFlags?
        var data: [UInt8] = []
    }

    static let reply = CommandRow(
        .packetReply,
        .sequence(
            .argument(Arguments.packetNumber),
            .anyOrder(
                Answer(),
                [
                    Part(.clause("flags", .packetFlags, Arguments.flagNames)) {
                        $0.flags = $1.value
                    },
                    Part(.clause("data", .packetData, Arguments.data)) { $0.data = $1.value },
                ])),
        examples: ["packet reply 1", "packet reply 1 flags RST,ACK"]
    ) { .packet(.reply($0.0, flags: $0.1.flags, data: $0.1.data)) }

    /// What is tested: a packet, or those of a file.
    private enum Tested {
        indirect case packet(PacketSyntax.Words)
        case file(Placed<String>)
    }

    static let test = CommandRow(
        checking: .packetTest,
        .choice([
            PacketSyntax.testPattern.map { Tested.packet($0) },
            Pattern.argument(Arguments.captureFile).map { Tested.file($0) },
        ]),
        examples: [
            "packet test 10.0.0.5 -> 192.168.1.1:80",
            "packet test 10.0.0.5:40000 -> 192.168.1.1:80 flags ACK state established",
            "packet test udp 10.0.0.5 -> 192.168.1.1 fragment",
        ]
    ) { (tested: consuming Tested, extent) throws(UsageFault) in
        switch consume tested {
        case .file(let file): .packet(.testFile(file))
        case .packet(let words):
            .packet(.test(try PacketSyntax.packet(words, extent, for: .asking)))
        }
    }

    static let load = CommandRow(
        .packetLoad,
        .sequence(
            .argument(Arguments.captureFile),
            .optional(
                .choice([
                    .keyword("send", .loadSend, as: true),
                    .keyword("test", .loadTest, as: false),
                ]))),
        examples: ["packet load lesson.pcapng", "packet load lesson.pcapng test"]
    ) { file, isSent in .packet(isSent?.value == false ? .testFile(file) : .load(file)) }

    static let show = CommandRow(
        .packetShow, .argument(Arguments.packetNumber), examples: ["packet show 1"]
    ) { .packet(.show($0)) }

    static let bytes = CommandRow(
        .packetBytes, .argument(Arguments.packetNumber), examples: ["packet bytes 1"]
    ) { .packet(.bytes($0)) }

    static let trace = CommandRow(
        .packetTrace, .argument(Arguments.packetNumber), examples: ["packet trace 1"]
    ) { .packet(.trace($0)) }

    static let list = CommandRow(.packetList, examples: ["packet list"], .packet(.list))
}
