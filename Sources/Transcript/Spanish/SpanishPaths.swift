extension PathPhrase {
    /// Its text in Spanish.
    var spanish: String {
        switch self {
        case .found: "sí: {what}"
        case .send: "{node} packet send {packet}"
        case .noneFound:
            "no: de todos los paquetes que empiezan un flujo, ninguno de estos llega ahí"
        case .route: "ruta {what} "
        case .sealed: "entra al túnel {tunnel}"
        case .opened: "sale del túnel {tunnel}"
        case .delivered: "<good:entregado>"
        case .hereOnly: "solo aquí: {what}, entregado en {node}"
        case .thereOnly: "solo con {file}: {what}, entregado en {node}"
        case .netsEqual: "iguales: ambas redes entregan los mismos paquetes a los mismos nodos"
        case .netsDiffer: "{count|paquete llega|paquetes llegan} solo en una de las dos redes"
        case .notAll: "; no se sabe si hay otros: {limit}"
        case .loop: "los paquetes a {what} dan vueltas entre {members}"
        case .unreached: "ningún nodo puede llegar a {node}"
        case .unreachedUnknown: "no se sabe si un nodo puede llegar a {node}: {limit}"
        case .unmet: "{node} regla {number}: ningún paquete de esta red llega a ella: {rule}"
        case .unmetOfList:
            "{node} {name} regla {number}: ningún paquete de esta red llega a ella: {rule}"
        case .idle: "{node} regla NAT {number}: no traduce ningún paquete de esta red: {rule}"
        case .checked:
            "{count|nodo|nodos}, {total|regla|reglas} y {number|regla NAT|reglas NAT} revisados"
        case .nothingFound: ": <good:no se encontró nada>"
        case .someFound: ": {found|hallazgo|hallazgos}"
        case .ended: "; {reason}, y no se sabe nada del resto"
        case .tooManyParts: "la búsqueda llegó a su tope de {limit} grupos de paquetes"
        case .tooManyBoxes: "la pregunta abarca demasiadas cajas de paquetes"
        case .unconfirmed:
            "podrían llegar paquetes, pero ninguno de los probados llega: depende de un límite, o de qué dirección o puerto le toca a un flujo"
        case .elsewhere: "los paquetes salen por el túnel {tunnel} hacia otro proceso"
        case .fragments:
            "podrían llegar fragmentos, de los que las reglas ven menos que del paquete"
        case .again: "los paquetes llegan dos veces a {node}, con otras direcciones"
        }
    }
}
