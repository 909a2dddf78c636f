import Firewall
import Wire

/// The object groups of a file: addresses, and protocols with their ports (IOS, "object-group").
struct CiscoGroups {
    private var networks: [String: [AddressRange]] = [:]
    /// Each service as what it takes, whatever the family.
    private var services: [String: [RuleDraft]] = [:]
    /// The group being read.
    private var current: (name: String, isNetwork: Bool)?

    /// The most services of one group; a group has at most `AddressSet.memberLimit` networks.
    private static let serviceLimit = 1_000

    /// Reads `object-group network NAME`, or `service`; a group goes on where it was ended.
    mutating func open(_ words: inout Words) throws(ForeignFault) {
        current = nil
        _ = try words.next()
        let kind = try words.next()
        let name = try words.next()
        guard ["network", "service"].contains(kind.text), words.isAtEnd else {
            throw kind.fault(.unsupportedMatch)
        }
        let isNetwork = kind.text == "network"
        if isNetwork ? services[name.text] != nil : networks[name.text] != nil {
            throw name.fault(.defined)
        }
        if isNetwork {
            networks[name.text, default: []] += []
        } else {
            services[name.text, default: []] += []
        }
        current = (name.text, isNetwork)
    }

    /// Reads a line of the group that is open; false where none is, or the line is none of a group's.
    mutating func readLine(_ words: inout Words) throws(ForeignFault) -> Bool {
        guard let (name, isNetwork) = current, let first = words.peek else { return false }
        let others = ["ip", "ipv6", "interface", "object-group", "access-list", "end", "exit"]
        if others.contains(first.text), first.range.lowerBound == 0 {
            current = nil
            return false
        }
        if first.text == "description" { return true }
        if words.take("group-object") {
            let inner = try words.next()
            // Only what stands further up can be in it, so that there is no circle.
            guard inner.text != name else { throw inner.fault(.undefined) }
            if isNetwork {
                try add(try network(inner), to: name, inner)
            } else {
                try add(try service(inner), to: name, inner)
            }
        } else if isNetwork {
            try add([try readNetwork(&words)], to: name, first)
        } else {
            try add([try readService(&words)], to: name, first)
        }
        if !words.isAtEnd { throw try words.next().fault(.unknownWord) }
        return true
    }

    /// The addresses of a group.
    func network(_ name: Word) throws(ForeignFault) -> [AddressRange] {
        guard let group = networks[name.text] else { throw name.fault(.undefined) }
        return group
    }

    /// The services of a group; empty groups take nothing.
    func service(_ name: Word) throws(ForeignFault) -> [RuleDraft] {
        guard let group = services[name.text] else { throw name.fault(.undefined) }
        return group
    }

    private mutating func add(
        _ more: [AddressRange], to name: String, _ word: Word
    ) throws(ForeignFault) {
        networks[name, default: []] += more
        guard networks[name, default: []].count <= AddressSet.memberLimit else {
            throw word.fault(.tooManyMembers(limit: AddressSet.memberLimit))
        }
    }

    private mutating func add(
        _ more: [RuleDraft], to name: String, _ word: Word
    ) throws(ForeignFault) {
        services[name, default: []] += more
        guard services[name, default: []].count <= Self.serviceLimit else {
            throw word.fault(.tooManyMembers(limit: Self.serviceLimit))
        }
    }

    /// Reads `host A`, `any`, `range A B`, `A MASK` or `A/LENGTH`; masks are those of subnets, and no wildcards.
    private func readNetwork(_ words: inout Words) throws(ForeignFault) -> AddressRange {
        let word = try words.next()
        switch word.text {
        case "any": return .all(.v4)
        case "host":
            let host = try words.next()
            return try host.answers(for: try ForeignValues.range(host.text))
        case "range":
            let (first, last) = (try words.next(), try words.next())
            return try first.answers(
                for: try ForeignValues.range("\(first.text)-\(last.text)"))
        default:
            guard !words.isAtEnd else {
                return try word.answers(for: AddressRange(try ForeignValues.prefix(word.text)))
            }
            let mask = try words.next()
            return try word.answers(
                for: AddressRange(try ForeignValues.prefix("\(word.text)/\(mask.text)")))
        }
    }

    /// Reads `tcp eq 80`, `udp source gt 1023 eq 53`, `icmp echo` or the name of a protocol.
    private func readService(_ words: inout Words) throws(ForeignFault) -> RuleDraft {
        let word = try words.next()
        var draft = RuleDraft()
        if word.text == "ip" { return draft }
        let protocols: [IPProtocol] =
            word.text == "tcp-udp" ? [.tcp, .udp] : [try word.read(ServiceTable.proto)]
        try word.answers(for: try draft.narrow(protocols: protocols))
        let hasPorts = protocols.allSatisfy(\.hasPorts)
        if words.take("source") {
            guard let ports = try CiscoPorts.read(&words, hasPorts) else {
                throw words.fault(.missingWord)
            }
            try word.answers(for: try draft.narrow(.sourcePort, to: ports))
        }
        if let ports = try CiscoPorts.read(&words, hasPorts) {
            try word.answers(for: try draft.narrow(.destinationPort, to: ports))
        } else if hasPorts, let port = words.peek {
            _ = try words.next()
            let number = try port.read(ServiceTable.port)
            try port.answers(
                for: try draft.narrow(.destinationPort, to: [Interval(number, number)]))
        } else if protocols == [.icmp], let name = words.peek {
            _ = try words.next()
            let (type, code) = try name.answers(for: try ServiceTable.message(name.text, .v4))
            try name.blamed { () throws(ForeignProblem) in
                try draft.narrow(.icmpType, to: [type])
                if let code { try draft.narrow(.icmpCode, to: [code]) }
            }
        }
        return draft
    }
}
