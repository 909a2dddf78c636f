import Commands
package import Events

/// The reference of the language as Markdown, made from the same rows as `help`.
package enum Reference {
    /// The whole page.
    package static func markdown(_ rows: [HelpRow]) -> String {
        var text = """
            # Commands

            This page is made from the grammar, and a test keeps it so. At the prompt, `help COMMAND` says
            the same, `?` shows what can stand at the cursor, and TAB completes it. `[ ]` may be left
            out, `|` separates alternatives, `...` may be repeated, and words in capitals stand for
            values.

            A line is UTF-8, at most 65,536 bytes, and `#` starts a comment. Text with blanks goes into
            quotes, in which `\\"`, `\\\\`, `\\n`, `\\t` and `\\xHH` stand for a character or a byte;
            in single quotes around a whole word nothing does. Keywords may be in any letter case, and
            at the prompt cut to any beginning that only one fits. `->` may be written `→`.

            Behind any command, `| find TEXT`, `| count` and `| save FILE` do something with its answer; a
            `|` that is text goes into quotes.

            A script that runs from a file or a pipe is somebody else's text. It reads files only below
            its own folder and writes only below the folder in which it is run; it uses no name that
            begins with a dot, follows no link, writes only over what Garita wrote, and opens no port
            that it names. `garita --allow-read DIR`, `--allow-write DIR` and `--allow-ports` allow more.
            What is typed is not bounded so.

            """
        var noun = Substring()
        for row in rows {
            let name = row.command.rawValue
            let first = name.split(separator: " ").first ?? ""
            if name.contains(" "), first != noun { text += "\n## \(first)\n" }
            if !name.contains(" "), noun != "the lab" { text += "\n## The lab itself\n" }
            noun = name.contains(" ") ? first : "the lab"
            text += section(row)
        }
        return text
    }

    private static func section(_ row: HelpRow) -> String {
        var text = "\n### \(row.command.rawValue)\n\n```text\n\(row.usage)\n```\n\n"
        text += sentence(row.command.english) + "\n"
        let details = row.command.details(in: .english)
        if !details.isEmpty {
            text += "\n\(details.joined(separator: "\n"))\n"
        }
        text += "\n```lab\n\(row.examples.joined(separator: "\n"))\n```\n"
        return text
    }

    private static func sentence(_ summary: String) -> String {
        summary.prefix(1).uppercased() + summary.dropFirst() + "."
    }
}
