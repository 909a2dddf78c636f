import Network

extension ConnectionPhrase {
    /// Its text in Spanish.
    var spanish: String {
        switch self {
        case .kept: "queda abierta, {count|byte|bytes} {count?recibido|recibidos}"
        case .none: "{node} no tiene conexiones"
        case .connection: "{source} - {target}, sigue {number}, espera {wanted}"
        case .received: "recibió {text}"
        case .load: "puerto {place}: {count} de {total} conexiones a medio abrir, cookies {what}"
        case .closed: "la conexión {source} - {target} está {what} ahora"
        case .flood: "{count|SYN|SYN} de {node} a {target}, a nombre de {first} a {last}"
        case .noFlood: "ningún SYN de {node} a {target}"
        case .interrupted: "interrumpido tras {count} de {total}"
        case .halfOpen: "{count} con SYN-ACK por respuesta, y a medio abrir"
        case .backlogFull:
            "{count} <bad:descartados>: no caben más a medio abrir (RFC 4987, sección 2)"
        case .cookieSent:
            "{count} con una SYN cookie de respuesta; sin guardar nada (RFC 4987, secc. 3.6)"
        case .cookieTaken: "{count} cookies volvieron"
        case .noConnection: "{count} ACK de ninguna conexión"
        case .onTheWay: "{count} no llegaron: {reason}{source}"
        case .reset: "{node} envía un RST a {target} a nombre de {source}"
        case .data: "{node} envía {count|byte|bytes} a {target} a nombre de {source}"
        case .exact: "número de secuencia {number}, justo el que {node} espera"
        case .beyond: "número de secuencia {number}, y {node} espera {wanted}: {count} más allá"
        case .before: "número de secuencia {number}, y {node} espera {wanted}: {count} antes"
        case .unknown: "número de secuencia {number}; ningún host de ahí tiene esa conexión"
        case .ended: "la conexión con {target} <bad:terminó>: {what}"
        case .taken: "lo toma por algo que {target} envió: {text}"
        case .ignored: "<good:no lo acepta>: {what}"
        case .times: "{count} veces"
        case .more: "{count|paquete|paquetes} más, {first} a {last}: `packet list` los muestra"
        case .untouched: "a la conexión <good:no le pasó nada>"
        }
    }
}

extension ConnectionEnd {
    var spanish: String {
        switch self {
        case .closed: "ambos extremos la cerraron"
        case .refused: "al SYN le respondió un RST"
        case .reset: "llegó un RST con el número correcto"
        case .aborted: "se abandonó"
        case .timedOut: "nadie confirmó lo enviado"
        case .unreachable: "no se puede llegar al otro extremo"
        case .overLimit: "es más de lo que una conexión puede guardar"
        }
    }
}

extension SegmentFault {
    var spanish: String {
        switch self {
        case .outsideWindow: "está fuera de la ventana (RFC 9293, sección 3.10.7.4)"
        case .inexactReset:
            "un RST debe tener justo el número que se espera; un ACK le pregunta al otro extremo (RFC 5961, sección 3.2)"
        case .unexpectedSYN:
            "un SYN en una conexión; un ACK le pregunta al otro extremo (RFC 5961, sección 4.2)"
        case .badAcknowledgment:
            "confirma lo que nunca se envió, o hace demasiado (RFC 5961, sección 5.2)"
        case .noAcknowledgment: "no tiene ACK (RFC 9293, sección 3.10.7.4)"
        case .afterClose: "el otro extremo ya había cerrado su lado"
        }
    }
}
