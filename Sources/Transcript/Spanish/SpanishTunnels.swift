import Tunnel

extension TunnelPhrase {
    /// Its text in Spanish.
    var spanish: String {
        switch self {
        case .keySet: "el extremo {role} de {tunnel} tiene ahora esta llave, en ambos sentidos"
        case .served:
            "por {tunnel} {count?llegó|llegaron} {count|paquete|paquetes} de {total} que se esperaban"
        case .servedInVain: "<bad:, y nadie envió más en {time}>"
        case .servedInterrupted: ": interrumpido"
        case .closed: "el túnel {tunnel} está cerrado; sus llaves se borraron"
        case .stillProtected:
            "sus políticas quedan: lo que protegen se descarta, y no cruza en claro"
        case .keysSaved: "{count|llave guardada|llaves guardadas} en {file}"
        case .leftOut: "omitida: la llave del SPI {spi}, porque Wireshark no conoce su suite"
        case .opened: "<strong:el túnel {tunnel}> está abierto: ESP en UDP por loopback, "
        case .keysHint: "llaves: `tunnel show {tunnel} keys`"
        case .eachItsOwn: "una propia por sentido"
        case .toClient: "hacia el cliente: {what}"
        case .toServer: "hacia el servidor: {what}"
        case .transport: ", modo transporte"
        case .dfSet: ", DF puesto por fuera"
        case .dfClear: ", DF quitado por fuera"
        case .extended: ", números de secuencia extendidos"
        case .window: ", ventana de {total}"
        case .unchecked: ", sin anti-repetición"
        case .replayable:
            "<bad:no hay anti-repetición> en el {role}: quien haya visto un datagrama puede hacer que se acepte otra vez, cuantas quiera"
        case .padded: ", relleno a múltiplos de {count} bytes"
        case .paddedUDP: ", UDP relleno a múltiplos de {count} bytes"
        case .gcm: "AES-{count}-GCM"
        case .chaCha: "ChaCha20-Poly1305"
        case .gmac: "AES-{count}-GMAC (nada va cifrado)"
        case .icv: "{suite} con un ICV de {count} bytes"
        case .icvOf8: "{suite} con un ICV de {count} bytes"
        case .elsewhere: "el {peer} está en otro proceso"
        case .lifetime: "vida: {limit}"
        case .soft: "suave {limit}"
        case .hard: "dura {limit}"
        case .policy: "política: {policy}"
        case .clientToServer: "cliente a servidor"
        case .serverToClient: "servidor a cliente"
        case .key: "llave"
        case .keyAndSalt: "llave y sal"
        case .salt: "sal"
        case .ends: "{role} en {node}: recibe por el SPI {spi}, envía con el SPI {last}{ports}"
        case .port: ", puerto UDP {number}"
        case .none: "no hay ningún túnel abierto"
        case .cells: "{role}  SPI {spi}  {first} sellados, {last} abiertos"
        case .title: "<strong:túnel {tunnel}>: "
        case .rekeyed: "llaves renovadas {count|vez|veces}"
        case .seen: "envía a {target}, puerto UDP {number}: ahí se vio al {peer} la última vez"
        case .pathMTU:
            "en el camino al otro extremo un datagrama tiene a lo más {bytes|byte|bytes}, según un error ICMP"
        case .sealed:
            "selló {count|paquete|paquetes}, {bytes|byte|bytes}; último número de secuencia {number}"
        case .received:
            "abrió {count|paquete|paquetes}, {bytes|byte|bytes}; ventana anti-repetición de {total} hasta {number}"
        case .receivedUnchecked:
            "abrió {count|paquete|paquetes}, {bytes|byte|bytes}; sin anti-repetición, el número más alto es {number}"
        case .drawnWindow: "ventana {what}"
        case .stillReceives: "todavía recibe por el SPI {spi}{what}, para lo que está en camino"
        case .older: " y {count} {count?anterior|anteriores}"
        case .arrived: "llegaron {count}: {total} entregados"
        case .outcome: ", {count} {reason}"
        case .windowOff: "ninguna"
        case .windowEmpty: "todavía no se acepta nada"
        case .windowSaid: "{first} a {last}, aceptados: {members}"
        case .windowNewest: ", {count?el más nuevo|los más nuevos} ({count}) de {total}"
        case .stranger:
            "! un datagrama de un extraño, de {count|byte|bytes}, llegó al extremo {role} de {tunnel}: "
        case .strangers:
            "! {total} datagramas más de extraños, el último de {count|byte|bytes}, llegaron al extremo {role} de {tunnel}: "
        case .beganAnew:
            "un cliente que empezó de nuevo cuenta otra vez desde 1, y sigue con `client sequence {number}` en su `tunnel connect`"
        case .refusedInside:
            "! un datagrama auténtico de {count|byte|bytes} llegó al extremo {role} de {tunnel}: "
        case .severalRefusedInside:
            "! {total} datagramas auténticos más, el último de {count|byte|bytes}, llegaron al extremo {role} de {tunnel}: "
        case .strangerHasKey: "<bad:su ICV se verifica, así que quien lo envía tiene la llave>"
        case .added: "política {number} agregada: {policy}"
        case .deleted: "política borrada: {policy}"
        case .wayBack: "su regreso"
        case .notOpen: "{tunnel} no está abierto: descartado"
        case .any: "cualquiera"
        case .bypass: "bypass"
        case .newPair: "<strong:el túnel {tunnel}> tiene un nuevo par de asociaciones"
        case .rekeyedBySoftLifetime:
            "! {time}: terminó la vida suave (RFC 4301, sección 4.4.2.1): <strong:el túnel {tunnel}> tiene un nuevo par de asociaciones"
        case .receives:
            "el {role} recibe ahora por el SPI {spi}, y todavía por {last} durante {time}"
        case .rekeyThere:
            "el {peer} está en otro proceso y no lo sabe: renueva las llaves allá también"
        case .drained: "! {time}: el túnel {tunnel} se vació: terminó el SPI {spi}, {key}"
        case .and: " y "
        case .itsKey: "su llave se borró"
        case .theirKeys: "sus llaves se borraron"
        case .dummies:
            "{count|paquete de relleno|paquetes de relleno} por {tunnel}, {bytes|byte|bytes}"
        case .keepalives: "{count|keepalive|keepalives} por {tunnel}, {bytes|byte|bytes}"
        case .keptAlive: "el {role} de {tunnel} envía un keepalive si en {time} no envió nada"
        case .keptAliveNoLonger: "el {role} de {tunnel} ya no envía keepalives por sí mismo"
        case .keepsAlive: "el {role} envía un keepalive si en {time} no envió nada"
        case .each: " cada uno"
        case .ended: "terminó tras {count} de {total}"
        case .wire: "cable"
        case .left: "salió hacia el {peer}, que está en otro proceso"
        }
    }
}

extension TunnelRole {
    var spanish: String {
        switch self {
        case .client: "cliente"
        case .server: "servidor"
        }
    }
}
