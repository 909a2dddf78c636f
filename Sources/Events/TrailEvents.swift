package import Fabric
package import Timeline

/// What a network is at a place of the way that a lab has taken.
package struct TrailState: RowValue {
    /// The virtual time.
    package let instant: Instant
    /// How many rules the gateway in use has.
    package let rules: Int
    /// How many packets were made.
    package let packets: Int

    /// A network as it is.
    package init(instant: Instant, rules: Int, packets: Int) {
        self.instant = instant
        self.rules = rules
        self.packets = packets
    }

    package var row: Row {
        ["now": instant, "rules": rules.in(.rules), "packets": packets.in(.packets)]
    }
}

/// That one has gone to another place of the way.
package struct TrailMove: RowValue {
    /// The command after which the network was so; nil: it is the beginning.
    package let line: String?
    /// The commands that were taken back by `undo` or `back`, oldest first.
    package let taken: [String]
    /// What the network is there.
    package let state: TrailState
    /// What became of its tunnels.
    package let tunnels: TunnelsPutBack

    /// A move to the place behind a command.
    package init(
        after line: String?, taken: [String], state: TrailState, tunnels: TunnelsPutBack
    ) {
        self.line = line
        self.taken = taken
        self.state = state
        self.tunnels = tunnels
    }

    package var row: Row {
        [
            "after": line, "taken": taken, "state": state, "renewed": tunnels.renewed.map(\.name),
            "reopened": tunnels.reopened.map(\.name), "closed": tunnels.closed,
            "missing": tunnels.missing,
        ]
    }
}

/// A step of a lesson.
package struct LessonRow: RowValue {
    /// Its number, from 1.
    package let number: Int
    /// What is to be typed.
    package let command: String
    /// Whether it comes next.
    package let isNext: Bool

    /// A step.
    package init(number: Int, command: String, isNext: Bool) {
        self.number = number
        self.command = command
        self.isNext = isNext
    }

    package var row: Row { ["step": number, "command": command, "next": isNext] }
}

/// A place of the way.
package struct TrailRow: RowValue {
    /// Its number, from 0 for the beginning.
    package let number: Int
    /// On which branch of a branch it is; 0: on none.
    package let depth: Int
    /// The command that led there; nil for the beginning.
    package let line: String?
    /// What a person calls it, and the branches that end there.
    package let names: [String]
    /// Whether one is there.
    package let isHere: Bool
    /// Whether one can go there.
    package let isKept: Bool

    /// A place.
    package init(
        number: Int, depth: Int, line: String?, names: [String], isHere: Bool, isKept: Bool
    ) {
        self.number = number
        self.depth = depth
        self.line = line
        self.names = names
        self.isHere = isHere
        self.isKept = isKept
    }

    package var row: Row {
        [
            "place": number, "branch": depth, "line": line, "names": names, "here": isHere,
            "kept": isKept,
        ]
    }
}
