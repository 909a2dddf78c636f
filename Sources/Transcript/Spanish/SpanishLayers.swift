import Wire

extension LayerPhrase {
    /// Its text in Spanish.
    var spanish: String {
        switch self {
        case .title: "<strong:{name}>, {count|byte|bytes}"
        case .fault: ": {problem}"
        case .moreBytes: "{count} bytes"
        case .right: "correcta"
        case .wrong: "<bad:incorrecta>"
        case .plain: "<strong:como lo hizo quien lo envía, {count|byte|bytes}>"
        case .wire: "<strong:en el cable, {count|byte|bytes}>"
        case .decrypted: "<strong:como lo descifró el extremo que recibe, {count|byte|bytes}>"
        case .verified: "<strong:como lo verificó el extremo que recibe, {count|byte|bytes}>"
        case .inClear:
            "en el cable: los mismos bytes, salvo los saltos que quedan, en claro; quien escucha los lee todos"
        case .same: "los mismos bytes ({count|byte|bytes}) que hizo el remitente, y detrás:"
        case .sameForwarded:
            "los mismos bytes ({count|byte|bytes}) del remitente, con {limit|salto|saltos} por delante, y detrás:"
        case .sameBehindHeader:
            "los mismos bytes ({count|byte|bytes}) del remitente tras su encabezado IP, y detrás:"
        case .legend: "a: autenticado"
        case .legendEncrypted: ", e: cifrado"
        case .legendNonce: ", n: parte del nonce"
        case .legendChanges: "; si uno de esos bytes cambia, el ICV es incorrecto"
        case .legendNothingEncrypted: "; nada va cifrado"
        case .protectionTitle:
            "donde un byte va autenticado: si uno de esos bytes cambia, el ICV es incorrecto"
        case .isAuthenticated: "autenticado"
        case .isEncrypted: "autenticado y cifrado"
        case .isNonce: "parte del nonce"
        case .ciphertext:
            "<strong:texto cifrado>, {count|byte|bytes}; qué va dónde, solo lo sabe el laboratorio"
        case .hidden:
            "{count|byte|bytes} más, sin mostrar: IV, texto cifrado, ICV y suma de UDP son otros cada vez"
        case .zeros: "ceros hasta {last}"
        case .notInPacket: "no va en el paquete"
        case .encrypted: "{name} cifrado"
        case .header: "encabezado {name}"
        }
    }
}

extension LayerKind {
    var spanish: String {
        switch self {
        case .ipv4: "IPv4"
        case .ipv6: "IPv6"
        case .hopByHop: "opciones salto a salto"
        case .routing: "enrutamiento"
        case .fragment: "fragmento"
        case .destinationOptions: "opciones de destino"
        case .tcp: "TCP"
        case .udp: "UDP"
        case .icmp: "ICMP"
        case .icmpv6: "ICMPv6"
        case .esp: "ESP"
        case .espHeader: "encabezado ESP"
        case .initializationVector: "IV"
        case .data: "datos"
        case .trafficPadding: "relleno de tráfico (TFC)"
        case .espTrailer: "cola ESP"
        case .integrityCheck: "ICV"
        case .unreadable: "ilegible"
        }
    }
}

extension FieldName {
    var spanish: String {
        switch self {
        case .version: "versión"
        case .headerLength: "longitud de encabezado"
        case .differentiatedServices: "servicios diferenciados"
        case .totalLength: "longitud total"
        case .identification: "identificación"
        case .flags: "banderas"
        case .fragmentOffset: "posición del fragmento"
        case .timeToLive: "tiempo de vida (TTL)"
        case .proto: "protocolo"
        case .headerChecksum: "suma del encabezado"
        case .sourceAddress: "dirección de origen"
        case .destinationAddress: "dirección de destino"
        case .options: "opciones"
        case .trafficClass: "clase de tráfico"
        case .flowLabel: "etiqueta de flujo"
        case .payloadLength: "longitud de la carga"
        case .nextHeader: "siguiente encabezado"
        case .hopLimit: "límite de saltos"
        case .extensionLength: "longitud de la extensión"
        case .sourcePort: "puerto de origen"
        case .destinationPort: "puerto de destino"
        case .sequenceNumber: "número de secuencia"
        case .sequenceNumberHigh: "secuencia, mitad alta"
        case .acknowledgmentNumber: "número de confirmación"
        case .dataOffset: "inicio de los datos"
        case .controlBits: "bits de control"
        case .window: "ventana"
        case .checksum: "suma de verificación"
        case .urgentPointer: "puntero urgente"
        case .length: "longitud"
        case .type: "tipo"
        case .code: "código"
        case .identifier: "identificador"
        case .restOfHeader: "resto del encabezado"
        case .securityParametersIndex: "índice de parámetros (SPI)"
        case .initializationVector: "vector de inicialización"
        case .ciphertext: "texto cifrado"
        case .integrityCheckValue: "valor de comprobación (ICV)"
        case .trafficPadding: "relleno de tráfico (TFC)"
        case .padding: "relleno"
        case .padLength: "longitud del relleno"
        case .data: "datos"
        }
    }
}

extension ECN {
    var spanish: String { english }
}
