import Events

extension ExercisePhrase {
    /// Its text in Spanish.
    var spanish: String {
        switch self {
        case .changes:
            "{name}: {count|cambio|cambios} de la respuesta correcta: {found} se notan, {members} deciden lo mismo, {limit} no se aceptan, {total} no se notan"
        case .survived: "<bad:no se nota>: {what}, línea {line}: {text}"
        case .tryChanged:
            "pruébalo: {node}packet test {packet}: {first} {decider} en la respuesta correcta, {last} {rule} en la cambiada"
        case .elsewhere: "lo distinto no es una regla: rutas, políticas o enlaces"
        case .notProven: "no se sabe si decide otra cosa"
        case .noticed: "fallas"
        case .check: "comprobación, y por cuántos cambios falla"
        case .finding: "- {text}"
        case .findings: "{name}: {count|cosa|cosas} por corregir"
        case .nothingFound:
            "{name}: nada por corregir; se probaron {count|cambio|cambios} de la respuesta correcta"
        }
    }
}

extension Mutation.Fate {
    var spanish: String {
        switch self {
        case .noticed(let names): "lo nota: \(names.joined(separator: ", "))"
        case .same: "decide lo mismo de todo paquete (demostrado)"
        case .refused: "el laboratorio no acepta ese cambio"
        case .survived(.packet(let packet, _, _, _)):
            "packet test \(String(decoding: packet, as: UTF8.self))"
        case .survived(.elsewhere), .survived(.nowhere): "algo que no es regla es distinto"
        case .survived(.unknown): "no se sabe si decide otra cosa"
        }
    }
}

extension ExerciseFinding {
    var spanish: String {
        switch self {
        case .noSolution(let file): "no hay respuesta correcta; se esperaba \(file)"
        case .solutionRefused(let problem): "la respuesta correcta no se califica: \(problem)"
        case .solutionFails(let check): "la respuesta correcta no pasa \"\(check)\""
        case .solvedAsGiven: "todas las comprobaciones pasan antes de que alguien haga nada"
        case .noHint(let check): "\"\(check)\" no tiene pista"
        case .neverFails(let check):
            "\"\(check)\" nunca falla: con ningún cambio de la respuesta correcta, y con ninguna respuesta equivocada"
        case .tellsAnswer(nil, let text):
            "el enunciado dice lo que dice la respuesta correcta: \(text)"
        case .tellsAnswer(let check?, let text):
            "una pista de \"\(check)\" dice lo que dice la respuesta correcta: \(text)"
        case .wrongPasses(let file):
            "\(file) es una respuesta equivocada, y pasa todas las comprobaciones"
        case .wrongRefused(let file, let problem): "\(file) no se califica: \(problem)"
        case .noWrongAnswers:
            "no hay respuestas equivocadas; se esperaban archivos en una carpeta `wrong`"
        case .survives(let text):
            "ninguna comprobación nota este cambio de la respuesta correcta: \(text)"
        }
    }
}
