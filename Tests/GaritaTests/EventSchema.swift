import Events

/// The schema of the lines of `--json` (JSON Schema 2020-12), made from the rows of events that were seen.
struct EventSchema {
    /// What was seen at one place.
    private final class Shape {
        var types: Set<String> = []
        var unit: String?
        /// The columns of a row by the word in its column `kind`, "" where it has none.
        var columns: [String: [(name: String, shape: Shape)]] = [:]
        var items: Shape?

        func add(_ cell: Cell, _ unit: Unit? = nil) {
            if let unit { self.unit = unit.rawValue }
            switch cell {
            case .none: break
            case .flag: types.insert("boolean")
            case .integer: types.insert("integer")
            case .instant, .duration:
                types.insert("integer")
                self.unit = "nanoseconds"
            case .address, .word, .text: types.insert("string")
            case .list(let cells):
                types.insert("array")
                let items = self.items ?? Shape()
                self.items = items
                for cell in cells { items.add(cell) }
            case .row(let row): add(row)
            }
        }

        func add(_ row: Row) {
            types.insert("object")
            var kind = ""
            if case .word(let word)? = row.columns.first(where: { $0.name == "kind" })?.cell {
                kind = word
            }
            let known = columns[kind] ?? row.columns.map { ($0.name, Shape()) }
            columns[kind] = known
            for (column, (_, shape)) in zip(row.columns, known) where !column.isSecret {
                shape.add(column.cell, column.unit)
            }
        }

        /// The schema; a column may be null, because what it would say need not hold.
        func text(mayBeNull: Bool) -> String {
            guard let type = types.sorted().first else { return "{}" }
            var members = [
                mayBeNull ? "\"type\": [\"\(type)\", \"null\"]" : "\"type\": \"\(type)\""
            ]
            if type == "integer" { members.append("\"minimum\": 0") }
            if let unit { members.append("\"description\": \"\(unit)\"") }
            if let items { members.append("\"items\": \(items.text(mayBeNull: true))") }
            let rows = columns.sorted { $0.key < $1.key }.map { Self.row($0.value, kind: $0.key) }
            if let only = columns[""], columns.count == 1 {
                members.append(Self.row(only, kind: ""))
            } else if !rows.isEmpty {
                // What is null has no columns, and a kind that was not seen has others.
                let null = mayBeNull ? ["{ \"type\": \"null\" }"] : []
                let known = columns.keys.sorted().map { "\"\($0)\"" }.joined(separator: ", ")
                let others =
                    "{ \"required\": [\"kind\"], \"properties\": { \"kind\": { \"not\": { \"enum\": [\(known)] } } } }"
                let kinds = (null + rows.map { "{ \($0) }" } + [others]).joined(separator: ", ")
                members.append("\"anyOf\": [\(kinds)]")
            }
            return "{ \(members.joined(separator: ", ")) }"
        }

        private static func row(_ columns: [(name: String, shape: Shape)], kind: String) -> String {
            let names = columns.map { "\"\($0.name)\"" }.joined(separator: ", ")
            let shapes = columns.map { name, shape in
                let text =
                    name == "kind" && kind != ""
                    ? "{ \"const\": \"\(kind)\" }" : shape.text(mayBeNull: true)
                return "\"\(name)\": \(text)"
            }
            return "\"required\": [\(names)], \"properties\": { \(shapes.joined(separator: ", ")) }"
        }
    }

    private var rows: [String: Shape] = [:]

    /// Looks at another answer.
    mutating func add(_ answer: Answer) {
        let shape = rows[answer.name] ?? Shape()
        rows[answer.name] = shape
        shape.add(.row(answer.row))
    }

    /// The schema of one line; each event has a line of its own in it.
    var text: String {
        let names = rows.keys.sorted()
        let choices = names.map { name in
            """
                    { "if": { "properties": { "event": { "const": "\(name)" } } },
                      "then": { "properties": { "row": { "$ref": "#/$defs/\(name)" } } } }
            """
        }
        let definitions = names.map { name in
            "    \"\(name)\": \(rows[name]?.text(mayBeNull: false) ?? "{}")"
        }
        return Self.frame
            .replacing("        CHOICES", with: choices.joined(separator: ",\n"))
            .replacing("    DEFINITIONS", with: definitions.joined(separator: ",\n"))
    }

    private static let frame = """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "title": "garita/events/v1",
          "description": "A line of `garita run --json`. Later versions may add events and columns.",
          "type": "object",
          "required": ["type"],
          "oneOf": [
            { "$ref": "#/$defs/begin" }, { "$ref": "#/$defs/narration" }, { "$ref": "#/$defs/command" },
            { "$ref": "#/$defs/event" }, { "$ref": "#/$defs/error" }, { "$ref": "#/$defs/help" },
            { "$ref": "#/$defs/end" }
          ],
          "$defs": {
            "begin": {
              "required": ["type", "schema", "version", "seed", "language", "commands"],
              "properties": {
                "type": { "const": "begin" }, "schema": { "const": "garita/events/v1" },
                "version": { "type": "string" },
                "seed": { "type": ["integer", "null"], "minimum": 0 },
                "language": { "type": "string", "description": "RFC 5646" },
                "commands": { "type": ["string", "null"], "pattern": "^sha256:[0-9a-f]{64}$" }
              }
            },
            "narration": {
              "required": ["type", "text", "file", "line"],
              "properties": {
                "type": { "const": "narration" }, "text": { "type": "string" },
                "file": { "type": ["string", "null"] },
                "line": { "type": ["integer", "null"], "minimum": 1 }
              }
            },
            "command": {
              "required": ["type", "text", "file", "line"],
              "properties": {
                "type": { "const": "command" }, "text": { "type": "string" },
                "file": { "type": ["string", "null"] },
                "line": { "type": ["integer", "null"], "minimum": 1 }
              }
            },
            "error": {
              "required": ["type", "column", "text", "expected"],
              "properties": {
                "type": { "const": "error" }, "column": { "type": "integer", "minimum": 1 },
                "text": { "type": "string" }, "expected": { "type": "boolean" }
              }
            },
            "help": {
              "required": ["type", "text"],
              "properties": {
                "type": { "const": "help" },
                "text": { "type": "array", "items": { "type": "string" } }
              }
            },
            "end": {
              "required": ["type", "refused", "failed"],
              "properties": {
                "type": { "const": "end" }, "refused": { "type": "integer", "minimum": 0 },
                "failed": { "type": "integer", "minimum": 0 }
              }
            },
            "event": {
              "required": ["type", "event", "time", "row"],
              "properties": {
                "type": { "const": "event" },
                "event": { "type": "string", "pattern": "^[a-z]+(-[a-z0-9]+)+$" },
                "time": { "type": "integer", "minimum": 0, "description": "nanoseconds" },
                "row": { "type": "object" }
              },
              "allOf": [
                CHOICES
              ]
            },
            DEFINITIONS
          }
        }

        """
}
