import Commands
import Cipher
import Dialects
import EventLoop
import Events
import Fabric
import Firewall
import Grammar
import Network
import Tunnel
import Wire

extension CommandFault {
    var spanish: String {
        switch self {
        case .rules(.ended(let end)), .ended(let end):
            "\(end.said(in: .spanish)); no ha cambiado nada"
        case .rules(let fault): fault.spanish
        case .network(let fault): fault.spanish
        case .noSuchPacket(let number, 0):
            "no hay ningún paquete \(number); se esperaba que antes se enviara uno"
        case .noSuchPacket(let number, let last):
            "no hay ningún paquete \(number); se esperaba de 1 a \(last)"
        case .forgottenPacket(let number, let oldest):
            "el paquete \(number) ya no se conserva; se esperaba \(oldest) o uno posterior"
        case .notJudged(let number, let list, let gateway):
            "el paquete \(number) no llegó a la lista \(list.rawValue) de \(gateway.text); se esperaba uno sobre el que decidieran sus reglas"
        case .rulesChanged(let number):
            "las reglas cambiaron desde el paquete \(number); se esperaba un paquete posterior"
        case .tooManyBoxes(let limit):
            "estos paquetes son más de \(limit) cajas; se esperaban listas más cortas"
        case .ruleFile(let name, let fault): fault.spanish(in: name)
        case .capture(let name, let fault): "\(name): \(fault.spanish)"
        case .noSuchHost(let name):
            "ningún nodo se llama \(name), y no se conoce una dirección con ese nombre; se esperaba un nodo, una dirección, o antes `resolve`"
        case .voteCount(let count):
            "una votación tiene un número por respuesta; se esperaban \(count) números"
        case .noSuchConnection(_, 0):
            "el host no tiene conexiones; se esperaba una que `connection list` muestre"
        case .noSuchConnection(let number, let count):
            "no hay ninguna conexión \(number); se esperaba de 1 a \(count)"
        case .noAddress(let name):
            "\(name) no tiene dirección de la familia del host; se esperaba otro host"
        case .noSuchNode(let name): name.spanish
        case .standsForAny(let name):
            "\(name) no tiene dirección propia, representa a cualquiera; se esperaba una dirección, o `on LINK`"
        case .noAddressOfFamily(let name, let families):
            "\(name) no tiene dirección \(families.contains(.v4) ? "IPv4" : "IPv6"); se esperaba que ambos extremos fueran de una familia"
        case .nodeInUse(let node, let number, let list, let gateway):
            "la regla \(number) de la lista \(list.rawValue) de \(gateway.text) nombra a \(node); se esperaba un nodo que ninguna regla nombre"
        case .nameOfSet(let name, let gateway):
            "un conjunto de \(gateway.text) ya se llama \(name); se esperaba otro nombre"
        case .noResolver:
            "el host no conoce ningún servidor DNS; se esperaba `at SERVER`"
        case .portInUse(let port):
            "otro servicio escucha en el puerto \(port.rawValue); se esperaba otro puerto"
        case .noSuchService(let name, let port):
            "ningún \(name.rawValue) escucha en el puerto \(port.rawValue); se esperaba uno que `service list` muestre"
        case .noZone: "el host no tiene servicio DNS; se esperaba antes `service add dns`"
        case .recordRefused(let record):
            "\(record.name) no puede ser un alias y además otra cosa; se esperaba un registro que vaya con los otros"
        case .noSuchRecord(let name):
            "no se dice nada de \(name); se esperaba un nombre que `record list` muestre"
        case .noSuchGateway(let name, let known):
            "\(name) no es un gateway; se esperaba \(known.joined(separator: " o "))"
        case .noSuchLink(let link, let gateway, let known):
            "\(gateway.text) no tiene enlace \(link.rawValue); se esperaba "
                + known.map(\.rawValue).joined(separator: " o ")
        case .linkWithoutEnd(let link, let known):
            "solo un archivo de reglas nombra el enlace \(link.rawValue), y no hay nada en su otro extremo; se esperaba "
                + known.map(\.rawValue).joined(separator: " o ") + ", o `packet test`"
        case .noSuchTopic(let words):
            "ningún comando empieza con \(words); se esperaba uno que `help` liste"
        case .file(let name, let problem):
            "\(Quoted(Array(name.utf8)).said(in: .spanish))\(problem.spanish)"
        case .fixedPort:
            "un script no abre ningún puerto que él nombre; no se esperaba ninguno, o bien garita --allow-ports"
        case .sourceCycle(let name):
            "\(name) ya se está ejecutando; se esperaba un archivo que no se llame a sí mismo"
        case .sourceTooDeep(let limit):
            "los archivos se llaman unos a otros con demasiada profundidad; se esperaban a lo más \(limit) niveles"
        case .nothingBefore(0): "todavía no ha cambiado nada: no hay a dónde regresar"
        case .nothingBefore(let steps):
            "\(steps == 1 ? "se puede regresar 1 paso" : "se pueden regresar \(steps) pasos"); se esperaban a lo más esos, o `rewind`"
        case .nothingAfter(0): "no hay a dónde avanzar; se esperaba antes `back`"
        case .nothingAfter(let steps):
            "\(steps == 1 ? "se puede avanzar 1 paso" : "se pueden avanzar \(steps) pasos"); se esperaban a lo más esos"
        case .noSuchSnapshot(let name, []):
            "ningún punto se llama \(name); se esperaba antes `snapshot \(name)`"
        case .noSuchSnapshot(let name, let known):
            "ningún punto se llama \(name); se esperaba \(known.joined(separator: " o "))"
        case .nameOfBranch(let name):
            "\(name) es una rama; se esperaba otro nombre, o `restore \(name)` para ir a su final"
        case .nameOfPlace(let name):
            "\(name) es el nombre de un punto; se esperaba otro para una rama"
        case .noPageHere:
            "de lo que corre aquí no se hace página; se esperaba `transcript html` en la línea de comandos o en el script mismo, o `garita page LAB FILE`"
        case .pageTooLong:
            "se ha dicho más de lo que cabe en una página; se esperaba `transcript FILE`"
        case .tooManySnapshots(let limit):
            "\(limit) puntos tienen nombre, y no caben más; se esperaba el nombre de uno de ellos"
        case .placeNotKept:
            "la red de ese punto no se conserva: algo estaba en camino, había una captura, tenía demasiadas reglas, o fue hace demasiado; `snapshot` conserva uno con nombre"
        case .noSuchStep(let step, let count):
            "la lección no tiene paso \(step); se esperaba de 1 a \(count)"
        case .captureGoesNotBack:
            "se están capturando paquetes, y una captura no retrocede; se esperaba antes `capture stop`"
        case .tunnelGoesNotBack(let name):
            "el otro extremo de \(name) está en otro proceso, que no retrocede; se esperaba antes `tunnel close \(name)`"
        case .somethingUnderWay: "algo está en camino; se esperaba antes `wait`"
        case .captureRunning: "ya se están capturando paquetes; se esperaba antes `capture stop`"
        case .noCaptureRunning:
            "no se están capturando paquetes; se esperaba antes `capture start`"
        case .noCapture: "no se ha capturado nada; se esperaba antes `capture start`"
        case .nothingBeforePipe:
            "no hay nada delante de `|`; se esperaba ahí un comando: `rule list | find deny`"
        case .transcriptRunning:
            "ya se está escribiendo una transcripción; se esperaba antes `transcript off`"
        case .noTranscript:
            "no se está escribiendo ninguna transcripción; se esperaba antes `transcript FILE`"
        case .zoneInUse(let zone, let number, let list, let gateway):
            "la regla \(number) de la lista \(list.rawValue) de \(gateway.text) nombra la zona \(zone); se esperaba una que ninguna regla nombre"
        case .listInFront(let list):
            "esto no trata de ninguna lista de reglas; se esperaba un comando sobre reglas o conjuntos, un packet test o una afirmación detrás de `\(list.rawValue)`"
        case .reservedName(let name):
            "\(name) es una palabra de los comandos; se esperaba otro nombre"
        case .netFile(let file, let line, let fault): fault.spanish(in: file, at: line)
        case .noHost(let name, []):
            "\(name) no es un host, y esta red no tiene ninguno; se esperaba antes `net load office`"
        case .noHost(let name, let known):
            "\(name) no es un host; se esperaba uno delante del comando: \(known.joined(separator: ", "))"
        case .translation(let fault): fault.spanish
        case .noTranslation(let name):
            "\(name) no reenvía nada; se esperaba un gateway o router delante del comando"
        case .setInTranslation(let set):
            "ninguna regla NAT se refiere a un conjunto como @\(set.rawValue); se esperaban direcciones"
        case .noIPv4(let name):
            "\(name) no tiene dirección IPv4; se esperaba un nodo que tenga una"
        case .nothingToUndo: "no ha cambiado ninguna regla NAT; se esperaba antes un cambio"
        case .nothingToRedo: "no se ha deshecho nada; se esperaba antes `nat undo`"
        case .exercise(let problem): problem.spanish
        case .submission(let problem): problem.spanish
        case .students(let problem): problem.spanish
        }
    }
}

extension RuleFileFault {
    /// What is wrong inside a file of rules, in Spanish.
    fileprivate func spanish(in file: String) -> String {
        switch self {
        case .notARule(let line):
            "\(file):\(line): no es un comando de un archivo de reglas; "
                + "se esperaba rule add, set add, rule default, rule order o rule disable"
        case .usage(let line, let fault, let text):
            "\(file):\(line):\(CommandLine.column(ofByte: fault.range.lowerBound, in: text)): "
                + UsageText(fault, in: text).said(in: .spanish)
        case .rules(let line, let fault): "\(file):\(line): \(fault.spanish)"
        case .unknownFormat:
            "\(file) no es un archivo de reglas que se conozca; se esperaba uno, o `as` y su formato"
        case .foreign(let fault):
            "\(fault.file ?? file):\(fault.line):\(fault.range.lowerBound + 1): \(fault.problem.spanish)"
        case .unwritableTranslation(let number, let problem):
            "no se puede escribir la regla NAT \(number): \(problem.spanish)"
        case .unwritable(0, let problem, .forward):
            "no se puede escribir la lista: \(problem.spanish)"
        case .unwritable(0, let problem, let list):
            "no se puede escribir la lista \(list.rawValue): \(problem.spanish)"
        case .unwritable(let number, let problem, let list):
            "no se puede escribir la regla \(number)\(list == .forward ? "" : " de la lista \(list.rawValue)"): \(problem.spanish)"
        }
    }
}

extension RuleSetFault {
    var spanish: String {
        switch self {
        case .noSuchRule(let number, 0):
            "no hay ninguna regla \(number); se esperaba que antes se agregara una"
        case .noSuchRule(let number, let count):
            "no hay ninguna regla \(number); se esperaba de 1 a \(count)"
        case .noSuchPlace(let number, let count):
            "ninguna regla puede tener el número \(number); se esperaba de 1 a \(count)"
        case .repeated(_, let number):
            "la misma regla ya está ahí como regla \(number); se esperaba otra"
        case .full(let limit): "la lista está llena; se esperaban a lo más \(limit) reglas"
        case .noRuleCalled(let name):
            "ninguna regla se llama \(name.text); se esperaba un nombre que `rule list` muestre"
        case .nameTaken(let name, let number):
            "la regla \(number) ya se llama \(name.text); se esperaba otro nombre"
        case .alreadyEnabled(let number, true):
            "la regla \(number) ya está activada; se esperaba una desactivada"
        case .alreadyEnabled(let number, false):
            "la regla \(number) ya está desactivada; se esperaba una activada"
        case .nothingToUndo: "no ha cambiado nada; se esperaba antes un cambio"
        case .ended: "el cambio se interrumpió; no ha cambiado nada"
        case .nothingToRedo: "no se ha deshecho nada; se esperaba antes `rule undo`"
        case .noSuchLink(let link, let known):
            "no hay ningún enlace \(link.rawValue); se esperaba \(known.map(\.rawValue).joined(separator: " o "))"
        case .zoneElsewhere(let zone):
            "la zona \(zone.rawValue) no tiene enlaces aquí; se esperaba una que sí"
        case .noWay(.outLink, let chain):
            "los paquetes de la lista \(chain.rawValue) no salen por ningún enlace; se esperaba una regla sin `out`"
        case .noWay(_, let chain):
            "los paquetes de la lista \(chain.rawValue) no llegaron por ningún enlace; se esperaba una regla sin `on`"
        case .tooManyLinks(let limit):
            "las reglas nombran demasiados enlaces; se esperaban a lo más \(limit) con los del gateway"
        case .nothingMatches:
            "los nombres no dejan ninguna dirección; se esperaba que ambos extremos y el protocolo fueran de una familia"
        case .noSuchSet(let name):
            "no hay ningún conjunto \(name.rawValue); se esperaba uno que `set list` muestre"
        case .noSuchNode(let name):
            "ningún nodo se llama \(name.rawValue); se esperaba un nodo o una dirección"
        case .nodeWithoutAddress(let name):
            "\(name.rawValue) no tiene dirección propia, representa a cualquiera; se esperaba una dirección, o `on LINK`"
        case .setInUse(let name, let number):
            "la regla \(number) usa @\(name.rawValue); se esperaba un conjunto que ninguna regla use"
        case .noSuchMember(let name):
            "el conjunto \(name.rawValue) no tiene ese miembro; se esperaba uno como `set list` lo muestra"
        case .lastMember(let name):
            "el conjunto \(name.rawValue) quedaría vacío; se esperaba que quedara al menos un miembro"
        case .repeatedMember(let name):
            "el conjunto \(name.rawValue) ya tiene este miembro; se esperaba otro"
        case .tooManyMembers(let limit):
            "el conjunto sería demasiado grande; se esperaban a lo más \(limit) miembros"
        case .tooManySets(let limit):
            "hay demasiados conjuntos; se esperaban a lo más \(limit)"
        }
    }
}

extension FabricFault {
    var spanish: String {
        switch self {
        case .tunnelExists(let name):
            "el túnel \(name) ya está abierto; se esperaba otro nombre"
        case .noSuchTunnel(let name):
            "no hay ningún túnel \(name); se esperaba uno que `tunnel list` muestre"
        case .tunnelClosed(let name):
            "el túnel \(name) está cerrado; se esperaba uno que `tunnel list` muestre"
        case .otherEndElsewhere(let name):
            "ese extremo de \(name) está en otro proceso; se esperaba uno que esté aquí"
        case .bothEndsHere(let name):
            "ambos extremos de \(name) están aquí, y se atienden solos; "
                + "se esperaba un túnel de `tunnel listen` o `tunnel connect`"
        case .clientElsewhere(let name):
            "el cliente de \(name) está en otro proceso, y solo él envía esto; "
                + "se esperaba un túnel con el cliente aquí, o `packet reply`"
        case .peerUnknown(let name):
            "nadie le ha hablado todavía a \(name); se esperaba que el otro extremo enviara primero"
        case .spiTaken(let spi, let name):
            "\(name) recibe por el SPI \(spi) en este puerto; se esperaba otro, `server spi SPI`"
        case .keyLength(let suite):
            "la llave no tiene la longitud que pide \(suite.name); se esperaban \(suite.keyLength) bytes, "
                + "o \(suite.keyLength + ESPSuite.saltLength) con la sal"
        case .policyRepeated(let number, nil):
            "la política \(number) trata de los mismos paquetes; se esperaban otros"
        case .policyRepeated(let number, let gateway?):
            "la política \(number) de \(gateway) trata de los mismos paquetes; se esperaban otros"
        case .policyAmbiguous(let number, let gateway):
            "la política \(number)\(gateway.map { " de \($0)" } ?? "") tiene los mismos prefijos y solo algunos de estos paquetes, así que "
                + "ninguna coincide con más detalle; se esperaban todos sus paquetes, parte de ellos, o ninguno"
        case .noSuchPolicy(let number, 0):
            "no hay ninguna política \(number); se esperaba que antes se agregara una"
        case .noSuchPolicy(let number, let count):
            "no hay ninguna política \(number); se esperaba de 1 a \(count)"
        case .tooManyPolicies(let limit):
            "hay demasiadas políticas; se esperaban a lo más \(limit)"
        case .tooManyTunnels(let limit):
            "hay demasiados túneles abiertos; se esperaban a lo más \(limit)"
        case .tooManyAssociations(let name, let limit):
            "los extremos de \(name) reciben por \(limit) asociaciones cada uno, que es el máximo; se esperaba un wait hasta que la más vieja se vacíe"
        case .topology(let fault): fault.spanish
        case .tunnelsOpen:
            "hay túneles abiertos entre estos gateways; se esperaba antes `tunnel close`"
        case .noTunnelGateways:
            "los túneles van entre dos gateways, y esta red no tiene tantos; se esperaba otra red"
        case .noSender(let source):
            "ningún host tiene la dirección \(source); se esperaba el nombre de un host delante del comando"
        case .noSuchLink(let name, let known):
            "no hay ningún enlace \(name); se esperaba \(known.joined(separator: " o "))"
        case .noHost(let name):
            "\(name) no es un host; se esperaba el nombre de uno delante del comando"
        case .probe(.noAddress(let family)):
            "el host no tiene dirección \(family.rawValue); se esperaba una dirección de otra familia"
        case .probe(.tooManyProbes):
            "el host pregunta demasiado a la vez; se esperaba que antes terminara"
        case .probe(.noPort): "al host no le queda ningún puerto para eso"
        case .messageTooLarge(let bytes, let limit):
            "el mensaje tiene \(bytes) bytes; se esperaban a lo más \(limit)"
        case .notDelivered(let number):
            "el paquete \(number) no llegó, así que nadie lo responde; se esperaba uno entregado"
        case .notAnswerable(let number):
            "ningún host responde así al paquete \(number); se esperaba TCP, UDP o una petición de eco"
        case .frameForgotten(let number):
            "el datagrama del paquete \(number) ya no se conserva; se esperaba un paquete posterior"
        case .neverSealed(let number):
            "el paquete \(number) nunca se selló, así que ningún datagrama suyo cruzó el cable; "
                + "se esperaba uno que haya ido por un túnel"
        case .noSegment(let number):
            "el paquete \(number) no es un segmento TCP entero; se esperaba uno de la conexión"
        case .noSuchBit(let bit, let last):
            "el datagrama no tiene bit \(bit); se esperaba de 0 a \(last)"
        case .noSuchCut(let length, let last):
            "el datagrama no se puede cortar a \(length) bytes; se esperaba de 0 a \(last)"
        case .packet(.tooLong):
            "el paquete es demasiado largo; se esperaban a lo más \(Packet.maximumLength) bytes"
        case .packet(let fault): "no se puede construir el paquete: \(fault.rawValue)"
        case .port(let port, let role, let fault):
            "el extremo \(role.spanish) no puede tener el puerto \(port.rawValue): \(fault.spanish); se esperaba un puerto libre"
        case .system(let fault):
            "el sistema rehusó \(fault.operation.rawValue): \(fault.spanish)"
        case .cipher(let fault): "libcrypto rehusó: \(fault.rawValue)"
        }
    }
}
