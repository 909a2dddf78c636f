package import Firewall
package import Network
package import Timeline
import Wire

/// A network as a text: the commands that make it, a line each, behind a mark.
package enum NetFile {
    /// What the first line of every file says that the lab saves, behind the sign of a comment.
    package static let mark = Array("# garita network\n".utf8)

    /// The commands that make a network, and the rules of those of its nodes that have any; of no use when the budget has
    /// ended.
    package static func text(
        of net: Topology, rules: (NodeID) -> Gateway?, _ budget: Budget = Budget()
    ) -> [UInt8] {
        var text = text(of: net)
        for node in net.nodeIDs {
            guard budget.spend(Budget.item), let gateway = rules(node) else { continue }
            for list in [RuleChain.forward, .input, .output] {
                RuleFile.write(
                    gateway[list],
                    behind: "\(net.name(of: node)) "
                        + (list == .forward ? "" : "\(list.rawValue) "),
                    isWhole: false, usual: usualDefault(of: list, at: net[node].kind), to: &text,
                    budget)
            }
        }
        return text
    }

    /// What the list of a node does with a packet that no rule decides about, until somebody says otherwise.
    package static func usualDefault(of list: RuleChain, at kind: Node.Kind) -> Action {
        list == .forward && kind == .gateway ? .deny : .allow
    }

    /// The commands that make a network.
    package static func text(of net: Topology) -> [UInt8] {
        var text = mark
        for link in net.linkIDs { write(net[link], to: &text) }
        for node in net.nodeIDs { write(net[node], of: net, to: &text) }
        for node in net.nodeIDs {
            for route in net[node].routes {
                text += "\(net.name(of: node)) route add ".utf8
                write(route, of: net, to: &text)
                text.append(0x0A)
            }
        }
        for node in net.nodeIDs where net[node].reversePath != .off {
            text += "\(net.name(of: node)) antispoof \(net[node].reversePath.rawValue)\n".utf8
        }
        for node in net.nodeIDs { write(net[node].services, of: net[node].name, to: &text) }
        for zone in net.zones {
            text += "zone add \(zone.name)".utf8
            for link in zone.links { text += " \(net.name(of: link))".utf8 }
            text.append(0x0A)
        }
        for node in net.nodeIDs {
            for clamp in net[node].clamps {
                text +=
                    "\(net.name(of: node)) mss clamp on \(net.name(of: clamp.link)) to \(clamp.limit)\n"
                    .utf8
            }
            for rule in net[node].translation.rules {
                text += "\(net.name(of: node)) nat add ".utf8
                rule.write(to: &text)
                text.append(0x0A)
            }
        }
        return text
    }

    /// Appends a route as `route add` reads it: `10.0.0.0/8 via 192.0.2.1`, `default out internet`.
    package static func write(_ route: StaticRoute, of net: Topology, to text: inout [UInt8]) {
        switch route.destination {
        case .every: text += "default".utf8
        case .prefix(let prefix):
            if case .via = route.nextHop, prefix.length == 0 {
                text += "default".utf8
            } else {
                prefix.write(to: &text)
            }
        }
        switch route.nextHop {
        case .via(let address):
            text += " via ".utf8
            address.write(to: &text)
        case .out(let link): text += " out \(net.name(of: link))".utf8
        }
    }

    private static func write(_ link: Link, to text: inout [UInt8]) {
        text += "net add link \(link.name)".utf8
        if link.delay != Link.usualDelay {
            text += " delay \(link.delay.nanoseconds / 1_000_000)ms".utf8
        }
        if link.mtu != Link.usualMTU { text += " mtu \(link.mtu)".utf8 }
        text.append(0x0A)
    }

    private static func write(_ node: Node, of net: Topology, to text: inout [UInt8]) {
        text += "net add \(node.kind.rawValue) \(node.name)".utf8
        for interface in node.interfaces {
            text += " on \(net.name(of: interface.link))".utf8
            for (place, address) in interface.addresses.enumerated() {
                text.append(place == 0 ? 0x20 : UInt8(ascii: ","))
                address.write(to: &text)
            }
        }
        text.append(0x0A)
    }

    // MARK: - Those that come with the program

    /// The networks that can be named without a path, in the order in which they are listed.
    package static let library: [(name: String, text: String)] = [
        ("standard", standard), ("office", office), ("two-offices", twoOffices),
        ("behind-nat", behindNAT),
    ]

    /// The text of a network that comes with the program; nil where none is called so.
    package static func text(named name: String) -> [UInt8]? {
        library.first { $0.name == name }.map { Array($0.text.utf8) }
    }

    private static let standard = """
        # garita network
        net add link lan-a
        net add link internet delay 20ms
        net add link lan-b
        net add site site-a on lan-a
        net add gateway gw-a on lan-a on internet 198.51.100.1
        net add router gw-b on internet 203.0.113.1 on lan-b
        net add site site-b on lan-b
        site-a route add default out lan-a
        gw-a route add default out lan-a
        gw-a route add default out internet
        gw-b route add default out internet
        gw-b route add default out lan-b
        site-b route add default out lan-b

        """

    private static let office = """
        # garita network
        net add link lan
        net add link lan-dmz
        net add link wan delay 5ms
        net add link world delay 20ms
        net add host pc1 on lan 10.0.0.11/24,2001:db8:a::11/64
        net add host pc2 on lan 10.0.0.12/24,2001:db8:a::12/64
        net add host web on lan-dmz 10.0.1.80/24,2001:db8:a:1::80/64
        net add host dns on lan-dmz 10.0.1.53/24,2001:db8:a:1::53/64
        net add gateway gw on lan 10.0.0.1/24,2001:db8:a::1/64 on lan-dmz 10.0.1.1/24,2001:db8:a:1::1/64 on wan 198.51.100.2/30,2001:db8:ff::2/64
        net add router isp on wan 198.51.100.1/30,2001:db8:ff::1/64 on world 203.0.113.1/24,2001:db8:b::1/64
        net add host visitor on world 203.0.113.9/24,2001:db8:b::9/64
        pc1 route add default via 10.0.0.1
        pc1 route add default via 2001:db8:a::1
        pc2 route add default via 10.0.0.1
        pc2 route add default via 2001:db8:a::1
        web route add default via 10.0.1.1
        web route add default via 2001:db8:a:1::1
        dns route add default via 10.0.1.1
        dns route add default via 2001:db8:a:1::1
        gw route add default via 198.51.100.1
        gw route add default via 2001:db8:ff::1
        isp route add 2001:db8:a::/48 via 2001:db8:ff::2
        visitor route add default via 203.0.113.1
        visitor route add default via 2001:db8:b::1
        pc2 service add telnet login alice:wonderland
        web service add http page "Welcome to the office"
        web service add ssh banner SSH-2.0-OpenSSH_9.6
        web service add echo udp
        dns service add dns udp
        dns service add dns
        dns record add web.office a 10.0.1.80
        dns record add web.office aaaa 2001:db8:a:1::80
        dns record add www.office cname web.office
        dns record add office mx 10 mail.office
        dns record add 80.1.0.10.in-addr.arpa ptr web.office
        zone add inside lan
        zone add dmz lan-dmz
        zone add outside wan world

        """

    private static let twoOffices = """
        # garita network
        net add link lan-a
        net add link wan-a delay 10ms
        net add link wan-b delay 10ms
        net add link lan-b
        net add host pc-a on lan-a 10.0.0.11/24,2001:db8:a::11/64
        net add host web-a on lan-a 10.0.0.80/24,2001:db8:a::80/64
        net add gateway gw-a on lan-a 10.0.0.1/24,2001:db8:a::1/64 on wan-a 198.51.100.2/30,2001:db8:fa::2/64
        net add gateway gw-b on wan-b 203.0.113.2/30,2001:db8:fb::2/64 on lan-b 10.1.0.1/24,2001:db8:b::1/64
        net add router isp on wan-a 198.51.100.1/30,2001:db8:fa::1/64 on wan-b 203.0.113.1/30,2001:db8:fb::1/64
        net add host pc-b on lan-b 10.1.0.11/24,2001:db8:b::11/64
        net add host web-b on lan-b 10.1.0.80/24,2001:db8:b::80/64
        pc-a route add default via 10.0.0.1
        pc-a route add default via 2001:db8:a::1
        web-a route add default via 10.0.0.1
        web-a route add default via 2001:db8:a::1
        gw-a route add default via 198.51.100.1
        gw-a route add default via 2001:db8:fa::1
        gw-b route add default via 203.0.113.1
        gw-b route add default via 2001:db8:fb::1
        isp route add 2001:db8:a::/48 via 2001:db8:fa::2
        isp route add 2001:db8:b::/48 via 2001:db8:fb::2
        pc-b route add default via 10.1.0.1
        pc-b route add default via 2001:db8:b::1
        web-b route add default via 10.1.0.1
        web-b route add default via 2001:db8:b::1
        zone add inside lan-a lan-b
        zone add outside wan-a wan-b

        """

    private static let behindNAT = """
        # garita network
        net add link lan-a
        net add link home
        net add link wan delay 5ms
        net add link far delay 20ms
        net add link lan-b
        net add host pc-a on lan-a 10.9.0.11/24
        net add gateway gw-a on lan-a 10.9.0.1/24 on home 192.168.1.2/24
        net add gateway gw-b on far 203.0.113.2/30 on lan-b 10.1.0.1/24
        net add router box on home 192.168.1.1/24 on wan 198.51.100.2/30
        net add router isp on wan 198.51.100.1/30 on far 203.0.113.1/30
        net add host phone on home 192.168.1.3/24
        net add host web-b on lan-b 10.1.0.80/24
        pc-a route add default via 10.9.0.1
        gw-a route add default via 192.168.1.1
        gw-b route add default via 203.0.113.1
        box route add default via 198.51.100.1
        phone route add default via 192.168.1.1
        web-b route add default via 10.1.0.1
        box nat add masquerade out wan from 192.168.1.0/24

        """
}
