extension WindowPhrase {
    /// Its text in Spanish.
    var spanish: String {
        switch self {
        case .serving:
            "escuchando en loopback, puerto {number}; en otra ventana: garita dial{what}"
        case .key: "<strong:Clave: {key}>"
        case .keys: "cada cliente toma una clave propia, y quien ve una clave puede leer y hablar"
        case .leave:
            "`quit` o Control-D termina; aquí se ve lo que dicen, y los comandos del laboratorio funcionan"
        case .badCharacter:
            "<bad:no es una clave>: en la columna {column} hay un carácter que ninguna clave tiene"
        case .badLength:
            "<bad:no es una clave>: tiene {count|carácter|caracteres}; se esperaban {total}"
        case .mistyped: "<bad:no es una clave>: hay un carácter mal escrito"
        case .dialing:
            "el extremo del cliente está abierto; el servidor está en el puerto {number}. Lo que escribes se envía, y vuelve su eco"
        case .words: "`quit` o Control-D termina"
        case .noTerminal:
            "<bad:error:> hace falta una terminal; en un script `tunnel listen`, `tunnel serve` y `tunnel connect` hacen lo mismo"
        case .askKey: "Clave: "
        case .askMessage: "Mensaje: "
        }
    }
}
