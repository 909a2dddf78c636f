extension WatchPhrase {
    /// Its text in Spanish.
    var spanish: String {
        switch self {
        case .nothing: "<strong:todavía no ha cruzado nada por {link}>"
        case .nothingOf: "<strong:todavía no ha cruzado nada de {tunnel} por {link}>"
        case .crossed: "<strong:{count|datagrama cruzó|datagramas cruzaron} {link}>"
        case .crossedOf:
            "<strong:{count|datagrama|datagramas} de {tunnel} {count?cruzó|cruzaron} {link}>"
        case .newest: "; {count?el más nuevo|los más nuevos} ({count}):"
        case .forgotten: "las tramas anteriores a la {number} ya no se conservan"
        case .link: "el enlace {name}"
        case .wire: "el cable"
        case .way: "{first} a {last}"
        case .bytes: "{count?byte|bytes}"
        case .inClear: "en claro: {packet}"
        case .sealed: "ESP, SPI {spi}, número de secuencia {number}"
        case .ends: "{first} -> {last}"
        case .readable: ", legible: {packet}"
        case .keepalive: "keepalive de NAT"
        case .noESP: "en UDP, no es un paquete ESP"
        case .wayTitle: "<strong:{what}>: {count|datagrama|datagramas}, {bytes|byte|bytes}"
        case .clearCount:
            "en claro: {count|paquete|paquetes}; todo se puede leer, y un cambio no se notaría"
        case .otherSPIs: "otros SPI: {count|datagrama|datagramas}"
        case .keepalives: "keepalives de NAT: {count|datagrama|datagramas}"
        case .madeUp: "no del otro extremo: {count|datagrama|datagramas}"
        case .addresses: "direcciones: {members}"
        case .otherAddresses: ", y otras en {count|datagrama|datagramas}"
        case .sizes: "tamaños: {first} a {last|byte|bytes}, {count} distintos"
        case .oneSize: "tamaños: {last|byte|bytes}"
        case .allOneSize: "tamaños: {last|byte|bytes}, todos iguales"
        case .at: "tiempos: {time}"
        case .between: "tiempos: {first} a {last}, con {time} entre uno y otro"
        case .betweenRange: " a {last}"
        case .stream: "SPI {spi}: {count|datagrama|datagramas}"
        case .number: ", número de secuencia {first}"
        case .numbers: ", números de secuencia {first} a {last}"
        case .none: ": no falta ninguno"
        case .missing: ": {count?falta|faltan} {count}"
        case .overtaken: "; {count} {count?llegó|llegaron} después de uno posterior"
        case .repeated: "; {count} {count?llegó|llegaron} otra vez"
        case .after: "nuevo tras el último datagrama del SPI {spi}: llaves renovadas, u otro túnel"
        case .packet: "paquete"
        case .payload: "carga"
        case .standsThere: "cada {what} de adentro está ahí tal cual: {suite} no cifra nada"
        case .hasRange:
            "cada {what} de adentro tiene de {first} a {last|byte|bytes}; el tamaño lo delata, salvo por 0 a {count|byte|bytes} de relleno"
        case .hasAtMost:
            "cada {what} de adentro tiene a lo más {last|byte|bytes}; el relleno de tráfico (TFC) {meaning}"
        case .oneSizeLeft: "les da a todos un mismo tamaño"
        case .sizesLeft: "deja {count} tamaños por distinguir"
        case .hiddenInTunnel:
            "no se sabe: las direcciones de adentro, el protocolo, los puertos, el contenido"
        case .hiddenInTransport:
            "no se sabe: el protocolo, los puertos, el contenido; las direcciones son las de los hosts"
        case .nothingHidden: "no se sabe: nada se oculta; solo se notaría un cambio"
        }
    }
}
