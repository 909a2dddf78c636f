import Firewall
package import Network

/// Whether a packet gets somewhere.
package struct ReachAnswer: RowValue {
    /// The packet that was found, with its way.
    package var witness: ReachWitness?
    /// Why it is not known; without a packet and without this there is none.
    package var bound: PathBound?

    /// The answer that there is none.
    package init() {}

    package var row: Row { ["witness": witness, "bound": bound] }
}

/// A packet that gets somewhere, and its way.
package struct ReachWitness: RowValue {
    /// The node that sends it.
    package let sender: String
    /// The packet as `packet send` reads it.
    package let packet: [UInt8]
    /// What happens to it, in order.
    package let steps: [ReachStep]

    /// A packet with its way.
    package init(_ packet: [UInt8], from sender: String, steps: [ReachStep]) {
        self.packet = packet
        self.sender = sender
        self.steps = steps
    }

    package var row: Row { ["sender": sender, "packet": packet, "steps": steps] }
}

/// Something that happens to a packet on its way.
package struct ReachStep: RowValue {
    /// The name of the node.
    package let node: String
    /// What happens.
    package let what: What

    /// What can happen to a packet.
    package enum What: KindValue {
        /// It goes on by a route.
        case routed(RouteRow)
        /// A list decided about it.
        case judged(VerdictRecord)
        /// An end of it is another one now.
        case translated(NATChange)
        /// A policy puts it into the tunnel of this name.
        case sealed(String)
        /// It comes out of the tunnel of this name.
        case opened(String)
        /// It is delivered.
        case delivered

        /// What is known of it.
        package var parts: Row {
            switch self {
            case .routed(let route): ["route": route]
            case .judged(let verdict): ["verdict": verdict]
            case .translated(let change): ["change": change]
            case .sealed(let tunnel), .opened(let tunnel): ["tunnel": tunnel]
            case .delivered: [:]
            }
        }
    }

    /// Something that happens at a node.
    package init(_ node: String, _ what: What) {
        self.node = node
        self.what = what
    }

    package var row: Row { ["node": node, "what": what] }
}

extension PathBound: KindValue {
    package var parts: Row {
        switch self {
        case .parts(let parts): ["parts": parts]
        case .ended(let end): ["end": end]
        case .unconfirmed, .boxes, .fragments: [:]
        case .elsewhere(let tunnel): ["tunnel": tunnel]
        case .again(let node): ["node": node]
        }
    }
}
