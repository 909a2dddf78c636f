extension EvidencePhrase {
    /// Its text in Spanish.
    var spanish: String {
        switch self {
        case .genuine:
            "{file}: <good:auténtica>, {count|comando dice|comandos dicen} otra vez cada byte de ella"
        case .ofScript:
            "{file}: <good:auténtica>, {count|comando dice|comandos dicen} otra vez cada byte de ella, y son el script de su encabezado"
        case .ofOtherSpelling:
            "{file}: <good:auténtica>, {count|comando dice|comandos dicen} otra vez cada byte de ella; el script de su encabezado está escrito de otro modo, o es otro"
        case .differs: "{file}: <bad:la línea {line} es distinta>"
        case .unrepeatable:
            "{file}: <bad:la línea {line} es distinta>; se hizo sin semilla, así que las llaves, y lo que depende de ellas, no pueden repetirse"
        case .there: "la transcripción tiene  {text}"
        case .now: "sus comandos dan        {text}"
        case .nothing: "nada"
        case .otherVersion:
            "{file}: hecha por garita {version}; solo esa versión puede decir si es auténtica"
        case .otherLanguage: "{file}: en el idioma {name}, que esta versión no habla"
        case .replayLanguage:
            "{file}: en el idioma {name}; sus comandos se ejecutan otra vez en ese, y no en {what}"
        case .replayLinear: "{file}: lineal; sus comandos se ejecutan otra vez así"
        case .replayGrid: "{file}: no es lineal; sus comandos se ejecutan otra vez así"
        case .languagesDiffer:
            "{first} está en el idioma {name}, {last} en {what}: no se comparan las líneas"
        case .layoutsDiffer: "una de {first} y {last} es lineal: no se comparan las líneas"
        case .noTranscript:
            "{file}: no es una transcripción, no empieza con `# garita` y lo que va ahí"
        case .interrupted: "{file}: interrumpida antes de la línea {line}"
        case .same: "{first} y {last} son iguales"
        case .onlyCommand: "solo en {file}, línea {line}: {text}"
        case .packets: "paquete {number}: {outcome} en {first}, {found} en {last}"
        case .renumbered:
            "paquete {number} en {first}: {outcome}; paquete {count} en {last}: {found}"
        case .underWay: "en camino"
        case .linesDiffer: "{count|línea distinta|líneas distintas}: - es {first}, + es {last}"
        }
    }
}
