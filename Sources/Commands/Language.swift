package import Grammar

/// Garita's language: every command, in the order in which help lists them.
package enum Language {
    /// Makes the table; it is built once by whoever reads lines.
    package static func table() -> CommandTable<LabCommand> {
        CommandTable(
            RuleRows.all + RuleProofRows.all + SetRows.all + FlowRows.all + LinkRows.all
                + PacketRows.all + TunnelRows.all + PolicyRows.all + AttackRows.all
                + CaptureRows.all + ExpectRows.all + LabRows.all)
    }
}
