import Commands
import Events
import Network
import Wire

/// Draws the network, and says what was changed of it.
struct NetWriter: Writer {
    private typealias Say = NetPhrase
    var page: Page

    mutating func write(_ event: NetEvent) {
        switch event {
        case .added(let thing, let name):
            page.line(Say.added, (.what, thing.word), (.name, name))
        case .removed(let thing, let name):
            page.line(Say.removed, (.what, thing.word), (.name, name))
        case .mtuSet(let link, let mtu):
            page.line(Say.mtuSet, (.link, link), (.count, mtu))
        case .clamped(let node, let link, let limit):
            page.line(Say.clamped, (.node, node), (.link, link), (.count, limit))
        case .unclamped(let node, let link):
            page.line(Say.unclamped, (.node, node), (.link, link))
        case .routed(let node, let route, let net):
            page.line(Say.routed, (.node, node), (.what, NetEvent.text(of: route, in: net)))
        case .unrouted(let node, let route, let net):
            page.line(Say.unrouted, (.node, node), (.what, NetEvent.text(of: route, in: net)))
        case .routes(let node, let routes, let net):
            write(routes.map { RouteRow($0, in: net) }, of: node)
        case .zones(let net):
            net.zones.isEmpty ? page.line(Say.noZones) : write(zonesOf: net)
        case .antispoof(let node, let check, _):
            switch check {
            case .off: page.line(Say.spoofUnasked, (.node, node))
            case .strict: page.line(Say.spoofStrict, (.node, node))
            case .loose: page.line(Say.spoofLoose, (.node, node))
            }
        case .loaded(let name, let net):
            page.line(
                Say.loaded, (.name, name), (.count, net.nodeIDs.count),
                (.total, net.linkIDs.count))
        case .made(let file, let net, let places):
            page.line(
                Say.made, (.file, file), (.count, net.nodeIDs.count), (.total, net.linkIDs.count))
            for place in places {
                page.line(
                    in: 2, place.isAssumed ? Say.placeAssumed : Say.placeSaid,
                    (.link, place.link), (.target, place.address))
                if !place.isNamed { page.line(in: 4, Say.placeAdded, (.link, place.link)) }
                if place.isOutside { page.line(in: 4, Say.placeOutside, (.link, place.link)) }
            }
        case .saved(let file, let net):
            page.line(
                Say.saved, (.count, net.nodeIDs.count), (.total, net.linkIDs.count), (.file, file))
        case .shown(let net, let isLinear):
            if isLinear || page.layout == .linear { tell(net) } else { draw(net) }
        case .searched(let answer): page.lend(PathWriter.self) { $0.write(answer) }
        case .differed(let comparison): page.lend(PathWriter.self) { $0.write(comparison) }
        case .checked(let check): page.lend(PathWriter.self) { $0.write(check) }
        case .listed(let names):
            page.line(Say.listed, (.count, names.count), (.members, Listed(names, last: .and)))
        }
    }

    private mutating func write(_ routes: [RouteRow], of node: String) {
        guard !routes.isEmpty else { return page.line(Say.noRoutes, (.node, node)) }
        page.line(Say.routesOf, (.node, node))
        let columns = Columns(.fitting(routes.map(\.prefix), after: 2), .rest())
        for route in routes {
            let way = Composed { page in
                if let gateway = route.gateway {
                    page.say(Say.via, (.target, gateway), (.link, route.link))
                } else {
                    page.say(Say.direct, (.link, route.link))
                }
            }
            let isConnected = route.source == .connected
            page.row(
                columns, route.prefix,
                Composed { page in
                    if isConnected {
                        page.say(Say.connected, (.what, way))
                    } else {
                        way.write(on: &page)
                    }
                })
        }
    }

    // MARK: - In sentences

    private mutating func tell(_ net: Topology) {
        for node in net.nodeIDs.map({ NetNode($0, in: net) }) {
            let places = node.places.map { place in
                Composed { page in
                    if place.addresses.isEmpty {
                        return page.say(Say.onLink, (.link, place.link))
                    }
                    page.say(
                        Say.onLinkAs, (.link, place.link),
                        (.members, Listed(place.addresses, last: .and)))
                }
            }
            page.line(
                Say.nodeOn, (.name, node.name), (.what, node.kind.rawValue),
                (.place, Listed(places, last: .and)))
            for route in node.routes {
                page.line(in: 2, Say.routed, (.node, node.name), (.what, route))
            }
        }
        for id in net.linkIDs {
            let link = net[id]
            guard !link.ends.isEmpty else {
                page.line(Say.unused, (.name, link.name))
                continue
            }
            page.line(
                Say.linkJoins, (.name, link.name),
                (.members, Listed(link.ends.map { net.name(of: $0) }, last: .and)),
                (.time, link.delay), (.count, link.mtu))
        }
        write(zonesOf: net)
    }

    private mutating func write(zonesOf net: Topology) {
        for zone in net.zones {
            page.line(
                Say.zone, (.name, zone.name),
                (.members, Listed(zone.links.map { net.name(of: $0) }, last: .and)))
        }
    }

    // MARK: - As a drawing

    /// Each link as a line, with the nodes on it as boxes: a node on several links stands at each of them.
    private mutating func draw(_ net: Topology) {
        for (place, id) in net.linkIDs.enumerated() {
            if place > 0 { page.endLine() }
            let link = net[id]
            guard !link.ends.isEmpty else {
                page.line(Say.unused, (.name, link.name))
                continue
            }
            let boxes = link.ends.map { end in
                let addresses = net[end].interface(on: id)?.addresses ?? []
                return [net.name(of: end), net[end].kind.rawValue] + addresses.map { "\($0)" }
            }
            let label = Composed { page in
                if link.mtu == Link.usualMTU {
                    page.say(Say.busDelay, (.name, link.name), (.time, link.delay))
                } else {
                    page.say(
                        Say.busMTU, (.name, link.name), (.time, link.delay), (.limit, link.mtu))
                }
            }.said(in: page.language)
            for line in NetDrawing.lines(of: boxes, on: label) {
                page.put(line)
                page.endLine()
            }
        }
        guard !net.zones.isEmpty else { return }
        page.endLine()
        write(zonesOf: net)
    }
}
