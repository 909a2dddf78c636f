package import Wire

/// A host or a gateway, as it is written down: what it is made of when the network starts.
package struct Node: Hashable, Sendable {
    /// What it is called in every output.
    package let name: String
    /// What it is for.
    package let kind: Kind
    /// Where it is attached, in the order in which it was; at least one place as long as the node is there.
    package internal(set) var interfaces: [Interface]
    /// Its routes beyond those of its interfaces, in the order in which they were added.
    package internal(set) var routes: [StaticRoute] = []
    /// What it offers, in the order in which it was added; only hosts offer anything.
    package internal(set) var services: [HostService] = []
    /// How it changes packets that pass through it.
    package internal(set) var changes = PacketChanges()
    /// How it asks whether a packet can have come from where it says.
    package internal(set) var reversePath = ReversePathCheck.off
    /// Whether it has been removed: only what is remembered of it names it still.
    package internal(set) var isRemoved = false

    /// What a node is for.
    package enum Kind: String, CaseIterable, Hashable, Sendable {
        /// It begins and ends packets, under its own addresses.
        case host
        /// It stands for every host that no other node is: it has every address.
        case site
        /// It forwards packets, and denies all of them until it has rules.
        case gateway
        /// It forwards packets, and lets all of them pass until it has rules.
        case router

        /// Whether it forwards packets that are not for itself.
        var forwards: Bool {
            switch self {
            case .host, .site: false
            case .gateway, .router: true
            }
        }
    }

    /// A node with its interfaces.
    package init(name: String, kind: Kind, interfaces: [Interface]) {
        self.name = name
        self.kind = kind
        self.interfaces = interfaces
    }

    /// Whether it forwards packets that are not for itself.
    package var forwards: Bool { kind.forwards }

    /// Whether it stands for any address.
    package var standsForAny: Bool { kind == .site }

    /// How it translates addresses; only nodes that forward do.
    package internal(set) var translation: NATRules {
        get { changes.rules }
        set { changes.rules = newValue }
    }

    /// The links at which it lowers the maximum segment size, in the order in which they were added.
    package internal(set) var clamps: [SegmentClamp] {
        get { changes.clamps }
        set { changes.clamps = newValue }
    }

    /// Its first address of a family; nil where it has none.
    package func address(_ family: IPFamily) -> IPAddress? {
        for interface in interfaces {
            if let address = interface.address(family) { return address }
        }
        return nil
    }

    /// Whether an address is one of its own.
    package func has(_ address: IPAddress) -> Bool {
        interfaces.contains { interface in
            interface.addresses.contains { $0.address == address }
        }
    }

    /// Its interface on a link; nil where it has none there.
    package func interface(on link: LinkID) -> Interface? {
        interfaces.first { $0.link == link }
    }
}
