import Firewall
import Grammar
import Network
import Wire

/// The rows of `nat ...`.
enum NATRows {
    static let add = CommandRow(
        checking: .natAdd, NATSyntax.pattern,
        examples: [
            "nat add masquerade out internet from 10.0.0.0/24",
            "nat add snat out internet from 10.0.0.0/24 to 198.51.100.1",
            "nat add snat out internet proto udp from 10.0.1.0/24 to 198.51.100.1:40000-40999",
            "nat add dnat on internet proto tcp port 443 to 10.0.1.80:8443",
            "nat add forward on internet for 198.51.100.1 proto tcp port https to 10.0.1.80 at 1",
            "nat add masquerade out outside from pc1,pc2",
            "nat add one-to-one 10.0.2.0/29 as 198.51.100.8/29 on internet",
        ]
    ) { (words, extent) throws(UsageFault) in
        .nat(
            .add(
                NATRequest(
                    action: words.action, match: try RuleSyntax.match(words.fields, nil),
                    range: extent.range), at: words.place))
    }

    static let list = CommandRow(.natList, examples: ["nat list"], .nat(.list))

    static let delete = CommandRow(
        .natDelete, .argument(Arguments.natNumber), examples: ["nat delete 1"]
    ) { .nat(.delete($0)) }

    static let move = CommandRow(
        .natMove,
        .sequence(
            .argument(Arguments.natNumber), .clause("to", .natMoveTo, Arguments.natNumber)),
        examples: ["nat move 2 to 1"]
    ) { .nat(.move($0.0, to: $0.1)) }

    static let clear = CommandRow(.natClear, examples: ["nat clear"], .nat(.clear))

    static let show = CommandRow(.natShow, examples: ["nat show"], .nat(.show))

    static let undo = CommandRow(.natUndo, examples: ["nat undo"], .nat(.undo))

    static let redo = CommandRow(.natRedo, examples: ["nat redo"], .nat(.redo))
}

extension Arguments {
    static let natNumber = number("NUMBER", .natNumber)

    static let natPorts = texts("PORT-PORT", .natPorts, read: NATSyntax.readPorts)

    static let natTarget = Argument(
        ArgumentKind("ADDRESS[:PORT]", .natTarget), read: NATSyntax.readTarget)

    private static func texts(
        _ word: String, _ name: ArgumentName,
        read: @escaping @Sendable (Span<UInt8>) throws(TextFault) -> PortRange
    ) -> Argument<PortRange> {
        Argument.texts(word, name, read: read)
    }
}
