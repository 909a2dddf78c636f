import Commands

extension ProgramText {
    var spanish: String {
        switch self {
        case .language: "Hablar este idioma: en o es."
        case .abstract: "Un laboratorio de seguridad de redes en una terminal."
        case .discussion:
            "Sin comando lee líneas: en una terminal con un prompt, si no de su entrada como script. "
                + "Escribe `help` en el prompt para ver los comandos del laboratorio."
        case .linear:
            "Escribir para quien oye el texto: tablas como líneas, dibujos como oraciones, nada se redibuja. "
                + "GARITA_ACCESSIBLE=1 hace lo mismo."
        case .theme:
            "Los colores de un fondo claro u oscuro, si la terminal tiene 24 bits para ellos: light, dark, o none para los "
                + "de la propia terminal."
        case .seed:
            "Hacer las llaves con este número, para que se repitan. Un script sin él tiene la semilla 1."
        case .transcript: "Escribir también la transcripción en este archivo."
        case .keepGoing:
            "Seguir después de un comando rehusado; el estado de salida lo dice al final."
        case .allowRead:
            "Dejar que los scripts lean debajo de esta carpeta, y no solo de la suya; se puede repetir."
        case .allowWrite:
            "Dejar que los scripts escriban debajo de esta carpeta, y no solo de aquella en la que se ejecutan; "
                + "se puede repetir."
        case .allowPorts: "Dejar que los scripts abran puertos que ellos nombran."
        case .present:
            "Recorrer un laboratorio en el prompt. Entrar ejecuta el siguiente comando; next, back, skip, goto N y lesson llevan el camino, y entre uno y otro se puede probar lo que sea."
        case .validate: "Recorrerlo sin pantalla; falla donde afirma algo que no es así."
        case .lesson: "El laboratorio."
        case .notes:
            "Mostrar las notas de quien expone la lección en otra terminal, el siguiente comando y el tiempo; q sale."
        case .withNotes:
            "Dejar que `garita notes` muestre en otras terminales las notas de quien expone, las líneas que empiezan con #:."
        case .notesUnseen: "--validate no muestra nada; no se esperaba --notes con él"
        case .run:
            "Ejecutar scripts uno tras otro en un mismo laboratorio, e imprimir la transcripción."
        case .scripts: "Los scripts."
        case .prompt: "Leer comandos de la terminal o de la entrada estándar (lo usual)."
        case .command: "Ejecutar este comando y salir; se puede repetir."
        case .check:
            "Ejecutar otra vez los comandos de transcripciones, y decir de cada una si es auténtica, o la primera línea que "
                + "es distinta. Lo que los comandos escriben queda solo en memoria."
        case .diff:
            "Decir en qué son distintas dos transcripciones: comandos, paquetes, y luego cada línea."
        case .transcripts: "Las transcripciones."
        case .first: "Una transcripción."
        case .second: "Otra."
        case .grade:
            "Ejecutar entregas, cada una en su propio laboratorio, y medirlas con las comprobaciones de un ejercicio."
        case .exercise: "El ejercicio: un archivo, o una carpeta con `exercise.lab`."
        case .submissions: "Archivos de comandos o transcripciones, o carpetas de ellos."
        case .hidden: "Un archivo de más comprobaciones, que los estudiantes no ven."
        case .jobs:
            "Calificar tantas entregas a la vez; si no se dice, tantas como procesadores. Lo que se dice es siempre lo mismo."
        case .group:
            "Poner las entregas en grupos que está demostrado que deciden lo mismo, y decir con qué paquete se distinguen."
        case .groupAlone: "--group es para personas; no se esperaba --format ni --only"
        case .exerciseTool: "Preguntar qué tan bueno es un ejercicio."
        case .exerciseCheck:
            "Decir qué conviene corregir: respuestas que salen mal, pistas que faltan o dicen demasiado, comprobaciones que nunca fallan."
        case .exerciseMutate:
            "Cambiar un poco la respuesta correcta, y decir qué cambios no nota ninguna comprobación. Los que está demostrado que deciden lo mismo no cuentan."
        case .exerciseFolder: "La carpeta del ejercicio, con `exercise.lab` y `solution.lab`."
        case .mutantFormat:
            "Para qué se escribe: una tabla para personas, o el informe de Stryker."
        case .student: "De quién es la variante, en un ejercicio distinto para cada estudiante."
        case .variantFile:
            "Escribir este otro archivo de la carpeta, solution.lab por ejemplo."
        case .exerciseVariant:
            "Escribir el ejercicio como lo tiene un estudiante, que no recibe ni su secreto ni las líneas que lo varían."
        case .practice:
            "Trabajar en un ejercicio: el prompt con un enunciado, comprobaciones y pistas."
        case .practiceExercise: "El ejercicio, o una carpeta de ejercicios."
        case .json:
            "Escribir cada suceso como una línea de JSON en lugar de la transcripción; docs/json.md."
        case .record:
            "Escribir un laboratorio como grabación para asciinema: los comandos se teclean, las respuestas llegan en los tiempos del laboratorio, y cada "
                + "comando es un marcador. El mismo laboratorio da los mismos bytes."
        case .page:
            "Escribir un laboratorio como una página HTML que no necesita nada más: los paquetes se despliegan, las preguntas esperan respuesta, no se carga nada."
        case .course: "Hacer páginas del curso."
        case .courseBuild:
            "Escribir cada laboratorio de una carpeta como página, y una página que los enumera."
        case .handedLab: "El laboratorio; de una transcripción se vuelven a ejecutar los comandos."
        case .castFile: "La grabación: un archivo nuevo, o uno que ya era una."
        case .castVersion: "Escribir la versión 2 del formato, para reproductores viejos."
        case .pageFile: "La página: un archivo nuevo, o uno que ya era una."
        case .otherLanguage:
            "El mismo laboratorio en otro idioma, para la misma página; puede repetirse."
        case .courseFolder: "La carpeta de las páginas, que se crea si no existe."
        case .labsFolder: "La carpeta de los laboratorios."
        case .manual: "Imprimir la página de manual, para man."
        case .jsonAtPrompt:
            "--json es para scripts y para -c; se esperaba `garita run FILE --json`, o líneas de una tubería"
        case .serve:
            "Ser el extremo servidor de un túnel: mostrar una clave para cada cliente y devolver lo que dicen."
        case .dial:
            "Ser el extremo cliente de un túnel: pedir la clave que muestra el servidor, y luego mensajes."
        case .windowPort: "El puerto de loopback en el que escucha el servidor."
        case .clients: "Cuántos clientes, cada uno con su propia clave; de 1 a 9."
        case .windowRange:
            "--port es un número de 1 a 65535, y --clients uno de 1 a 9"
        case .watch: "Revisar este archivo cada vez que se guarda, sin leer comandos."
        case .jobsRange: "--jobs es un número de 1 a 256"
        case .students:
            "Una tabla con una columna `student`, y quizá `submission`: las calificaciones llevan el nombre del estudiante, y quien no entregó nada aparece."
        case .only: "Decir solo, con el estado de salida, si esta comprobación pasa."
        case .format:
            "Para qué se escriben las calificaciones: una tabla para personas, o lo que lee otro programa; docs/grading.md."
        case .output:
            "Escribir las calificaciones en este archivo, y no en la salida estándar."
        case .filesFolder:
            "Los comandos buscan los archivos que leen en esta carpeta, y no junto a la transcripción."
        }
    }
}
