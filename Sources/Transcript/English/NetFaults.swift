import Commands
import Events
import Grammar
import Network
import Wire

extension NetFileFault {
    /// What is wrong with a line of a file of a network.
    func english(in file: String, at line: Int) -> String {
        switch self {
        case .usage(let fault, let text):
            "\(file):\(line):\(CommandLine.column(ofByte: fault.range.lowerBound, in: text)): "
                + UsageText(fault, in: text).said(in: .english)
        case .notOfNetwork:
            "\(file):\(line): no command that makes a network, such as net add, route add, rule add, nat add or service add"
        case .command(let fault, let column): "\(file):\(line):\(column): \(fault.english)"
        case .empty: "\(file) has no node; expected one at least"
        }
    }
}

extension UnknownName: Statement {
    /// Why a name can't stand where an address can: what was expected.
    var english: String {
        switch meaning {
        case .link:
            "\(name) is a link or a zone, and no address; expected `on \(name)`, or addresses"
        case .word(let word):
            "no node is called \(name); expected a node or an address; did you mean \(word)?"
        case .domain(let node):
            "no node is called \(name), and \(node) has not resolved it; expected an address, or `\(node) resolve \(name)` first"
        case .nothing: "no node is called \(name); expected a node or an address"
        }
    }
}

extension TopologyFault: Statement {
    /// Why a network can't be changed so: what there is, and what was expected.
    var english: String {
        switch self {
        case .badName(let name):
            "\(name) is no name; expected a letter, then letters, digits, - and _, at most 32"
        case .nameTaken(let name, let subject):
            "a \(subject.rawValue) is called \(name) already; expected another name"
        case .unknown(let subject, let name, let known):
            "there is no \(subject.rawValue) \(name); expected \(Self.list(known))"
        case .full(let what, let limit):
            "there are too many \(what.english); expected at most \(limit)"
        case .noInterface(let name): "\(name) would be on no link; expected one at least"
        case .attached(let node, let link):
            "\(node) is on \(link) already; expected another link"
        case .notAttached(let node, let link):
            "\(node) is not on \(link); expected a link that it is on"
        case .unusableAddress(let address):
            "no host can have the address \(address); expected another"
        case .addressTaken(let address, let name):
            "\(name) has the address \(address) already; expected another"
        case .prefixRepeated(let prefix, let link):
            "it has addresses of \(prefix) on \(link) already; expected another prefix"
        case .siteAddress(let name):
            "\(name) stands for any address; expected none of its own"
        case .routeRepeated(let node): "\(node) has this route already; expected another"
        case .nextHopOutOfReach(let address, let node):
            "\(address) is on no link of \(node); expected the address of a neighbour"
        case .nextHopIsSelf(let address, let node):
            "\(address) is an address of \(node) itself; expected that of a neighbour"
        case .mixedFamilies:
            "the destination and the next hop are of two families; expected one"
        case .noSuchRoute(let node):
            "\(node) has no such route; expected one that was added to it"
        case .lastLink(let node):
            "\(node) would be on no link; expected the node to be removed first"
        case .lastNode(let node): "\(node) is the last node; expected one to stay"
        case .noClamp(let node, let link):
            "\(node) does not lower segment sizes at \(link); expected `mss clamp` first"
        case .zoneInTranslation(let zone, let number, let node):
            "NAT rule \(number) of \(node) names zone \(zone); expected one that no rule names"
        case .mtuOutOfRange(let mtu):
            "no link has an MTU of \(mtu) bytes; expected \(Link.leastMTU) to \(Link.mostMTU)"
        }
    }

    private static func list(_ names: [String]) -> String {
        switch names.count {
        case 0: "one to be added first"
        case 1...8: names.joined(separator: " or ")
        default: names.prefix(8).joined(separator: ", ") + " or another"
        }
    }
}

extension TopologyFault.Limit {
    /// What there are too many of.
    fileprivate var english: String {
        switch self {
        case .nodes: "nodes"
        case .links: "links"
        case .zones: "zones"
        case .interfaces: "links at the node"
        case .addresses: "addresses at the link"
        case .routes: "routes at the node"
        }
    }
}

extension NATRuleFault: Statement {
    /// Why an address translation rule is none, or can't stand there.
    var english: String {
        switch self {
        case .notIPv4: "only IPv4 is translated; expected IPv4 addresses"
        case .portsWithoutProtocol:
            "ports are given and packets without ports match, too; expected proto tcp or proto udp"
        case .outBeforeRouting:
            "a destination is translated before anybody knows where it goes out; expected on LINK, or no link"
        case .prefixesDiffer(let inside, let outside):
            "the prefixes have \(inside) and \(outside) bits; expected as many in both"
        case .onlyLinks: "a translation one to one asks about nothing but links; expected on LINK"
        case .noSuchRule(let number, 0):
            "there is no NAT rule \(number); expected one to be added first"
        case .noSuchRule(let number, let count):
            "there is no NAT rule \(number); expected 1 to \(count)"
        case .noSuchPlace(let number, let count):
            "no NAT rule can have number \(number); expected 1 to \(count)"
        case .repeated(let number):
            "the same rule stands there already as NAT rule \(number); expected another"
        case .full(let limit): "the list is full; expected at most \(limit) NAT rules"
        }
    }
}
