package import Grammar

/// What a line of an exercise says about its variants.
package enum VariantLine: Sendable {
    /// `vary lan prefix 10.16.0.0/12 24`: what stands for `{lan}`, and from what it is drawn.
    case vary(Placed<[UInt8]>, [Placed<[UInt8]>])
    /// `structure guests`: the lines from here on are those of one structure; with `all`, of each.
    case structure(Placed<[UInt8]>)

    /// Makes the table of these lines.
    package static func table() -> CommandTable<VariantLine> {
        let rows = [
            CommandRow(
                "vary", .sequence(.argument(name), .repeated(.argument(word))),
                examples: [
                    "vary lan prefix 10.16.0.0/12 24", "vary admin host lan",
                    "vary service port 2000 9000", "vary server one-of web mail files",
                ]
            ) { VariantLine.vary($0.0, $0.1) },
            CommandRow("structure", .argument(name), examples: ["structure guests"]) {
                VariantLine.structure($0)
            },
        ]
        return CommandTable(rows.map(\.name)) { rows[$0] }
    }

    private static let name = Argument("NAME", .variantName, read: Names.readBytes)
    private static let word = Argument("WORD", .variantWord, read: Names.readBytes)
}
