import Fabric

extension AttackPhrase {
    /// Its text in Spanish.
    var spanish: String {
        switch self {
        case .headline: "<strong:ataque> al extremo {role} de {tunnel}: {what}"
        case .replay: "el datagrama del paquete {number} otra vez"
        case .flip: "el datagrama del paquete {number} con el bit {place} invertido"
        case .truncation: "el datagrama del paquete {number}, cortado a {count|byte|bytes}"
        case .forgery: "un datagrama sellado con una llave del propio atacante"
        case .unknownSPI: "un datagrama con un SPI que ninguna asociación tiene"
        case .changed: "cambió"
        case .nothing: "nada"
        case .cut: "cortado tras {count|byte|bytes} de {total}"
        case .forgedChange:
            "SPI y número de secuencia como los siguientes del cliente; la llave es otra"
        case .spiChange: "el SPI; lo demás, como forjado con otra llave"
        case .became: "byte {place}, <strong:{field}>: {first} pasó a ser {last}"
        case .fieldSPI: "SPI"
        case .fieldSequence: "número de secuencia"
        case .fieldIV: "IV"
        case .fieldCiphertext: "texto cifrado"
        case .fieldClear: "texto en claro"
        case .fieldICV: "ICV"
        case .sentStep: "enviado"
        case .sent: "{count|byte|bytes}, desde un socket del atacante"
        case .sentWithHeader:
            "{count|byte|bytes}: SPI {spi}, secuencia {number}, desde un socket del atacante"
        case .askedBefore:
            "la ventana se consulta antes del ICV; los bits 32 a 63 cambian la secuencia"
        case .askedBeforeCut: "la ventana se consulta antes que el ICV, que ya no es correcto"
        case .accepted: "aceptado"
        case .rightAndNew: "<good:el ICV es correcto y el número de secuencia es nuevo>"
        case .rightICV:
            "<bad:el ICV es correcto, y nadie pregunta si el número de secuencia es nuevo>"
        case .unchecked:
            "aquí no hay anti-repetición: se acepta cuantas veces llegue (RFC 4303, sección 3.4.3)"
        case .acceptedBefore:
            "ya se aceptó una vez: la ventana se olvida con su asociación, y una llave"
        case .setByHand: "puesta a mano no debe usarse en una segunda (RFC 4303, sección 3.3.3)"
        case .onlyLate:
            "no es una intrusión: el otro extremo lo selló y no había llegado, va tarde;"
        case .neverAgain: "ahora la ventana tiene su número y no lo acepta nunca más"
        case .window: "ventana"
        case .before: "antes    {what}"
        case .after: "después  {what}"
        case .moved: "se movió"
        case .notMoved: "no se movió"
        case .counterMoved: "{name} {first} a {last}"
        case .counter: "{name} {count}"
        case .arrived: "llegaron"
        case .delivered: "entregados"
        case .reordering:
            "{count|paquete|paquetes} del {role}, {count?soltado|soltados} en orden inverso"
        case .sealed: "sellados"
        case .heldBack: "{count|paquete|paquetes}; el atacante los retiene"
        case .heldBackRange: "{count|paquete|paquetes}, {first} a {last}; el atacante los retiene"
        case .packets: "{count|paquete|paquetes}"
        case .packetsNumber: "{count|paquete|paquetes}, número de secuencia {last}"
        case .packetsNumbers:
            "{count|paquete|paquetes}, números de secuencia {first} bajando a {last}"
        case .reason: ": <bad:{reason}>{source}"
        case .eachSealed:
            "no es una intrusión: el {role} selló todos, y la ventana de {total} acepta cada"
        case .judgedElsewhere: "en otro proceso, donde `tunnel show` dice cuáles de ellos aceptó"
        case .onceEach: "número que no ha visto, en cualquier orden, una vez"
        case .title: "una inundación de {count} datagramas hostiles"
        case .interrupted: "interrumpida tras {count} de {total}"
        case .none: "ninguno"
        case .notRecorded: "ninguno: no se había grabado ningún datagrama"
        case .acceptedCount: "{count} {count?aceptado|aceptados}"
        case .refused: "{count} {reason}"
        case .underWay: "{count} en camino"
        case .lost: "perdidos"
        case .noneLost: "ninguno, según el contador del propio socket"
        case .lostCount: "{count} en el búfer de recepción del socket"
        case .unknownLoss: "el sistema no lo dice"
        case .noneAccepted: "<good:ninguno>"
        case .copies: "{count}: copias de lo que selló el otro extremo, con números que eran nuevos"
        }
    }
}

extension FloodKind {
    var spanish: String {
        switch self {
        case .random: "bytes al azar"
        case .control: "keepalives y marcas de IKE"
        case .rightSPI: "SPI correcto, resto al azar"
        case .truncated: "grabado, cortado"
        case .flipped: "grabado, un bit invertido"
        case .replayed: "grabado, tal cual"
        }
    }
}
