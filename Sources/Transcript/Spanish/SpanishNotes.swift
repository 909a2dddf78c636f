extension NotesText {
    /// The text in Spanish.
    package var spanish: String {
        switch self {
        case .shown: "`garita notes` en otra terminal muestra las notas"
        case .step(let step, let count): "paso \(step) de \(count)"
        case .end: "el final de la lección"
        case .next(let command): "sigue: \(command)"
        case .gone: "la lección ya no está: su proceso terminó"
        case .noLesson:
            "error: ninguna lección tiene notas ahora; se esperaba `garita present LAB --notes` en otra terminal"
        }
    }
}
