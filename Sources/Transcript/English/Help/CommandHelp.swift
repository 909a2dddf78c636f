import Commands

/// What help says of a command in one line, and in more.
extension CommandName: Statement {
    /// One line that says what it does, without a full stop.
    var english: String {
        switch self {
        case .ruleAdd: "put a rule into the firewall's list"
        case .ruleList: "show the rules in order, and how many packets each decided"
        case .ruleDelete: "take rules out of the list"
        case .ruleMove: "give a rule another number, and so another turn"
        case .ruleReplace: "put another rule in the place of one"
        case .ruleEnable: "read a rule again"
        case .ruleDisable: "leave a rule in the list without reading it"
        case .ruleClear: "take all rules out of the list"
        case .ruleDefault: "say what happens to a packet that no rule matches"
        case .ruleOrder: "say in which order the rules are read"
        case .ruleUndo: "turn the last change of rules or sets back"
        case .ruleRedo: "do again what was turned back"
        case .ruleCheck: "find rules that can never match, and others that mislead"
        case .ruleFind: "find a packet that gets a verdict, or prove that there is none"
        case .ruleWhyNot: "find the smallest changes that turn a packet's verdict round"
        case .ruleCompare: "show packets on which the orders of reading differ"
        case .ruleDiff: "show the packets about which the rules of a file decide otherwise"
        case .ruleLoad: "put the rules of a file in the place of those there are"
        case .ruleSave: "write the rules to a file"
        case .setAdd: "put addresses into a named set"
        case .setRemove: "take addresses out of a set"
        case .setDelete: "delete a set that no rule uses"
        case .setList: "show the sets and their members"
        case .flowList: "show the connections that the firewall knows"
        case .flowClear: "forget all connections"
        case .linkLoss: "make a link lose packets, drawn by chance"
        case .linkDelay: "make a link take longer than its own delay"
        case .linkReorder: "make a link hold packets back, so that those behind overtake them"
        case .linkDuplicate: "make packets come out of a link twice, drawn by chance"
        case .linkMark: "make a link mark packets as a congested router does, drawn by chance"
        case .linkList: "show the links, their ends and delays, and what they do to packets"
        case .linkClear: "make a link do nothing to packets any longer, or all links"
        case .packetSend: "build a packet and put it in front of gw-a"
        case .packetReply: "answer a packet from its other end, and send the answer back"
        case .packetTest:
            "say what the firewall would do with a packet, or with those of a capture file"
        case .packetLoad: "send the packets of a capture file, byte for byte, or test them"
        case .packetShow: "show the layers of a packet, field by field"
        case .packetBytes: "show a packet's bytes at each point of its way where they differ"
        case .packetTrace: "show the way that a packet took, with virtual times and reasons"
        case .packetList: "list the packets that are kept, and how each ended"
        case .tunnelOpen: "open an ESP tunnel between gw-a and gw-b"
        case .tunnelListen: "open the server end of a tunnel whose client is another program"
        case .tunnelConnect: "open the client end of a tunnel whose server is another program"
        case .tunnelServe: "wait in real time for packets from the other process, and serve them"
        case .tunnelSend: "carry a text through a tunnel and its echo back, step by step"
        case .tunnelKey: "give one end of a tunnel another key"
        case .tunnelKeys: "write the keys of all open tunnels to a file, as Wireshark reads them"
        case .tunnelRekey: "let a new pair of associations take over from the present one"
        case .tunnelDummy: "send a packet that only hides how much is sent (RFC 4303 section 2.6)"
        case .tunnelKeepalive:
            "send the byte that keeps a NAT's mapping alive (RFC 3948 section 2.3)"
        case .tunnelShow: "show the associations, windows and counters of a tunnel"
        case .tunnelList: "list the open tunnels"
        case .tunnelClose: "close both ends of a tunnel and wipe its keys; its policies stay"
        case .tunnelWatch:
            "show what somebody on the wire between the gateways sees, and learns from it"
        case .policyAdd: "say how packets between two prefixes cross the wire"
        case .policyDelete: "remove a policy"
        case .policyList: "list the policies: what is protected, bypasses, or is discarded"
        case .attackReplay: "send the datagram of a packet that was sealed once more"
        case .attackFlip: "send the datagram of a packet with one bit turned round"
        case .attackTruncate: "send only the first bytes of the datagram of a packet"
        case .attackReorder: "hold packets of the client back, and let them go in reverse order"
        case .attackForge:
            "send a datagram with the right SPI and the next sequence number, and no key"
        case .attackSpi: "send a datagram with an SPI that no association has"
        case .attackFlood: "send many hostile datagrams of several kinds to the server end"
        case .attackReuseIV:
            "seal two texts with one IV, and read the second by whoever knows the first"
        case .captureStart: "record from now on what is seen on the links"
        case .captureStop: "record no more, and keep what was recorded"
        case .captureShow: "show whether a capture runs, and how many packets it has"
        case .captureSave: "write what was recorded to a pcapng file"
        case .expectDelivered: "claim that the last packet or message arrived"
        case .expectAllowed: "claim that the firewall let the last packet pass"
        case .expectDenied: "claim that the firewall stopped the last packet"
        case .expectRejected: "claim that the firewall stopped the last packet and told its sender"
        case .expectRefused: "claim that the last packet or message was dropped"
        case .expectReply: "claim that the last message was answered with this text"
        case .expectNone: "claim that no packet of these gets this verdict"
        case .expectSameAs: "claim that the rules of a file decide the same about every packet"
        case .expectError: "claim that a command is refused, and show its error"
        case .use:
            "say which gateway's rules, sets, flows and policies the commands are about"
        case .seed: "make the keys of new tunnels from this number, so that they repeat"
        case .clock: "show the virtual time"
        case .wait: "let virtual time pass"
        case .counters: "show how many packets were sent and how each of them ended"
        case .source: "run the commands of a file"
        case .transcript: "write what follows to a file as a transcript, or stop it"
        case .help: "explain a command, or list all of them"
        case .history: "show the lines typed before"
        case .quit: "leave"
        case .exit: "leave, as `quit` does"
        }
    }

    /// More about it, in lines that stand as they are; none where the summary says it all.
    var details: [String] {
        HelpDetails.rules[self] ?? HelpDetails.network[self] ?? HelpDetails.tunnels[self]
            ?? HelpDetails.lab[self] ?? []
    }
}
