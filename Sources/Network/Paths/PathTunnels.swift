package import Firewall
package import Timeline

/// What the policies of a node's tunnels do with packets, as boxes; made by the room that has tunnels.
package struct PathPolicies: Sendable {
    /// The node.
    package let node: NodeID
    /// The link over which it sends to the other end of tunnels.
    package let outside: LinkID
    /// What becomes of packets that are about to leave over that link, the first that takes one decides; all others leave in
    /// clear.
    package let sending: [Entry]
    /// What becomes of packets that come over that link in clear, in the same way.
    package let receiving: [Entry]

    /// The policies of a node.
    package init(
        node: NodeID, outside: LinkID, sending: [Entry], receiving: [Entry]
    ) {
        self.node = node
        self.outside = outside
        self.sending = sending
        self.receiving = receiving
    }

    /// Packets, and what becomes of them.
    package struct Entry: Sendable {
        /// The packets.
        package let region: ProofRegion
        /// What becomes of them.
        package let end: End
        /// The packets that are meant, or may be, of those that do not show all that can be asked for: fragments, and those with
        /// extension headers.
        package let unseen: ProofRegion
        /// What becomes of those.
        package let unseenEnd: End

        /// Packets with what becomes of them.
        package init(
            _ region: ProofRegion, _ end: End, unseen: ProofRegion, _ unseenEnd: End
        ) {
            self.region = region
            self.end = end
            self.unseen = unseen
            self.unseenEnd = unseenEnd
        }
    }

    /// What can become of a packet.
    package enum End: Sendable {
        /// It goes on in clear.
        case clear
        /// Its way ends.
        case dropped
        /// It comes out of a tunnel elsewhere.
        case tunnel(Passageway)
        /// It leaves for another process, where nobody here sees what becomes of it.
        case elsewhere(String)
    }

    /// A tunnel, from one of its ends to the other.
    package struct Passageway: Sendable {
        /// Where it leads to.
        package let node: NodeID
        /// The link over which what comes out there has come, as rules see it.
        package let link: LinkID
        /// The packets that the other end takes.
        package let taken: ProofRegion
        /// Those that it takes of packets that do not show all that can be asked for.
        package let unseen: ProofRegion
        /// The longest packet that fits, in bytes.
        package let longest: Int

        /// A tunnel to a node.
        package init(
            to node: NodeID, over link: LinkID, taken: ProofRegion, unseen: ProofRegion,
            longest: Int
        ) {
            self.node = node
            self.link = link
            self.taken = taken
            self.unseen = unseen
            self.longest = longest
        }
    }
}

/// Why it is not known whether a packet gets somewhere.
package enum PathBound: Hashable, Sendable {
    /// More parts of the space of packets would have to be followed than this.
    case parts(Int)
    /// What the search might spend has come to its end.
    case ended(Budget.End)
    /// Packets may get there, but none that was tried did: it depends on a limit, on which address or port of several a
    /// flow gets, or on a rule of too many boxes.
    case unconfirmed
    /// Packets leave for another process through the tunnel of this name.
    case elsewhere(String)
    /// Fragments may get there, of which rules see less than of whole packets.
    case fragments
    /// Packets come to the node of this name twice, with other addresses: what it knows of them by then is not followed.
    case again(String)
    /// What is asked about would be too many boxes of packets.
    case boxes
}
