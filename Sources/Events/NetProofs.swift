package import Network
package import Timeline

/// What two networks do otherwise with packets: the lab's, which is here, and that of a file, which is there.
package struct NetComparison: RowValue {
    /// A packet that arrives in one of them only.
    package struct Entry: RowValue {
        /// The name of the node that sends it, and of that at which it is delivered.
        package let sender, receiver: String
        /// The packet as `packet send` reads it.
        package let packet: [UInt8]
        /// Whether it arrives here.
        package let isHere: Bool

        /// A packet with its ends.
        package init(_ packet: [UInt8], from sender: String, to receiver: String, isHere: Bool) {
            self.packet = packet
            self.sender = sender
            self.receiver = receiver
            self.isHere = isHere
        }

        package var row: Row {
            ["sender": sender, "packet": packet, "receiver": receiver, "here": isHere]
        }
    }

    /// The file, as it was named.
    package let file: String
    /// The packets, at most one for each sender and receiver, and each way round.
    package let entries: [Entry]
    /// Why there may be others; nil where there are none.
    package let bound: PathBound?

    /// What was found.
    package init(_ file: String, _ entries: [Entry], _ bound: PathBound?) {
        self.file = file
        self.entries = entries
        self.bound = bound
    }

    package var row: Row { ["file": file, "packets": entries, "bound": bound] }
}

/// What a check of the network as a whole has found.
package struct NetCheckAnswer: RowValue {
    /// Something that misleads.
    package enum Finding: KindValue {
        /// Packets to these addresses go round these nodes.
        case loop(addresses: String, nodes: [String])
        /// No other node reaches this one.
        case unreached(String)
        /// It is not known whether one does.
        case unknown(String, PathBound)
        /// No packet comes to a rule of a node's list; with its number and its text.
        case unmet(String, list: String, number: Int, rule: [UInt8])
        /// An address translation rule of a node translates nothing; with its number and its text.
        case idle(String, number: Int, rule: [UInt8])

        /// What it is about.
        package var parts: Row {
            switch self {
            case .loop(let addresses, let nodes): ["addresses": addresses, "nodes": nodes]
            case .unreached(let node): ["node": node]
            case .unknown(let node, let bound): ["node": node, "bound": bound]
            case .unmet(let node, let list, let number, let rule):
                ["node": node, "list": list, "number": number, "rule": rule]
            case .idle(let node, let number, let rule):
                ["node": node, "number": number, "rule": rule]
            }
        }
    }

    /// What was found.
    package let findings: [Finding]
    /// How many nodes, rules and address translation rules there are.
    package let nodes, rules, translations: Int
    /// Why not all was looked at; nil when it was.
    package let end: Budget.End?

    /// What was found in a network.
    package init(_ check: NetworkCheck, _ findings: [Finding]) {
        self.findings = findings
        (nodes, rules, translations) = check.counts
        end = check.end
    }

    package var row: Row {
        [
            "nodes": nodes.in(.nodes), "rules": rules.in(.rules),
            "translations": translations.in(.rules), "findings": findings, "ended": end,
        ]
    }
}
