/// A name for links that rules may use in their place.
package struct LinkZone: Hashable, Sendable {
    /// The name.
    package let name: LinkName
    /// The links.
    package let links: [LinkName]

    /// A zone.
    package init(name: LinkName, links: [LinkName]) {
        self.name = name
        self.links = links
    }
}

/// Over which links a packet may come in, or go out: as a person names them, and what that means at the moment.
///
/// As with sets of addresses the names are what a rule says; a zone that gets another link changes its rules.
package struct LinkMatch: Hashable, Sendable {
    /// Links and zones, in the order in which they were written.
    package let names: [LinkName]
    /// The links that they stand for; none where a zone has none here, and then nothing matches.
    package private(set) var links: [LinkName]

    /// These links, or zones that have not been looked up.
    package init(_ names: [LinkName]) {
        self.names = names
        links = names
    }

    /// Whether it is about a link.
    package func contains(_ link: LinkName) -> Bool { links.contains(link) }

    /// Looks the zones up, at a firewall that knows `known` links.
    mutating func resolve(_ zones: [LinkZone], known: [LinkName]) {
        var found: [LinkName] = []
        for name in names {
            let zone = zones.first { $0.name == name }
            for link in zone?.links ?? [name] where known.contains(link) && !found.contains(link) {
                found.append(link)
            }
        }
        links = found
    }

    /// Two are the same that have the same names.
    package static func == (one: Self, other: Self) -> Bool { one.names == other.names }

    package func hash(into hasher: inout Hasher) { hasher.combine(names) }
}
