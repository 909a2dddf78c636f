extension NetworkPhrase {
    /// Its text in Spanish.
    var spanish: String {
        switch self {
        case .changed: "{link}: {what}"
        case .noneCleared: "ningún enlace les hacía nada a los paquetes"
        case .cleared: "{link} ya no les hace nada a los paquetes"
        case .ends: "{first} a {last}"
        case .doesNothing: "no les hace nada a los paquetes"
        case .lost: "<bad:descartado> en {link}: {reason}, {meaning}{source}"
        case .delayed: "retrasado {time} en {link}"
        case .heldBack: "retenido {time} en {link}"
        case .marked: "marcado en {link}: su campo ECN dice CE ahora"
        case .copied: "copiado en {link}: paquete {number}"
        case .forgotten: "{count|flujo olvidado|flujos olvidados}"
        case .none: "no hay flujos"
        case .full: "la tabla está llena: guarda a lo más {limit} flujos"
        case .number: "núm."
        case .state: "estado"
        case .sent: "ida"
        case .returned: "vuelta"
        case .endsIn: "termina en"
        case .what: "qué"
        }
    }
}
