import Commands
import Events
import Grammar
import Network
import Wire

extension NetFileFault {
    /// What is wrong with a line of a file of a network, in Spanish.
    func spanish(in file: String, at line: Int) -> String {
        switch self {
        case .usage(let fault, let text):
            "\(file):\(line):\(CommandLine.column(ofByte: fault.range.lowerBound, in: text)): "
                + UsageText(fault, in: text).said(in: .spanish)
        case .notOfNetwork:
            "\(file):\(line): no es un comando que haga una red, como net add, route add, rule add, nat add o service add"
        case .command(let fault, let column): "\(file):\(line):\(column): \(fault.spanish)"
        case .empty: "\(file) no tiene nodos; se esperaba al menos uno"
        }
    }
}

extension UnknownName {
    var spanish: String {
        switch meaning {
        case .link:
            "\(name) es un enlace o una zona, y no una dirección; se esperaba `on \(name)`, o direcciones"
        case .word(let word):
            "ningún nodo se llama \(name); se esperaba un nodo o una dirección; ¿quisiste decir \(word)?"
        case .domain(let node):
            "ningún nodo se llama \(name), y \(node) no lo ha resuelto; se esperaba una dirección, o antes `\(node) resolve \(name)`"
        case .nothing: "ningún nodo se llama \(name); se esperaba un nodo o una dirección"
        }
    }
}

extension TopologyFault {
    var spanish: String {
        switch self {
        case .badName(let name):
            "\(name) no es un nombre; se esperaba una letra, y luego letras, dígitos, - y _, a lo más 32"
        case .nameTaken(let name, let subject):
            "ya hay algo de tipo \(subject.rawValue) llamado \(name); se esperaba otro nombre"
        case .unknown(let subject, let name, let known):
            "no hay \(subject.rawValue) \(name); se esperaba \(Self.listInSpanish(known))"
        case .full(let what, let limit):
            "hay demasiad\(what.spanish); se esperaban a lo más \(limit)"
        case .noInterface(let name):
            "\(name) no estaría en ningún enlace; se esperaba al menos uno"
        case .attached(let node, let link):
            "\(node) ya está en \(link); se esperaba otro enlace"
        case .notAttached(let node, let link):
            "\(node) no está en \(link); se esperaba un enlace en el que esté"
        case .unusableAddress(let address):
            "ningún host puede tener la dirección \(address); se esperaba otra"
        case .addressTaken(let address, let name):
            "\(name) ya tiene la dirección \(address); se esperaba otra"
        case .prefixRepeated(let prefix, let link):
            "ya tiene direcciones de \(prefix) en \(link); se esperaba otro prefijo"
        case .siteAddress(let name):
            "\(name) representa a cualquier dirección; no se esperaba ninguna propia"
        case .routeRepeated(let node): "\(node) ya tiene esta ruta; se esperaba otra"
        case .nextHopOutOfReach(let address, let node):
            "\(address) no está en ningún enlace de \(node); se esperaba la dirección de un vecino"
        case .nextHopIsSelf(let address, let node):
            "\(address) es una dirección del propio \(node); se esperaba la de un vecino"
        case .mixedFamilies:
            "el destino y el siguiente salto son de dos familias; se esperaba una sola"
        case .noSuchRoute(let node):
            "\(node) no tiene esa ruta; se esperaba una que se le haya agregado"
        case .lastLink(let node):
            "\(node) no estaría en ningún enlace; se esperaba que antes se quitara el nodo"
        case .lastNode(let node): "\(node) es el último nodo; se esperaba que quedara uno"
        case .noClamp(let node, let link):
            "\(node) no baja tamaños de segmento en \(link); se esperaba antes `mss clamp`"
        case .zoneInTranslation(let zone, let number, let node):
            "la regla NAT \(number) de \(node) nombra la zona \(zone); se esperaba una que ninguna regla nombre"
        case .mtuOutOfRange(let mtu):
            "ningún enlace tiene una MTU de \(mtu) bytes; se esperaba de \(Link.leastMTU) a \(Link.mostMTU)"
        }
    }

    private static func listInSpanish(_ names: [String]) -> String {
        switch names.count {
        case 0: "que antes se agregara uno"
        case 1...8: names.joined(separator: " o ")
        default: names.prefix(8).joined(separator: ", ") + " u otro"
        }
    }
}

extension TopologyFault.Limit {
    /// What there are too many of, in Spanish: it ends the word that says so.
    fileprivate var spanish: String {
        switch self {
        case .nodes: "os nodos"
        case .links: "os enlaces"
        case .zones: "as zonas"
        case .interfaces: "os enlaces en el nodo"
        case .addresses: "as direcciones en el enlace"
        case .routes: "as rutas en el nodo"
        }
    }
}

extension NATRuleFault {
    var spanish: String {
        switch self {
        case .notIPv4: "solo se traduce IPv4; se esperaban direcciones IPv4"
        case .portsWithoutProtocol:
            "se dan puertos y también coinciden paquetes sin puertos; se esperaba proto tcp o proto udp"
        case .outBeforeRouting:
            "un destino se traduce antes de saber por dónde sale; se esperaba on LINK, o ningún enlace"
        case .prefixesDiffer(let inside, let outside):
            "los prefijos tienen \(inside) y \(outside) bits; se esperaban los mismos en ambos"
        case .onlyLinks:
            "una traducción uno a uno no pregunta más que por enlaces; se esperaba on LINK"
        case .noSuchRule(let number, 0):
            "no hay ninguna regla NAT \(number); se esperaba que antes se agregara una"
        case .noSuchRule(let number, let count):
            "no hay ninguna regla NAT \(number); se esperaba de 1 a \(count)"
        case .noSuchPlace(let number, let count):
            "ninguna regla NAT puede tener el número \(number); se esperaba de 1 a \(count)"
        case .repeated(let number):
            "la misma regla ya está ahí como regla NAT \(number); se esperaba otra"
        case .full(let limit): "la lista está llena; se esperaban a lo más \(limit) reglas NAT"
        }
    }
}
