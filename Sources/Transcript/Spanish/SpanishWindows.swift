extension WindowPhrase {
    /// Its text in Spanish.
    var spanish: String {
        switch self {
        case .serving:
            "escuchando en loopback, puerto {number}; en otra ventana: garita dial{what}"
        case .key: "<strong:Llave: {key}>"
        case .keys: "cada cliente toma una llave propia, y quien ve una llave puede leer y hablar"
        case .leave:
            "`quit` o Control-D lo termina; lo que dicen llega aquí, y hay comandos del lab"
        case .badCharacter:
            "<bad:no es una llave>: en la columna {column} hay un carácter que ninguna tiene"
        case .badLength:
            "<bad:no es una llave>: tiene {count|carácter|caracteres}; se esperaban {total}"
        case .mistyped: "<bad:no es una llave>: un carácter está mal tecleado"
        case .dialing:
            "el extremo del cliente está abierto; el servidor está en el puerto {number}. Lo que escribes se envía, y su eco regresa"
        case .words: "`quit` o Control-D lo termina"
        case .noTerminal:
            "<bad:error:> esto necesita una terminal; en un script `tunnel listen`, `tunnel serve` y `tunnel connect` hacen lo mismo"
        case .askKey: "Llave: "
        case .askMessage: "Mensaje: "
        }
    }
}
