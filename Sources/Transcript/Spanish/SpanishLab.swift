extension LabPhrase {
    /// Its text in Spanish.
    var spanish: String {
        switch self {
        case .seeded:
            "las llaves de túneles nuevos y el azar de los enlaces salen de la semilla {seed}, que todos pueden repetir"
        case .later: "{time} después: {total}"
        case .gatewayChanged: "reglas, conjuntos, flujos y políticas son ahora los de {name}"
        case .listInUse: "reglas y conjuntos son los de su lista {name}"
        case .gateway: "{name} está en uso, de {members}"
        case .moved:
            "como estaba después de `{line}`: {time}, {count|regla|reglas}, {total|paquete|paquetes}"
        case .movedToStart:
            "como estaba al principio: {time}, {count|regla|reglas}, {total|paquete|paquetes}"
        case .placeKept:
            "{name} es este punto: {time}, {count|regla|reglas}, {total|paquete|paquetes}"
        case .forked: "aquí empieza {name}: lo que sigue va en ella"
        case .forkedFrom:
            "aquí empieza {name}: lo que sigue va en ella; `restore {target}` regresa a {target}"
        case .takenBack: "deshecho: `{line}`"
        case .severalTakenBack: "deshechos: {count} comandos, de `{first}` a `{last}`"
        case .tunnelRenewed:
            "{tunnel} tiene asociaciones nuevas: llaves, secuencias e IV nunca retroceden"
        case .tunnelReopened:
            "{tunnel} está abierto otra vez, con llaves nuevas: las que tenía se borraron"
        case .tunnelNotYet: "{tunnel} está cerrado: entonces no estaba abierto"
        case .tunnelMissing:
            "{tunnel} no está abierto: la llave que se le dio se borró; `tunnel open {name}` la vuelve a tomar"
        case .language: "idioma: español (es), de {members}"
        case .theme: "tema: {name}, de {members}"
        case .themeNotChosen:
            "tema: el del fondo de la terminal, hasta que se elija uno de {members}"
        case .beginning: "el principio"
        case .lessonEnd:
            "<strong:La lección termina aquí.> `back` regresa, `lesson` la lista, `quit` sale."
        case .askAlone:
            "escribe el número de una respuesta, o `vote` y cuántos dicen qué; Entrar sigue"
        case .askAgain:
            "<strong:Ahora convence a tu vecino.> Luego voten otra vez: `vote` y los números nuevos"
        case .vote: "{number}  {first} {last}"
        case .answer: "respuesta"
        case .answerText: "texto"
        case .firstVote: "primer voto"
        case .secondVote: "segundo voto"
        case .said: "anotado: {number}, {text}"
        case .answerIs: "la respuesta es {number}: {text}"
        case .saidRight: "<good:correcto>: {number}, {text}"
        case .saidWrong: "<bad:no es así>: dijiste {count}, {what}; es {number}, {text}"
        case .unanswered: "no llegó el comando sobre el que se preguntó: {text}"
        case .votedRight:
            "{first} de {count} acertaron la primera vez, {last} de {total} la segunda"
        case .reference: "RFC {number} sección {text}"
        case .lookAt: "`{text}` lo muestra, como en labs/es/{file}.lab"
        case .ruleHere:
            "aquí la regla {number}: {rule}; ha decidido {count|paquete|paquetes}"
        case .linesCounted: "{count|línea|líneas}"
        case .linesSaved: "{count|línea guardada|líneas guardadas} en {file}"
        case .noLine: "ninguna línea tiene {text}"
        case .pageSaved: "{file} es la página de lo que se ha tecleado hasta aquí"
        case .transcriptStarted: "la transcripción va a {file}"
        case .transcriptStopped: "la transcripción está completa"
        case .interrupted: "interrumpido antes de la línea {line} de {file}"
        case .ended: "{reason} antes de terminar"
        case .made: "paquetes hechos"
        case .delivered: "entregados"
        case .left: "salieron"
        case .leftWhere: "al otro extremo de un túnel, en otro proceso"
        case .underWay: "en camino"
        case .fromStrangers: "de extraños"
        case .fromAttacker: "del atacante"
        case .header: "{version} transcripción, semilla {seed}, idioma {name}, comandos {digest}"
        case .none: "ninguno"
        case .typed: "tecleados"
        case .linear: "lineal"
        case .isHere: "aquí"
        case .isNext: "sigue"
        case .met: "<good:como se esperaba>"
        case .failed: "<bad:la expectativa falló>: se esperaba {claim}, hubo {outcome}"
        case .refused: "rehusado"
        case .refusedBecause: "rehusado porque {reason}"
        case .reply: "respuesta {text}"
        case .anError: "un error"
        case .noPacket: "ningún paquete {action}"
        case .noPacketThere: "ningún paquete que llegue"
        case .sameVerdicts: "los mismos veredictos que {file}"
        case .nothing: "nada: no se ha enviado ni probado ningún paquete"
        case .carriedOut: "un comando que se ejecutó"
        case .anotherOne: "otro para {packet}"
        case .nothingSent: "y no se envió nada"
        case .leftHere: "salió hacia otro proceso"
        }
    }
}
