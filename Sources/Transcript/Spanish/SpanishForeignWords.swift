import Dialects

extension ForeignWord {
    var spanish: String {
        switch self {
        case .outLink: "pregunta por el enlace por el que sale un paquete"
        case .linkName: "pregunta por enlaces cuyo nombre empieza así"
        case .absentLink: "pregunta por un enlace que el gateway no tiene"
        case .untracked: "pregunta por paquetes que el rastreador de conexiones deja en paz"
        case .translated: "pregunta por conexiones cuyo destino se reescribió (NAT)"
        case .sourceTranslation:
            "pregunta por conexiones cuyas direcciones se reescribieron (NAT)"
        case .hardwareAddress: "pregunta por campos de la trama, como su dirección MAC"
        case .recentAddress: "pregunta si la dirección se vio hace poco"
        case .ratePerAddress: "cuenta una tasa por cada dirección"
        case .connectionCount: "pregunta cuántas conexiones hay, o cuánto pasó por una"
        case .addressKind: "pregunta si una dirección es local, de difusión o multicast"
        case .mark: "pregunta por la marca de un paquete o una conexión"
        case .owner: "pregunta por el dueño del proceso que envió el paquete"
        case .timeOfDay: "pregunta por la hora del día"
        case .payload: "pregunta por bytes en cualquier parte del paquete"
        case .bridgePort: "pregunta por el puerto de un puente"
        case .protection: "pregunta si IPsec protegió el paquete"
        case .helper: "pregunta qué ayudante del rastreador de conexiones lo esperaba"
        case .storedSet: "pregunta por un conjunto de direcciones que no está en el archivo"
        case .chance: "lo deja al azar"
        case .frameKind: "pregunta si la trama iba para uno, para varios o para todos"
        case .route: "pregunta por la ruta que toma un paquete"
        case .socket: "pregunta por el socket que espera el paquete"
        case .fragments: "pregunta por fragmentos posteriores"
        case .options: "pregunta por opciones de TCP o encabezados de extensión"
        case .quota: "pregunta cuánto ha dejado pasar la regla"
        case .protocolField: "pregunta por un campo para el que las reglas no tienen palabra"
        case .fieldsTogether: "pregunta por varios campos a la vez"
        case .toItself: "pregunta por lo que el gateway se envía a sí mismo"
        case .translation: "reescribe direcciones o puertos (NAT)"
        case .translationOfIPv6: "reescribe direcciones IPv6"
        case .ownTranslation: "reescribe lo que el propio gateway envía o recibe"
        case .portsAlone: "reescribe puertos y ninguna dirección"
        case .portShift: "mueve cada puerto lo mismo"
        case .prefixTranslation: "reescribe prefijos en un solo sentido, o solo en unos paquetes"
        case .randomPorts: "deja que el azar elija el puerto"
        case .translationMap: "busca una dirección en un mapa que está en otra parte"
        case .marking: "pone una marca al paquete o a su conexión"
        case .queue: "le pasa el paquete a un programa"
        case .headerChange: "cambia el encabezado del paquete"
        case .tracking: "le dice al rastreador de conexiones qué hacer"
        case .copy: "envía una copia del paquete a otra parte"
        case .proxy: "deja que responda un proxy"
        case .setChange: "cambia un conjunto mientras pasan paquetes"
        case .offload: "deja que los paquetes siguientes se salten las reglas"
        case .report: "solo cuenta o informa"
        case .inclusion: "está en lugar de las líneas de otro archivo"
        case .verdictMap: "busca un veredicto en un mapa que está en otra parte"
        }
    }

    /// What was expected in its place, in Spanish.
    var expectedInSpanish: String {
        switch self {
        case .translationOfIPv6, .ownTranslation, .portsAlone, .portShift, .prefixTranslation,
            .randomPorts, .translationMap:
            "una regla NAT para IPv4 con direcciones"
        default: isTarget ? "allow, deny, reject o log" : "una condición que sí tengan"
        }
    }
}

extension InclusionProblem {
    var spanish: String {
        switch self {
        case .missing: "no existe; se esperaba uno dentro de la carpeta del archivo que se lee"
        case .outside:
            "está en otro lugar; se esperaba uno dentro de la carpeta del archivo que se lee"
        case .hidden: "su nombre empieza con punto; se esperaba uno que no"
        case .link: "es un enlace, o está detrás de uno; se esperaba un archivo"
        case .notRegular: "no es un archivo; se esperaba uno"
        case .unreadable: "no se puede leer; se esperaba uno que sí"
        case .cycle: "los archivos se incluyen en círculo; se esperaba un fin"
        case .tooDeep:
            "los archivos se incluyen demasiado hondo; se esperaban a lo más \(ForeignText.depthLimit)"
        case .tooMany: "son demasiados; se esperaban a lo más \(ForeignText.fileLimit)"
        case .tooLarge: "todos los archivos juntos son demasiado grandes; se esperaba menos"
        }
    }
}
