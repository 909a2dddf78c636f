import Commands

extension PageText {
    /// The text in Spanish.
    var spanish: String {
        switch self {
        case .skip: "Ir al laboratorio"
        case .question: "Antes de seguir"
        case .outcome: "¿Qué pasa? Dilo primero, y luego abre."
        case .bytes(let number): "Los bytes del paquete \(number)"
        case .madeBy(let version, let seed):
            "Hecho por Garita \(version)" + (seed.map { ", semilla \($0)" } ?? "") + "."
        case .repeated: "Los mismos comandos dan la misma página en cualquier computadora."
        case .pages: "Páginas del curso"
        case .index: "Todos los laboratorios"
        case .before(let title): "Antes: \(title)"
        case .after(let title): "Sigue: \(title)"
        case .course: "Garita: el curso"
        case .courseIntroduction:
            "Laboratorios sobre firewalls y túneles. Cada página muestra los comandos y lo que dicen; los paquetes se despliegan en sus bytes, y "
                + "las preguntas se responden antes de abrir lo que pasa."
        case .labs: "Laboratorios"
        case .languages: "Idiomas"
        case .untitled(let name): "Laboratorio \(name)"
        case .typed: "Lo que se tecleó"
        }
    }
}

extension ManualText {
    /// The text in Spanish.
    var spanish: String {
        switch self {
        case .name: "NOMBRE"
        case .synopsis: "SINOPSIS"
        case .description: "DESCRIPCIÓN"
        case .commands: "COMANDOS DEL PROGRAMA"
        case .language: "COMANDOS DEL LABORATORIO"
        case .exitStatus: "ESTADO DE SALIDA"
        case .files: "ARCHIVOS"
        case .summary: "un laboratorio de seguridad de redes en una terminal"
        case .whatItIs:
            "Escribe una regla, envía un paquete, abre un túnel, y mira exactamente qué pasó y por qué. Los paquetes son bytes reales, los túneles "
                + "son ESP real entre dos sockets de loopback; nada necesita root, y el tráfico propio de la máquina no se toca. El mismo script "
                + "da la misma transcripción en cualquier máquina."
        case .languageIntroduction:
            "Lo que se escribe en el prompt, y lo que va en los scripts, un comando por línea. Lo que está entre [ ] puede faltar, | separa alternativas, "
                + "... puede repetirse, y las palabras en mayúsculas están en lugar de valores. `help COMANDO` dice más, ? muestra qué puede ir en el "
                + "cursor, y # empieza un comentario."
        case .statusWell: "Todo salió bien."
        case .statusFailed: "Una afirmación no era cierta, o falló una comprobación."
        case .statusWrong: "Un comando, un archivo o una opción estaba mal."
        case .statusFault: "El programa está mal; por favor avisa."
        case .historyFile:
            "Lo que se escribió en el prompt; sin esa variable, en ~/.local/state."
        case .practiceFolder: "Hasta dónde ha llegado alguien en los ejercicios."
        case .labsFolder: "Los laboratorios, donde los trajo un paquete."
        case .about(let command): command.spanish + "."
        }
    }
}
