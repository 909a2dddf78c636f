import Network
import Wire

extension HostPhrase {
    /// Its text in Spanish.
    var spanish: String {
        switch self {
        case .wasJudged: "el paquete {packet} fue {verdict} en {node}"
        case .wasDropped: "el paquete {packet} fue <bad:descartado> en {node}: {reason}"
        case .answerJudged: "la respuesta, el paquete {packet}, fue {verdict} en {node}"
        case .answerDropped:
            "la respuesta, el paquete {packet}, fue <bad:descartado> en {node}: {reason}"
        case .because: "{what}; {reason}"
        case .icmpError: "un error ICMP de {source}: {meaning} (tipo {number} código {code})"
        case .wasCut: "terminó antes de acabar"
        case .understood: "{node} entendió: {what}"
        case .reply:
            "respuesta {number} de {target}: {count|byte|bytes}, límite de saltos {limit}, {time}"
        case .duplicate: "respuesta {number} de {target} <bad:otra vez>, a los {time}"
        case .noReply: "<bad:sin respuesta {number}>"
        case .pingError: "<bad:sin respuesta {number}>: {what}"
        case .pinged: "{count|petición|peticiones}, {found|respuesta|respuestas}, {last} % perdidas"
        case .pingTimes: "mínimo {first}, media {time}, máximo {last}"
        case .reached: "{target} está a {count|salto|saltos}"
        case .unreachable: "nadie más allá lleva paquetes a {target}"
        case .silent: "nadie respondió en {count|salto|saltos}; se abandona el camino"
        case .mostHops: "{target} está a más de {count|salto|saltos}"
        case .opened: "<good:conectado> a {target} a los {time}"
        case .said: "{count|byte|bytes} {count?enviado|enviados}"
        case .heard: "recibido {text}"
        case .peerClosed: "el otro extremo cerró primero su lado"
        case .closed: "cerrada a los {time}, {count|byte|bytes} {count?recibido|recibidos}"
        case .refused: "<bad:rehusada> a los {time}: al SYN le respondió un RST"
        case .wasReset:
            "<bad:cortada> a los {time}: un RST con el número correcto terminó la conexión"
        case .aborted: "<bad:abandonada> a los {time}"
        case .timedOut: "<bad:tiempo agotado> a los {time}: nadie confirmó lo enviado"
        case .unreachableHost: "<bad:inalcanzable> a los {time}"
        case .overLimit:
            "<bad:abandonada> a los {time}: es más de lo que una conexión puede guardar"
        case .status: "{number} {reason}, {count|byte|bytes}"
        case .notHTTP: "<bad:sin respuesta>: {count|byte|bytes} que no son de HTTP"
        case .record: "{name} {what}"
        case .nameError: "<bad:{name} no existe> (NXDOMAIN)"
        case .noData: "{name} no tiene registro {what}"
        case .otherCode: "<bad:{code}> para {name} {what}"
        case .overTCP: "la respuesta no cupo en un datagrama, y se pidió por TCP"
        case .mismatch:
            "<bad:ignorada> una respuesta con identificador {number}: nadie preguntó eso"
        case .noAnswer: "<bad:sin respuesta> sobre {name} {what}"
        case .port: "pto."
        case .state: "estado"
        case .why: "por qué"
        case .synACK: "respondió un SYN-ACK"
        case .reset: "respondió un RST"
        case .datagram: "{count|byte|bytes} de respuesta"
        case .nobody: "nadie respondió"
        case .more: "{count|puerto|puertos} {what}: {reason}"
        case .scanned:
            "{count|puerto|puertos} {count?preguntado|preguntados} con {found|paquete|paquetes} en {time}"
        case .offers: "{node} ofrece {what}"
        case .offersNoMore: "{node} ya no ofrece {what}"
        case .noServices: "{node} no ofrece servicios"
        case .says: "{node} dice: {what}"
        case .saysNoMore:
            "{node} ya no dice nada de {name}: {count|registro|registros} {count?quitado|quitados}"
        case .noRecords: "{node} no dice nada de nombres"
        case .echoed: "{count|byte|bytes} por devolver"
        case .discarded: "{count|byte|bytes} por tirar"
        case .request: "{text} se responde con {number}"
        case .loginRight: "usuario {name} con la contraseña {text}: <good:admitido>"
        case .loginWrong: "usuario {name} con la contraseña {text}: <bad:rechazado>"
        case .typed: "la línea {text}"
        case .asked: "la pregunta {name} {what}, respondida {code} con {count|registro|registros}"
        case .malformed: "nada: no es un mensaje de ese servicio"
        case .tooLong: "nada: la línea es demasiado larga"
        }
    }
}

extension ICMPReport.Meaning {
    var spanish: String {
        switch self {
        case .noRoute: "no conoce el camino"
        case .hostUnreachable: "no puede llegar a ese host"
        case .protocolUnreachable: "no tiene ese protocolo"
        case .portUnreachable: "ahí nadie escucha"
        case .tooBig: "el paquete es más grande de lo que acepta el siguiente enlace"
        case .prohibited: "está prohibido"
        case .timeExceeded: "el límite de saltos llegó a cero"
        case .other: "algo anda mal"
        }
    }
}
