extension NetPhrase {
    /// Its text in Spanish.
    var spanish: String {
        switch self {
        case .added: "{what} {name}: se agregó"
        case .removed: "{what} {name}: se quitó"
        case .mtuSet: "el enlace {link} acepta ahora paquetes de hasta {count|byte|bytes}"
        case .clamped: "{node} baja el tamaño máximo de segmento a {count} en {link}"
        case .unclamped: "{node} ya no baja ningún tamaño de segmento en {link}"
        case .routed: "{node} envía {what}"
        case .unrouted: "{node} ya no tiene ruta {what}"
        case .noRoutes: "{node} no tiene rutas"
        case .routesOf: "rutas de {node}"
        case .direct: "sale por {link}"
        case .via: "por {target} en {link}"
        case .connected: "{what}, conectada"
        case .made:
            "se hizo una red para las reglas de {file}: {count|nodo|nodos}, {total|enlace|enlaces}"
        case .placeSaid: "{link}: {target}, como dice el archivo"
        case .placeAssumed: "{link}: {target}, que se supone"
        case .placeAdded: "el archivo no lo nombra, y se agrega"
        case .placeOutside: "se supone que todos los demás están detrás"
        case .loaded: "la red es ahora {name}: {count|nodo|nodos}, {total|enlace|enlaces}"
        case .saved: "{count|nodo|nodos} y {total|enlace|enlaces} guardados en {file}"
        case .listed: "{count|red viene|redes vienen} con el programa: {members}"
        case .busDelay: "{name}, {time}"
        case .busMTU: "{name}, {time}, MTU {limit}"
        case .unused: "el enlace {name} no une a nadie"
        case .noZones: "no hay zonas"
        case .spoofUnasked: "{node} no pregunta si un paquete puede venir de donde dice"
        case .spoofStrict:
            "{node} descarta lo que llegó por un enlace que no es el del regreso a su origen (RFC 3704, sección 2.2)"
        case .spoofLoose:
            "{node} descarta aquello a cuyo origen no hay regreso por ningún enlace (RFC 3704, sección 2.4)"
        case .zone: "zona {name}: {members}"
        case .nodeOn: "{name}, de tipo {what}, está {place}"
        case .onLink: "en {link}"
        case .onLinkAs: "en {link} como {members}"
        case .linkJoins:
            "{name} une {members}; un paquete tarda {time}, y tiene a lo más {count|byte|bytes}"
        }
    }
}
