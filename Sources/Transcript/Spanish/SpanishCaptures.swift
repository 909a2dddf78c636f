import Captures
import Wire

extension CapturePhrase {
    /// Its text in Spanish.
    var spanish: String {
        switch self {
        case .started: "capturando en {link}"
        case .givenUp: "descartado: {count|paquete|paquetes} de la captura anterior"
        case .none: "todavía no se ha capturado nada"
        case .running: "captura <strong:en marcha>: {count|paquete|paquetes}, {key|llave|llaves}"
        case .stopped: "captura <strong:detenida>: {count|paquete|paquetes}, {key|llave|llaves}"
        case .didNotFit:
            "no cupieron: {count|paquete|paquetes}, tras los primeros {limit} o {bytes} bytes"
        case .keysDidNotFit: "no cupieron: {count|llave|llaves}, tras las primeras {limit}"
        case .savedWithKeys:
            "{count|paquete|paquetes} {count?guardado|guardados} en {file}, con {key|llave|llaves}"
        case .savedWithoutKeys:
            "{count|paquete|paquetes} {count?guardado|guardados} en {file}, sin llaves"
        case .savedNoKeyUsed:
            "{count|paquete|paquetes} {count?guardado|guardados} en {file}, no se usó ninguna llave"
        case .severalKeys: "nota: el SPI {spi} tuvo varias llaves; Wireshark solo prueba la primera"
        case .ofEnd: "del extremo {role} de {tunnel}"
        case .toEnd: "al extremo {role} de {tunnel}"
        case .linkCopy: "una copia hecha por un enlace"
        case .packet: "paquete {number}"
        case .message: "un mensaje por {tunnel}"
        case .arrival: "llegó por {tunnel} desde otro proceso"
        case .answer: "responde al paquete {number}"
        case .rejection: "dice que el paquete {number} se rechaza"
        case .report: "dice por qué el paquete {number} no siguió"
        case .copy: "una copia, hecha por un enlace, del paquete {number}"
        case .echo: "el eco del paquete {number} por {tunnel}"
        case .sealed: "sellado por el extremo {role} de {tunnel}"
        case .refused: "en {node} {reason}"
        case .notJudged: "no juzgado"
        case .notJudgedCount: "{count|paquete|paquetes} sin juzgar"
        case .notJudgedAgain:
            "{count|paquete|paquetes} no {count?juzgado|juzgados} otra vez: {reason}"
        case .list: "lista {name}"
        case .rule: "núm."
        case .packets: "paquetes"
        case .bytes: "bytes"
        case .any: "otro"
        case .sent:
            "{count|paquete|paquetes} de {file} {count?enviado|enviados}, como paquetes {first} a {last}: {outcome}"
        case .noneSent: "no se envió ningún paquete de {file}"
        case .untold: "y {count} más"
        case .notSent: "no enviado"
        case .notSentBecause: "no {count?enviado|enviados}: {count|paquete|paquetes}, {reason}"
        case .restNotSent: "no enviado: el resto del archivo, por la interrupción"
        case .excess: "más de lo que un comando envía"
        case .delivered: "<good:entregado>"
        case .wrongChecksums:
            "nota: {count|paquete|paquetes} con la suma del encabezado mal, como cuando las tarjetas de red la llenan al final; se toma por buena"
        case .cutOff:
            "nota: {count|paquete|paquetes} {count?cortado|cortados} por la captura; lo que falta son ceros"
        case .laterFragments:
            "nota: {count|fragmento posterior|fragmentos posteriores}, sin puertos y de ningún flujo; un firewall que conoce flujos arma antes los paquetes"
        case .withoutLength:
            "nota: {count|paquete|paquetes} sin longitud, como cuando las tarjetas de red parten al final los grandes; se toma que terminan con la trama"
        case .brokenOff:
            "nota: el archivo se corta dentro de lo que empieza en el byte {place}; no hay más"
        case .aPacket: "un paquete"
        case .dummy: "un paquete de relleno"
        case .keepalive: "un keepalive de NAT"
        case .replay: "del atacante: una copia"
        case .flip: "del atacante: una copia con un bit invertido"
        case .truncation: "del atacante: una copia, cortada"
        case .forgery: "del atacante: sellado con otra llave"
        case .unknownSPI: "del atacante: un SPI que ninguna asociación tiene"
        case .flood: "del atacante: {what}"
        case .foreign: "un datagrama de un extraño"
        }
    }
}

extension CaptureMiss {
    var spanish: String {
        switch self {
        case .notIP(let reason): "no es un paquete IP, \(reason.rawValue)"
        case .malformed(let fault): fault.rawValue
        case .cut: "cortado por la captura dentro de los encabezados"
        case .repeated: "visto antes en otra interfaz"
        }
    }
}

extension PacketOddity {
    var spanish: String {
        switch self {
        case .headerChecksum: "suma del encabezado incorrecta"
        case .cut: "cortado"
        case .laterFragment: "fragmento posterior"
        case .noLength: "sin longitud"
        }
    }
}
