extension PacketPhrase {
    /// Its text in Spanish.
    var spanish: String {
        switch self {
        case .headline: "<strong:paquete {number}>, {count|byte|bytes}: {packet}"
        case .loggedBy: "anotado por la regla {number}"
        case .copyOf: "una copia del paquete {number}"
        case .sealedFor:
            "sellado para {tunnel}: {count|byte|bytes} se vuelven {total|byte|bytes} de ESP"
        case .icvDecrypted: "ICV correcto, el número de secuencia {number} es nuevo: descifrado"
        case .icvUnchecked:
            "ICV correcto; nadie pregunta si el número de secuencia {number} es nuevo"
        case .icvInClear: "ICV correcto, el número de secuencia {number} es nuevo: iba en claro"
        case .ecnTaken:
            "; su campo ECN dice ahora {what}, como el de afuera (RFC 6040, sección 4.2)"
        case .policy: "política: {policy}"
        case .fragmented:
            "mide más de {limit|byte|bytes}, lo que acepta el enlace: siguen {count|fragmento|fragmentos}"
        case .joined: "armado con {count|fragmento|fragmentos}"
        case .clamped: "tamaño máximo de segmento: {first} antes, {last} desde aquí"
        case .fragmentOf: "un fragmento del paquete {number}"
        case .translatedByRule: "{what} por la regla NAT {rule}: {first} es {last} desde aquí"
        case .translatedAsFlow: "{what} según su flujo: {first} es {last} desde aquí"
        case .identifier: " identificador {number}"
        case .translatedInError:
            "{what} según el flujo del que habla: {first} es {last} desde aquí, también en lo que cita"
        case .wasAndIs: "{first} es {last} ahora"
        case .outside: "lo que lo envuelve:"
        case .contradicted:
            "<bad:suplantado>: llegó por {link}, y el regreso a {source} es {what} por {target}"
        case .wayBackUnknown: "<bad:suplantado>: ninguna ruta regresa a {source}"
        case .left: "salió hacia el otro extremo, que está en otro proceso"
        case .delivered: "<good:entregado>"
        case .deliveredAfter: "<good:entregado> a los {time}"
        case .tellsSender: "se lo dice a quien lo envió con el paquete {number}"
        case .interrupted: "interrumpido tras {count} de {total}"
        case .wouldBe: "sería {verdict}"
        case .wouldTakeTunnel: "e iría por el túnel {tunnel}"
        case .wouldBeOpaque: "y luego descartado: no muestra lo que pide esta política: {policy}"
        case .wouldTakePolicy: "y luego, por política: {policy}"
        case .noPackets: "todavía no hay paquetes"
        case .hasLeft: "salió"
        case .underWay: "en camino"
        case .copyRemark: "copia del paquete {number}"
        case .made: "hecho, {count|byte|bytes}"
        case .copyMade: "una copia del paquete {number}, {count|byte|bytes}"
        case .arrived: "llegó"
        case .inSameESP: "en el mismo paquete ESP, {count|byte|bytes}"
        case .sealedBy: "sellado por el extremo {role} de {tunnel}, {count|byte|bytes} de ESP"
        case .decryptedBy: "verificado y descifrado por el extremo {role} de {tunnel}"
        case .verifiedBy: "verificado por el extremo {role} de {tunnel}"
        case .answeredBy: "respondido con el paquete {number}"
        case .noReply: "sin respuesta en {time}"
        case .rulesChanged:
            "por qué las otras no coincidieron: las reglas han cambiado desde entonces"
        case .quoting: " que cita "
        case .burst: "<strong:paquetes {first} a {last}>: {outcome}"
        case .deliveredCount: "{count} {count?entregado|entregados}"
        case .leftCount: "{count} {count?salió|salieron} hacia otro proceso"
        case .dropped: "{count} {reason}"
        case .underWayCount: "{count} en camino"
        case .copied: "{count} {count?copiado|copiados}"
        case .reordered: "{count} {count?reordenado|reordenados}"
        }
    }
}
