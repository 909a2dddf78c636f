import Commands
import Firewall
import Wire

extension VerdictPhrase {
    /// Its text in Spanish.
    var spanish: String {
        switch self {
        case .byRule: "{action}{place} por la regla {number}"
        case .byDefault: "{action}{place} por defecto"
        case .onlyByRule: "por la regla {number}"
        case .onlyByDefault: "por defecto"
        case .atGateway: "en {name}"
        case .ofList: "de la lista {name}"
        case .noRuleMatches: "ninguna regla coincide"
        case .rule: "regla {number}"
        case .standard: "por defecto"
        case .dropped: "<bad:descartado>: {reason}, {meaning}{source}"
        case .section: "{name}, sección {number}"
        case .onlyLogs: "regla {number} sí, y solo anota"
        case .within: "regla {number} no: coincidiría con lo que pase de su límite: {limit}"
        case .limit: "regla {number} no: coincide, pero su límite se agotó: {limit}"
        case .noPorts: "regla {number} no: no tiene puertos, la regla pide {wanted}"
        case .isOther: "regla {number} no: {field} es {found}, la regla pide {wanted}"
        case .areOther: "regla {number} no: {field} son {found}, la regla pide {wanted}"
        case .more: "y {count|regla más|reglas más} que no"
        case .matched: "coincidió:"
        case .field: "{field} {found}"
        case .none: "ninguno"
        case .path: "paquete {number} en la lista {name}: {packet}"
        case .pathMatch: "coincide"
        case .pathDiffers: "difiere: {field}"
        case .pathDiffer: "difieren: {field}"
        case .pathNoPorts: "no tiene puertos"
        case .pathLimit: "límite agotado"
        case .pathWithin: "dentro de su límite"
        case .pathLogs: "sí, solo anota"
        case .decides: "sí: {action}"
        case .allElse: "ninguna: {action}"
        }
    }
}

extension Action {
    var spanish: String {
        switch self {
        case .allow: "PERMITIDO"
        case .deny: "DENEGADO"
        case .reject: "RECHAZADO"
        case .log: "ANOTADO"
        }
    }
}

extension DropReason {
    var spanish: String {
        switch self {
        case .deniedByRule: "una regla lo deniega"
        case .deniedByDefault: "ninguna regla coincide, y por defecto se deniega"
        case .flowTableFull: "la tabla de flujos está llena, y no cabe uno nuevo"
        case .rejectedByRule: "una regla lo rechaza"
        case .rejectedByDefault: "ninguna regla coincide, y por defecto se rechaza"
        case .malformed:
            "es demasiado corto para un paquete ESP, o no es un múltiplo de 4 bytes"
        case .unknownSPI: "ninguna asociación tiene este SPI"
        case .replayed: "este número de secuencia ya se había recibido"
        case .tooOld: "el número de secuencia está a la izquierda de la ventana anti-repetición"
        case .badICV: "el ICV no se verifica: otra llave, o bytes cambiados"
        case .badPadding: "el relleno no es 1, 2, 3 y así"
        case .unexpectedNextHeader:
            "el siguiente encabezado no es lo que la asociación lleva, o no es lo que va adentro"
        case .dummy: "un paquete de relleno, que solo oculta cuánto se envía"
        case .keepalive: "un keepalive, que solo tiene que llegar"
        case .nonESPMarker: "empieza con la marca non-ESP, así que es para IKE"
        case .sequenceExhausted: "se usó el último número de secuencia; nunca da la vuelta"
        case .saExpired: "terminó la vida dura de la asociación"
        case .tooManyAssociations:
            "terminó su vida dura, y ninguna toma su lugar: se guardan 64, que es el máximo"
        case .ivExhausted: "se usó el último IV de la llave"
        case .fragmentInTransport:
            "un fragmento, y el modo transporte solo protege paquetes enteros"
        case .tooLarge: "sellado, no cabe en un datagrama"
        case .badInnerPacket: "lo que se descifró no es un paquete IP"
        case .congestedOutside:
            "un router en el camino estaba congestionado, y el paquete de adentro no puede decirlo"
        case .selectorMismatch:
            "lo que se descifró no es de los paquetes para los que es el túnel"
        case .discardedByPolicy: "una política lo descarta"
        case .noAssociation: "su túnel no está abierto aquí, y no puede cruzar en claro"
        case .unprotected: "llegó en claro, y una política protege esos paquetes"
        case .opaqueToPolicy:
            "su política pide algo que el paquete no muestra: los fragmentos posteriores no tienen puertos"
        case .overdue: "el sistema no devolvió el datagrama"
        case .truncatedDatagram: "el datagrama es más largo que cualquiera que se envía"
        case .noRoute: "ninguna ruta lleva ahí"
        case .noNeighbour: "nadie en el enlace tiene la dirección del siguiente salto"
        case .hopLimitExceeded: "no quedaban saltos"
        case .notAddressed: "el host no tiene esta dirección, y no reenvía nada"
        case .reversePath: "ningún regreso a su origen va por este enlace"
        case .packetTooBig: "mide más de lo que acepta el enlace, y no se puede fragmentar"
        case .fragmentLost: "se descartó uno de sus fragmentos, y nadie lo puede armar"
        case .fragmentCopy: "este fragmento ya había llegado"
        case .fragmentOverlap: "tiene datos para un lugar del que llegó otro fragmento"
        case .badFragment: "no puede ser parte de ningún paquete"
        case .natPortsExhausted:
            "todos los puertos que su regla NAT puede dar son de otros flujos, al mismo destino"
        case .natAddressInUse:
            "no tiene puertos, y otro flujo al mismo destino tiene la dirección de la regla NAT"
        case .natNoAddress: "el enlace no tiene dirección IPv4 con la cual enmascarar"
        case .natLinkChanged: "su flujo enmascarado salió por otro enlace; se olvida"
        case .natRedirect:
            "una redirección sobre un flujo traducido nombra direcciones que su receptor no conoce"
        case .natShortQuote: "cita muy poco de un paquete traducido para traducirlo de regreso"
        case .noBinding:
            "ningún flujo que el NAT conoce tiene este puerto: no es para nadie de adentro"
        case .sendFailed: "el sistema no aceptó el datagrama"
        case .portUnreachable: "nadie escucha en el puerto del otro extremo"
        case .lostOnLink: "el enlace lo perdió en el camino"
        }
    }
}

extension RuleField {
    var spanish: String {
        switch self {
        case .proto: "protocolo"
        case .source: "origen"
        case .sourcePort: "puerto de origen"
        case .destination: "destino"
        case .destinationPort: "puerto de destino"
        case .icmpType: "tipo"
        case .icmpCode: "código"
        case .flags: "banderas"
        case .number(let number): number.spanish
        case .link: "enlace"
        case .outLink: "enlace de salida"
        case .state: "estado"
        case .limit: "límite"
        }
    }
}

extension HeaderNumber {
    var spanish: String { spanishWords.name }

    /// What it is called, what a line says by its keyword, and what may stand behind that, in Spanish.
    var spanishWords: (name: String, purpose: String, values: String) {
        switch self {
        case .hopLimit:
            ("límite de saltos", "cuántos saltos quedan", "un número de 0 a 255: 64")
        case .length:
            (
                "longitud", "cuánto mide el paquete entero",
                "bytes del paquete, con sus encabezados: 100"
            )
        case .dscp:
            ("DSCP", "qué tan urgente es", "un código por nombre o número: ef, 46")
        }
    }
}
