import Commands
import Firewall
import Grammar

/// Reads lines of Garita's language.
enum Reading {
    static let table = Language.table()

    /// The command of a line.
    static func command(_ text: String) throws(UsageFault) -> LabCommand {
        try table.parse(CommandLine(Array(text.utf8)))
    }

    /// What is wrong with a line; nil when it is right or empty.
    static func fault(_ bytes: [UInt8]) -> UsageFault? {
        do throws(UsageFault) {
            let line = try CommandLine(bytes)
            if !line.isEmpty { _ = try table.parse(line) }
            return nil
        } catch {
            return error
        }
    }

    /// What is wrong with a line; nil when it is right or empty.
    static func fault(_ text: String) -> UsageFault? {
        fault(Array(text.utf8))
    }

    /// The rule of a `rule add` line.
    static func rule(_ text: String) throws -> Rule? {
        guard case .rule(.add(let rule, _, _)) = try command("rule add \(text)") else { return nil }
        return rule
    }

    /// The packet of a `packet send` line.
    static func packet(_ text: String) throws -> PacketRequest? {
        guard case .packet(.send(let request)) = try command("packet send \(text)") else {
            return nil
        }
        return request
    }

    /// Every example of every command.
    static var examples: [String] { table.rows.flatMap(\.examples) }
}

extension UsageFault {
    /// The name of what is wrong with a value, or with two that do not go together.
    var complaint: String? {
        switch kind {
        case .argument(let complaint, _), .conflict(let complaint): complaint.rawValue
        default: nil
        }
    }

    /// The words and kinds of value that were expected; nil for another kind of fault.
    var expected: [String]? {
        guard case .expected(let expectations) = kind else { return nil }
        return expectations.map { expectation in
            switch expectation {
            case .word(let keyword): keyword.word.text
            case .command(let word, rows: _): word.text
            case .argument(let kind): kind.name
            case .endOfLine: "."
            }
        }
    }
}
