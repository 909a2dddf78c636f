extension UsagePhrase {
    /// Its text in Spanish.
    var spanish: String {
        switch self {
        case .lineTooLong: "la línea tiene {count} bytes; se esperaban a lo más {limit}"
        case .controlCharacter: "un carácter de control (U+{code}); se esperaba texto imprimible"
        case .invalidUTF8: "un byte que no es UTF-8; se esperaba texto en UTF-8"
        case .unterminatedQuote: "la comilla no se cierra; se esperaba \" al final"
        case .badEscape:
            "escape desconocido; se esperaba \\\", \\\\, \\n, \\t o \\x y dos hexadecimales"
        case .argument: "{text} {problem}{what}; se esperaba {name}: {meaning}"
        case .prefix: "; el prefijo es {text}"
        case .conflict: "{text} {problem}"
        case .endConflict: "la línea termina aquí {problem}"
        case .endUnexpected: "la línea termina aquí; se esperaba {members}"
        case .wordUnexpected: "{text} no puede ir aquí; se esperaba {members}"
        case .endOfLine: "el fin de la línea"
        case .more:
            "{count} de {total} líneas; espacio: seguir, q: fin, b: atrás, /TEXTO y n: buscar"
        case .notBelow: "{text} no está más abajo; espacio: seguir, q: fin"
        case .offer: "¿Lo hago? [s/N]"
        case .yes: "s"
        case .suggestion: "; ¿quisiste decir {text}?"
        case .line: "; ¿quisiste decir: {text}"
        case .foreignLine: "; en Garita: {text}"
        case .wordUnfit: "{text} no puede ir aquí"
        case .others: "{count} más, que ? muestra"
        case .argumentShort: "{text} {problem}{what}"
        case .usage: " ({text})"
        case .theValue: "el valor"
        case .thePassword: "la contraseña"
        case .aboutHelp:
            "`help COMMAND` explica uno; en el prompt, ? y TAB muestran qué puede seguir."
        case .welcome:
            "<strong:Garita {version}>: un laboratorio de seguridad de redes. Escribe `help`, o ? para ver qué puede seguir."
        case .nothing: "aquí no puede ir nada"
        case .enter: "Entrar"
        case .complete: "el comando está completo"
        case .known: "ahora: {members}"
        case .sayMore: "`?` detrás de una de ellas dice qué hace"
        case .error: "<bad:error:>"
        case .errorInColumn: "<bad:error:> columna {column}:"
        case .outputFailed: "<bad:error:> no se puede escribir la salida: {problem}"
        }
    }
}

extension ListPhrase {
    /// Its text in Spanish.
    var spanish: String {
        switch self {
        case .and: "{first} y {last}"
        case .or: "{first} o {last}"
        }
    }
}
