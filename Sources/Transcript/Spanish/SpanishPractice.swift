extension PracticePhrase {
    /// Its text in Spanish.
    var spanish: String {
        switch self {
        case .opened: "{name}: {total|punto|puntos} en {count|comprobación|comprobaciones}"
        case .words:
            "escribe `task`, `hint`, `check`, `submit FILE`, `list`, `open NAME` o `quit`, y los comandos del laboratorio"
        case .resumed:
            "{count|comando|comandos} de otra vez {count?se ejecutó|se ejecutaron} de nuevo"
        case .failing: "<bad:todavía no>: {name} ({number|punto|puntos})"
        case .tryIt: "pruébalo: {text}"
        case .earned: "{found} de {total|punto|puntos} hasta ahora"
        case .passing: "<good:listo>: {found} de {total|punto|puntos}"
        case .passingWithHints:
            "<good:listo>: {found} de {total|punto|puntos}, de los que las pistas costaron {number}"
        case .notGraded: "<bad:sin calificar>: {problem}"
        case .hint: "{name}: {text}"
        case .hintCosts: "esta pista cuesta {number|punto|puntos}"
        case .noHint: "{name}: no hay otra pista"
        case .nothingToHint: "todas las comprobaciones pasan: no hay de qué dar pistas"
        case .notEarned: "antes tienen que pasar todas las comprobaciones"
        case .noSolution: "este ejercicio no trae la respuesta correcta"
        case .submitted: "{count|comando escrito|comandos escritos} en {file}"
        case .notReplaced:
            "<bad:error:> {file} tiene otra cosa, que se perdería; se esperaba un archivo nuevo, o uno que `submit` escribió"
        case .done: "<good:hecho>"
        case .open: "falta"
        case .current: "aquí"
        case .noSuchExercise: "<bad:error:> no hay ningún ejercicio {name}; se esperaba {members}"
        case .noOther: "<bad:error:> no hay ningún ejercicio después de este"
        case .watching: "{file} se revisa al guardarse; teclas: h pista, l lista, n otro, q salir"
        case .unread: "{file} todavía no existe"
        }
    }
}
