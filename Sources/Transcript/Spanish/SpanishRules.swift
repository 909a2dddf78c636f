import Dialects
import Firewall
import Wire

extension RulePhrase {
    /// Its text in Spanish.
    var spanish: String {
        switch self {
        case .added: "regla {number} agregada: {rule}"
        case .deleted: "regla {number} borrada: {rule}"
        case .fixed: "{count|regla borrada|reglas borradas}: todo paquete se decide como antes"
        case .noneFixed: "nada que borrar: cada regla hace falta, o no se sabe que sobre"
        case .unfixed: "{reason}: no se borra ninguna regla"
        case .moved: "la regla {number} es ahora la regla {target}: {rule}"
        case .was: "la regla {number} era: {rule}"
        case .isNow: "la regla {number} es: {rule}"
        case .enabled: "regla {number} activada: {rule}"
        case .disabled: "regla {number} desactivada: {rule}"
        case .cleared: "{count|regla borrada|reglas borradas}"
        case .action: "por defecto: {action}"
        case .order: "orden: {order}, {meaning}"
        case .loadedFrom: "{count|regla cargada|reglas cargadas} de {file}"
        case .loadedInto: "{count|regla cargada|reglas cargadas} en la lista {name} desde {file}"
        case .savedOf:
            "{count|regla|reglas} de la lista {name} {count?guardada|guardadas} en {file}"
        case .linksMade:
            "enlaces que solo nombra el archivo: {members}; se les pueden probar paquetes"
        case .namesUnused: "nombres que {file} no tiene: {members}"
        case .savedTo: "{count|regla guardada|reglas guardadas} en {file}"
        case .skipped: "omitido {file}:{line}:{column}: {problem}"
        case .sourcePortNote:
            "nota: el puerto tras `from` es el de origen; el de un servicio es `to any port {ports}`"
        case .learned:
            "nota: {name} es {members} según DNS; la regla lo conserva, aunque DNS cambie"
        case .undone: "deshecho: "
        case .redone: "rehecho: "
        case .severalDeleted: "reglas {first} a {last} borradas"
        case .movedTo: "regla {number} movida a {target}: {rule}"
        case .replacedBy: "regla {number} cambiada por: {rule}"
        case .loaded: "{count|regla cargada|reglas cargadas}"
        case .actionSet: "por defecto ahora {action}"
        case .orderSet: "el orden ahora es {order}"
        case .setChanged: "conjunto {name} cambiado"
        case .setDeleted: "conjunto {name} borrado"
        case .number: "núm."
        case .hits: "veces"
        case .bytes: "bytes"
        case .lastHit: "última vez"
        case .saying: "qué dice"
        case .isDisabled: "desactivada: "
        case .any: "otro"
        case .fallback: "por defecto {action}"
        case .setIsNow: "conjunto {name}:{members}"
        case .setNote: "nota: el conjunto {name} lista {members}"
        case .setGone: "conjunto {name} borrado:{members}"
        case .used: "conjunto {name}, usado por {count|regla|reglas}:{members}"
        case .more: "y {count} más"
        case .none: "no hay conjuntos"
        }
    }
}

extension ReadingOrder {
    var spanish: String {
        switch self {
        case .firstMatch: "decide la primera regla que coincide"
        case .lastMatch: "decide la última regla que coincide"
        case .sourceFirst: "primero se leen las reglas que nombran un origen"
        }
    }
}

extension ForeignProblem {
    var spanish: String {
        switch self {
        case .lineTooLong(let limit):
            "la línea es demasiado larga; se esperaban a lo más \(limit) bytes"
        case .noList:
            "el archivo no tiene lista sobre paquetes reenviados; se esperaba una"
        case .secondList:
            "una segunda lista sobre paquetes reenviados; se esperaba una por familia"
        case .unterminatedBlock: "el bloque que empieza aquí no termina; se esperaba su fin"
        case .unterminatedQuote:
            "la comilla no se cierra; se esperaba su cierre en esta línea"
        case .tooManyRules(let limit):
            "hay demasiadas reglas; se esperaban a lo más \(limit)"
        case .tooManySets(let limit):
            "hay demasiados conjuntos; se esperaban a lo más \(limit)"
        case .unknownWord: "la palabra no significa nada aquí; se esperaba una del formato"
        case .missingWord: "la línea termina aquí; se esperaba otra palabra"
        case .badValue(let fault): "el valor \(fault.spanish)"
        case .badName:
            "un nombre así no se puede conservar; se esperaban letras, dígitos, - y _"
        case .wildcardIsNoPrefix:
            "la máscara comodín no es un prefijo; se esperaban ceros y luego unos"
        case .undefined: "nada con este nombre está definido; se esperaba más arriba"
        case .defined: "el nombre ya está definido; se esperaba otro"
        case .tooManyMembers(let limit):
            "la lista es demasiado larga; se esperaban a lo más \(limit) miembros"
        case .tooManyCombinations(let limit):
            "la línea se volvería demasiadas reglas; se esperaban a lo más \(limit)"
        case .neverMatches:
            "ningún paquete podría coincidir con esto; se esperaba uno que pueda"
        default: meaningInSpanish
        }
    }

    /// The problems of carrying a meaning from one language to the other, in Spanish.
    private var meaningInSpanish: String {
        switch self {
        case .unsupportedMatch:
            "las reglas de aquí no pueden preguntar eso; se esperaba una condición que sí tengan"
        case .unsupportedTarget:
            "las reglas de aquí no pueden hacer eso; se esperaba allow, deny, reject o log"
        case .unsupported(let word):
            "esto \(word.spanish), y las reglas de aquí no pueden; se esperaba \(word.expectedInSpanish)"
        case .notInTranslation(let field):
            "las reglas de NAT no pueden preguntar por este campo: \(field.spanish); se esperaban enlaces, direcciones o puertos"
        case .matchesNothing(let word):
            "esto \(word.spanish); aquí no los hay, así que no coincide con nada"
        case .tooManyLinks(let limit):
            "el archivo nombra demasiados enlaces; se esperaban a lo más \(limit) con los del gateway"
        case .notIncluded(let reason):
            "este archivo no se puede incluir: \(reason.spanish)"
        case .withoutVerdict:
            "esto reescribe o marca paquetes y no decide de ninguno; aquí nada hace eso"
        case .otherTable:
            "esto puede cambiar paquetes antes de que se filtren, o descartarlos; se esperaban solo reglas de filtrado"
        case .otherTraffic: "esto no trata de paquetes reenviados"
        case .unbound: "ninguna interfaz tiene esta lista, así que nada le pregunta"
        case .jumpTooDeep(let limit):
            "los saltos van demasiado hondo, o en círculo; se esperaban a lo más \(limit)"
        case .limitBeforeMatch:
            "un límite antes de otras condiciones cuenta otros paquetes; se esperaba al final"
        case .limitIsShared:
            "el límite se repartiría entre varias líneas; se esperaba una línea"
        case .notesLeftOut:
            "se deja fuera un límite de notas que aquí no se puede contar; ningún paquete se decide de otro modo"
        case .limitPerSource:
            "el límite de ufw cuenta cada origen por separado; se esperaba una regla simple"
        case .readingOrder(let order):
            "el formato no tiene \(order.rawValue); se esperaba rule order first-match"
        case .unwritableAction(let action):
            "el formato no tiene \(action.rawValue) ahí; se esperaba otra acción"
        case .unwritableField(let field):
            "el formato no puede preguntar por este campo: \(field.spanish); se esperaba otro"
        default: "no se puede trasladar (\(name))"
        }
    }
}
