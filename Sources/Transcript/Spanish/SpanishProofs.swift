import Events
import Firewall

extension ProofPhrase {
    /// Its text in Spanish.
    var spanish: String {
        switch self {
        case .finding: "<strong:regla {number} >{problem}"
        case .pair:
            "<strong:las reglas {first} y {last} >se traslapan y no hacen lo mismo: su orden importa"
        case .morePairs: "y {count|par más|pares más} {count?se traslapa|se traslapan} así"
        case .atLeastMorePairs:
            "y al menos {count|par más|pares más} {count?se traslapa|se traslapan} así"
        case .allNeeded:
            "{count|regla revisada|reglas revisadas} para todo paquete: <good:cada una hace falta y puede coincidir>"
        case .someFound:
            "{count|regla revisada|reglas revisadas} para todo paquete: {found|hallazgo|hallazgos}"
        case .someChecked:
            "{reason}: {number} de {count|regla|reglas} revisadas para todo paquete: {found|hallazgo|hallazgos}, y no se sabe nada del resto"
        case .overlaps: ", {count|par se traslapa|pares se traslapan}"
        case .atLeastOverlaps: ", al menos {count|par se traslapa|pares se traslapan}"
        case .tryIt: "prueba: {what}"
        case .fixDelete: "arreglo: rule delete {number}"
        case .fixMove: "arreglo: rule delete {number}, o rule move {number} to {target}"
        case .keep: "consérvala: hechos los otros arreglos, hace falta"
        case .keepUnknown: "consérvala: no se sabe si hace falta una vez hechos los otros arreglos"
        case .lists: "lista {members}"
        case .addsNothing: "{text}, que no agrega nada a {what}"
        case .moreAddNothing:
            ", y {count|entrada más|entradas más} que no {count?agrega|agregan} nada"
        case .decidesNow: "ahora lo decide la regla {number}{limit}"
        case .decides: "lo decide la regla {number}{limit}"
        case .without: "sin ella {decider}{limit}"
        case .onceLimitUsed: "cuando se agota el límite de la regla {number}"
        case .note: "nota: la regla {number} {problem}"
        case .silences: "nota: se lleva todos los paquetes de {rule}, que ya nunca puede coincidir"
        case .found: "sí: {what}"
        case .foundWhy: "{decider}{limit}"
        case .noneFound: "no: de todos los paquetes, ninguno de estos es {action}"
        case .noneStopped:
            "no: de todos los paquetes, ninguno de estos es DENEGADO o RECHAZADO"
        case .noneDropped: "no: de todos los paquetes, ninguno de estos se deniega en silencio"
        case .noAnswer: "sin respuesta: {limit}"
        case .none: "ninguno"
        case .unknown: "no se sabe: {limit}"
        case .ordersEqual: "iguales: los tres órdenes deciden lo mismo de todo paquete"
        case .packet: "paquete"
        case .morePackets: "y más paquetes"
        case .listsEqual: "iguales: ambas listas deciden lo mismo de todo paquete"
        case .groups: "{count|grupo|grupos} de paquetes"
        case .groupsShown: ", de los que se muestran {count}"
        case .groupsMore: ", y más"
        case .groupsOrder: ": primero aquí, luego en {file}"
        case .match: "{first} aquí, {last} allá:{rule}"
        case .decidersHereThere: "aquí {first}{limit}, allá {last}{total}"
        case .now: "ahora {verdict}"
        case .nearest: "paquete más cercano: {what}"
        case .test: "packet test {packet}"
        case .testOfList: "{name} packet test {packet}"
        case .changed: "cambia {what}; se decidiría {decider}{limit}"
        case .nothingChanged: "no cambia nada; se decidiría {decider}{limit}"
        case .noneNear: "ningún paquete de esta familia tiene el otro veredicto"
        case .unknownNear:
            "no se sabe si un paquete de esta familia tiene el otro veredicto: {limit}"
        case .smallestEdit: "cambio mínimo:"
        case .orEdit: "o:"
        case .neverMatches: "<bad:nunca puede coincidir>: {rule} {what}{action} ({name})"
        case .sameQuestion: "pide los mismos paquetes"
        case .oneTakesAll: "se lleva todos sus paquetes"
        case .severalTakeAll: "juntas se llevan todos sus paquetes"
        case .oneDoesTheSame: " y hace lo mismo"
        case .severalDoTheSame: " y hacen lo mismo"
        case .oneDoesOtherwise: " y hace otra cosa"
        case .severalDoOtherwise: " y hacen otra cosa"
        case .someDoOtherwise: ", unas para hacer lo mismo y otras no"
        case .duplicate: "duplicada"
        case .redundant: "redundante"
        case .shadowed: "tapada"
        case .empty: "<bad:nunca puede coincidir>: pide paquetes que no existen"
        case .needless: "<bad:no hace falta>: sin ella {rule} decidiría lo mismo"
        case .laterRules: "otra regla posterior, aquí la {number},"
        case .standard: "la acción por defecto"
        case .notKnown: "no se sabe si coincide o no: {limit}"
        case .rule: "la regla {number}"
        case .rules: "las reglas {members}"
        case .andMore: "{first} y {count} más"
        case .tooManyBoxes: "la regla {number} son más de {limit} cajas de paquetes"
        case .tooManyParts: "la búsqueda llegó a su tope de {limit} partes"
        case .boundMet: "la búsqueda llegó a su tope"
        case .interrupted: "<bad:interrumpido>"
        case .late: "<bad:sin tiempo>"
        }
    }
}

extension VerdictTurn.ChangedField {
    var spanish: String {
        switch self {
        case .field(let field): field.spanish
        case .context: "enlace o estado"
        }
    }
}
