extension MessagePhrase {
    /// Its text in Spanish.
    var spanish: String {
        switch self {
        case .headline: "mensaje a {tunnel}, {count|byte|bytes}: {text}"
        case .wire: "cable"
        case .plaintext: "en claro"
        case .packet: "paquete {number}, {count|byte|bytes}: {packet}"
        case .behindHeader: "paquete {number}, {count|byte|bytes} tras su encabezado IP: {packet}"
        case .espHeader: "encab. ESP"
        case .header: "{text} = SPI {spi}, secuencia {number}"
        case .iv: "IV"
        case .otherIV:
            "al azar: con el texto cifrado y el ICV, es otro cada vez, sea cual sea la semilla"
        case .ciphertext: "cifrado"
        case .readable: "legible"
        case .length: "{text}, {count|byte|bytes}"
        case .icv: "ICV"
        case .link: "enlace"
        case .datagram: "datagrama"
        case .crossed: "{count|byte|bytes} de ESP en UDP por un socket de loopback"
        case .verified: "verificado"
        case .decrypted:
            "<good:ICV correcto>, el número de secuencia {number} es nuevo: {count|byte|bytes} {count?descifrado|descifrados}"
        case .inClear:
            "<good:ICV correcto>, el número de secuencia {number} es nuevo: {count|byte|bytes} en claro"
        case .unchecked:
            "<good:ICV correcto>; nadie pregunta si la secuencia {number} es nueva: {count|byte|bytes}"
        case .isUnchecked: "<good:ICV correcto>; nadie pregunta si la secuencia {number} es nueva"
        case .refused: "rehusado"
        case .nothingDelivered: "no se entrega nada"
        case .message: "mensaje"
        case .reply: "respuesta"
        case .roundTrip: "en total"
        case .noReply: "sin resp."
        case .within: "en {time}"
        case .lostBy: ": {link} lo perdió"
        case .nothingSent: ": el {end} no envió nada, {reason}"
        case .droppedBy: ": el {end} lo descartó por {reason}, en silencio"
        case .mayBeOld:
            "el otro extremo dice por qué; un cliente que empezó de nuevo cuenta desde 1, y sus números son viejos para un servidor que ya lo oyó"
        case .nobodyListens: ": ahí nadie escucha"
        case .cameLater: ": llegó después"
        case .arrived: "! por {tunnel} llegó "
        case .severalArrived: "! por {tunnel} llegaron {count} paquetes más así, y el último es "
        case .isNew: "<good:ICV correcto>, el número de secuencia {number} es nuevo"
        case .echoed: "mensaje {text}, con eco en el paquete {number}"
        }
    }
}
