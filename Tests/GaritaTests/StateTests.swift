import Testing

/// What rules are told of packets whose flow other packets belong to that the rules have stopped, as Linux tells them:
/// its connection tracker comes before the filter (`nf_conntrack_in`).
@Suite struct StateTests {
    /// A lab with the default `deny`, in which only the first packet of a flow and what is established passes, and
    /// nothing from `internet`.
    private func lab(_ first: String = "rule add deny on internet") throws -> LabInProcess {
        let lab = try LabInProcess()
        lab.run(
            "rule default deny", first, "rule add allow state established name \"est\"",
            "rule add allow proto tcp state new flags SYN/SYN,ACK",
            "rule add allow proto udp,icmp,icmpv6,esp state new", "rule add allow state related")
        return lab
    }

    @Test(arguments: [
        ("10.0.0.1", "10.1.0.1"), ("[2001:db8::1]", "[2001:db8:1::1]"),
    ])
    func aStoppedAnswerEstablishesTheFlow(_ near: String, _ far: String) throws {
        let lab = try lab()
        let tcp = ("\(near):1000 -> \(far):80", "\(far):80 -> \(near):1000")
        #expect(lab.run("packet send \(tcp.0)").contains("allowed by rule 3"))
        #expect(
            lab.run("packet send \(tcp.1) flags SYN,ACK on internet").contains("denied by rule 1"))
        #expect(lab.run("packet send \(tcp.0) flags ACK").contains("allowed by rule 2"))
        let udp = ("udp \(near):1000 -> \(far):53", "udp \(far):53 -> \(near):1000")
        #expect(lab.run("packet send \(udp.0)").contains("allowed by rule 4"))
        #expect(lab.run("packet send \(udp.0)").contains("allowed by rule 4"))
        #expect(lab.run("packet send \(udp.1) on internet").contains("denied by rule 1"))
        #expect(lab.run("packet send \(udp.0)").contains("allowed by rule 2"))
        #expect(lab.run("packet trace 7").contains("matched: state established"))
        // Protocols without ports, and the reply to a ping.
        #expect(lab.run("packet send esp \(near) -> \(far)").contains("allowed by rule 4"))
        #expect(lab.run("packet send esp \(far) -> \(near) on internet").contains("denied"))
        #expect(lab.run("packet send esp \(near) -> \(far)").contains("allowed by rule 2"))
        #expect(lab.run("packet send icmp \(near) -> \(far)").contains("allowed by rule 4"))
        let reply = near.hasPrefix("[") ? "129" : "0"
        #expect(
            lab.run("packet send icmp \(far) -> \(near) type \(reply) on internet").contains(
                "denied"))
        #expect(lab.run("packet send icmp \(near) -> \(far)").contains("allowed by rule 2"))
        #expect(lab.run("flow list").contains("established          2         1"))
        // An error about an answer that was stopped, to the one who sent it.
        let error = near.hasPrefix("[") ? "1" : "3"
        #expect(
            lab.run("packet send icmp \(near) -> \(far) type \(error) about 6").contains(
                "allowed by rule 5"))
    }

    /// What begins is stopped: there is no flow.
    @Test func aStoppedQuestionBeginsNone() throws {
        let lab = try lab("rule add deny on internet,lan-a")
        #expect(lab.run("packet send 10.0.0.1:1000 -> 10.1.0.1:80").contains("denied by rule 1"))
        #expect(lab.run("flow list") == "no flows\n")
        #expect(
            lab.run("packet send 10.1.0.1:80 -> 10.0.0.1:1000 flags SYN,ACK on internet").contains(
                "denied by rule 1"))
        #expect(lab.run("packet trace 2").contains("denied by rule 1"))
        #expect(lab.run("flow list") == "no flows\n")
    }

    /// A refusal with a reset closes the connection, as Linux has it (`nf_conntrack_tcp_set_closing`).
    @Test func aRefusedAnswerClosesTheFlow() throws {
        let lab = try lab("rule add reject on internet")
        lab.run("packet send 10.0.0.1:1000 -> 10.1.0.1:80")
        let refused = lab.run("packet send 10.1.0.1:80 -> 10.0.0.1:1000 flags SYN,ACK on internet")
        #expect(refused.contains("rejected by rule 1"))
        #expect(lab.run("flow list").contains("closed"))
    }

    /// Echo, timestamp, information and address mask requests begin a flow, and their replies belong to it.
    @Test(arguments: [(8, 0), (13, 14), (15, 16), (17, 18)])
    func queriesBeginAFlow(_ request: Int, _ reply: Int) throws {
        let lab = try LabInProcess()
        lab.run("rule default deny", "rule add allow proto icmp state new")
        let (there, back) = ("icmp 10.0.0.1 -> 10.1.0.1", "icmp 10.1.0.1 -> 10.0.0.1")
        #expect(lab.run("packet send \(there) type \(request)").contains("allowed by rule 1"))
        let wait = request == 8 ? "" : " type \(request)"
        #expect(lab.run("flow list").hasSuffix("icmp 10.0.0.1 -> 10.1.0.1\(wait)\n"))
        let test = "packet test \(back) type \(reply) on internet"
        #expect(lab.run(test).contains("state is established, rule wants new"))
        #expect(lab.run("flow clear", test).contains("state is invalid, rule wants new"))
        #expect(lab.run("packet test \(there) type 10").contains("state is invalid"))
    }

    @Test func discoveryIsUntracked() throws {
        let lab = try LabInProcess()
        lab.run("rule default deny", "rule add allow state new,established,related,invalid")
        let ask = "packet test icmp [2001:db8::1] -> [2001:db8::2] type 135"
        #expect(lab.run(ask).contains("state is untracked, rule wants new"))
        #expect(lab.run("rule add allow state untracked", ask).contains("allowed by rule 2"))
        #expect(lab.run("packet test icmp [2001:db8::1] -> [2001:db8::2]").contains("rule 1"))
    }
}
