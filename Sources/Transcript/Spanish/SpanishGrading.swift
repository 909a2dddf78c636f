import Events

extension GradingPhrase {
    /// Its text in Spanish.
    var spanish: String {
        switch self {
        case .heading:
            "{name}: {count|entrega|entregas}, {number|punto|puntos} en {total|comprobación|comprobaciones}"
        case .submission: "entrega"
        case .points: "puntos"
        case .earned: "{found}/{total}"
        case .notGraded: "<bad:sin calificar>: {problem}"
        case .notGradedAt: "<bad:sin calificar>: línea {line}, columna {column}: {problem}"
        case .placed: "línea {line}, columna {column}: {problem}"
        case .result: "{name}: {found} de {total|punto|puntos}"
        case .passed: "<good:pasa>"
        case .failed: "<bad:falla>"
        case .skipped: "omitida"
        case .needs: "necesita \"{name}\""
        case .tryIt: "pruébalo: {text}"
        case .legend: "+ pasa, - falla, . omitida: otra comprobación no pasó"
        case .hidden: "oculta"
        case .hiddenChecks: "comprobaciones ocultas"
        case .needsOne: "necesita"
        case .isNotGraded: "sin calificar"
        case .aboutOne:
            "<bad:error:> {name} es para una sola entrega, y hay {count}; se esperaba una, o --format {members}"
        case .progress: "[{text}] {found} de {count|entrega|entregas}"
        case .groups:
            "{name}: {count|entrega|entregas}, {number|grupo|grupos} según lo que está demostrado que deciden"
        case .group: "grupo {number}: {count|entrega|entregas}, {found} de {total|punto|puntos}"
        case .name: "{name}"
        case .sameText: "los mismos comandos"
        case .sameMeaning: "otros comandos, y está demostrado que deciden lo mismo"
        case .firstGroup:
            "distinto del grupo 1: {node}packet test {packet}: {first} {decider} allá, {last} {rule} aquí"
        case .otherNetwork: "distinto del grupo 1 en lo que no es regla: rutas, políticas o enlaces"
        case .otherUnknown: "no se sabe si decide como el grupo 1"
        case .otherChecks:
            "decide como el grupo 1, y una comprobación que pide otra cosa salió distinta"
        case .otherVariant:
            "<bad:error:> en la variante de {name} las comprobaciones tienen otros nombres o puntos; se esperaban los mismos en cada estructura"
        case .exerciseLine: "{number|punto|puntos}  {name}"
        }
    }
}

extension ExerciseProblem {
    var spanish: String {
        switch self {
        case .lineMissing(let word): "no hay ninguna línea `\(word)`; se esperaba una"
        case .lineRepeated(let word): "ya hay una línea `\(word)`; se esperaba una sola"
        case .beforeSubmission(let word):
            "\(word) va después de `submission`, donde tiene algo que juzgar"
        case .checkRepeated(let name):
            "ya hay una comprobación \"\(name)\"; se esperaba otro nombre"
        case .noSuchCheck(let name):
            "ninguna comprobación anterior a esta se llama \"\(name)\"; se esperaba una que sí"
        case .hintWithoutCheck: "una pista va después de la comprobación de la que habla"
        case .noClaim:
            "una comprobación no dice nada que pueda ser cierto; se esperaba `expect` y una afirmación"
        case .noSuchCommand(let words):
            "ningún comando que una entrega pueda tener empieza con \"\(words)\"; se esperaba rule, u otro"
        case .commandRefused: "el propio comando del ejercicio fue rehusado"
        case .noVariation:
            "se esperaba prefix PREFIX LENGTH, host y el nombre de un prefijo, port LOW HIGH, o one-of y palabras"
        case .variationRepeated(let name):
            "ya hay un valor {\(name)}; se esperaba otro nombre"
        case .tooManyVariations(let limit):
            "un ejercicio tiene a lo más \(limit) valores, y otras tantas estructuras"
        case .tooManyChecks(let limit):
            "un ejercicio tiene a lo más \(limit) comprobaciones"
        }
    }
}

extension StudentListProblem {
    var spanish: String {
        switch self {
        case .noText: "no es texto; se esperaba una tabla con comas entre sus celdas"
        case .noColumn: "no hay columna `student`; se esperaba una en la primera fila"
        case .openQuote: "una comilla no se cierra; se esperaba su cierre"
        case .cells(let count, let expected):
            "esta fila tiene \(count) \(count == 1 ? "celda" : "celdas"); se esperaban \(expected)"
        case .name(""): "un estudiante no tiene nombre; se esperaba uno"
        case .name(let name):
            "ya hay un estudiante \"\(name)\"; se esperaba cada uno una vez"
        }
    }
}

extension SubmissionProblem {
    var spanish: String {
        switch self {
        case .missing: "no se entregó nada"
        case .empty: "no contiene ningún comando"
        case .binary: "no es texto"
        case .tooLarge(let limit): "tiene más de \(limit) bytes"
        case .unreadable(let problem): "no se puede leer\(problem.spanish)"
        case .tooManyLines(let limit): "tiene más de \(limit) comandos"
        case .notTaken(let command): "este ejercicio no acepta `\(command)`"
        case .tooSlow: "tardó más de lo que puede tardar una entrega"
        case .tooLong(let limit): "dejó pasar más de \(limit) s de tiempo virtual"
        case .tooManyPackets(let limit): "hizo más de \(limit) paquetes"
        case .tooManyRules(let limit): "tiene más de \(limit) reglas"
        }
    }
}
