extension StepPhrase {
    /// Its text in Spanish.
    var spanish: String {
        switch self {
        case .ofPacket: "paquete {number} "
        case .waits: "espera a `step` o `play`"
        case .last: "ya no hay nada en camino"
        case .still: "no hay nada en camino: `packet send ... hold` pone un paquete en camino"
        case .paused: "hay más en camino: `play` sigue"
        case .onLink: "<strong:{node}> en {link}"
        case .sameLayers: "nada cambió en el camino"
        case .change: "{name} {field}"
        case .beforeAfter: "{first} -> {last}"
        case .flow: "flujo {number}"
        case .flowBegan: "nuevo, {what}"
        case .flowEnded: "terminó, {what}"
        case .noHops: "no se puso en ningún enlace"
        case .moving: "paquete {number} de {first} a {last}"
        case .standing: "{node} con el paquete {members}"
        }
    }
}
