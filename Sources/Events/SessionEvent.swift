package import Commands
package import Fabric
package import Grammar
package import Timeline
import Wire

/// What can happen to the lab itself.
package enum SessionEvent: Sendable {
    /// Keys are made from this seed from now on.
    case seeded(UInt64)
    /// The time was asked for.
    case clock(Instant)
    /// Virtual time has passed.
    case waited(Duration, until: Instant)
    /// Commands are about this gateway: from now on, or as before.
    case gateway(GatewayName, of: [String], isChanged: Bool)
    /// The counters were asked for.
    case counters(PacketCounters)
    /// Help was asked for: these rows of the table, briefly or whole.
    case help([HelpRow], isBrief: Bool)
    /// The lines typed before were asked for, oldest first.
    case history([String])
    /// What follows goes to a file.
    case transcriptStarted(String)
    /// Nothing goes to the file any longer.
    case transcriptStopped
    /// What was said or done before is not all: the command was ended.
    case ended(Budget.End)
    /// The person interrupted a script before this line of it.
    case interrupted(file: String, line: Int)

    /// The event's name and cells.
    var answer: Answer {
        switch self {
        case .seeded(let seed): Answer("seed", Field("seed", seed))
        case .clock(let instant): Answer("clock", Field("now", instant))
        case .waited(let duration, let instant):
            Answer("wait", Field("passed", duration), Field("now", instant))
        case .gateway(let gateway, let names, let isChanged):
            Answer(
                "gateway", Field("gateway", gateway), Field("gateways", names),
                Field("changed", isChanged))
        case .counters(let counters): Answer("counters", counters)
        case .help(let rows, let isBrief):
            Answer("help", Field("commands", rows), Field("brief", isBrief))
        case .history(let lines): Answer("history", Field("lines", lines))
        case .transcriptStarted(let file): Answer("transcript-started", Field("file", file))
        case .transcriptStopped: Answer("transcript-stopped")
        case .ended(let end): Answer("ended", Field("reason", end))
        case .interrupted(let file, let line):
            Answer("interrupted", Field("file", file), Field("line", line))
        }
    }
}

extension CommandName: CellValue {
    /// Words with blanks between them.
    package static var cellType: CellType { .text }
    /// The words.
    package var cell: Cell { rawValue.cell }
}

/// What the grammar knows of one command that help was asked about.
package struct HelpRow: Row {
    /// The command.
    package let command: CommandName
    /// How it is written.
    package let usage: String
    /// Lines to try.
    package let examples: [String]

    /// One command and its row of the language.
    package init(_ command: CommandName, _ row: CommandRow<LabCommand>) {
        self.command = command
        usage = row.usage
        examples = row.examples
    }

    /// Its columns.
    package static var columns: [Column<Self>] {
        [
            Column("command") { $0.command }, Column("usage") { $0.usage },
            Column("examples") { $0.examples },
        ]
    }
}

extension PacketCounters: Row {
    /// Its columns; a column for each reason of a drop.
    package static var columns: [Column<Self>] {
        [
            Column("made", in: .packets) { $0.made },
            Column("delivered", in: .packets) { $0.delivered },
            Column("departed", in: .packets) { $0.departed },
            Column("under-way", in: .packets) { $0.underway },
            Column("strangers", in: .datagrams) { $0.strangers },
            Column("attacks", in: .datagrams) { $0.attacks },
        ]
            + DropReason.allCases.map { reason in
                Column(reason.rawValue, in: .packets) { $0.dropped(reason) }
            }
    }
}
