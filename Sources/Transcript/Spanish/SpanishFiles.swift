import Commands
import Captures
import EventLoop
import Events
import Wire

extension CaptureFault {
    var spanish: String {
        switch self {
        case .notACapture: "no es una captura; se esperaba pcap o pcapng"
        case .unsupportedVersion(let offset):
            "byte \(offset): no se conoce la versión; se esperaba pcap 2.4 o pcapng 1.0"
        case .badByteOrder(let offset):
            "byte \(offset): no está el número mágico del orden de bytes; se esperaba 1a2b3c4d"
        case .truncated(let offset):
            "byte \(offset): el archivo termina aquí dentro; se esperaba un bloque entero"
        case .badLength(let offset):
            "byte \(offset): la longitud no tiene sentido; se esperaba la del bloque"
        case .badOption(let offset):
            "byte \(offset): la opción no tiene sentido; se esperaba una dentro de su bloque"
        case .unknownInterface(let offset):
            "byte \(offset): una interfaz desconocida; se esperaba una que la sección describa"
        case .tooManyInterfaces(let offset):
            "byte \(offset): demasiadas interfaces; se esperaban a lo más \(CaptureReader.interfaceLimit)"
        case .tooLarge(let offset):
            "byte \(offset): el paquete es demasiado grande; se esperaban a lo más \(CapturedPacket.lengthLimit) bytes"
        }
    }
}

extension FileProblem {
    var spanish: String {
        switch self {
        case .missing: ": no existe ese archivo; se esperaba uno que exista"
        case .tooLarge(let limit):
            " es demasiado grande; se esperaban a lo más \(limit) bytes"
        case .isFolder: " es una carpeta; se esperaba un archivo"
        case .isFIFO: " es una FIFO, que puede no terminar nunca; se esperaba un archivo"
        case .notRegular: " es un dispositivo o un socket; se esperaba un archivo"
        case .outside(.reading):
            " no está debajo de la carpeta del script; se esperaba un archivo de ahí, o garita \(FileUse.reading.flag)"
        case .outside(.writing):
            " no está debajo de la carpeta en la que se ejecuta el script; se esperaba un archivo de ahí, "
                + "o garita \(FileUse.writing.flag)"
        case .hidden(let use):
            " tiene un nombre con un punto delante, que un script no puede usar; se esperaba otro, "
                + "o garita \(use.flag)"
        case .isLink(let use):
            " es un vínculo o está detrás de uno, y un script no sigue ninguno; se esperaba el archivo mismo, "
                + "o garita \(use.flag)"
        case .notOurs: " ya existe, y ningún script lo escribió; se esperaba un archivo nuevo"
        case .notATranscript:
            " contiene otra cosa, que se perdería; se esperaba un archivo nuevo o una transcripción"
        case .notSavedRules:
            " contiene otra cosa, que se perdería; se esperaba un archivo nuevo o reglas guardadas"
        case .notSavedNetwork:
            " contiene otra cosa, que se perdería; se esperaba un archivo nuevo o una red guardada"
        case .notSavedCapture:
            " contiene otra cosa, que se perdería; se esperaba un archivo nuevo o una captura guardada"
        case .notSavedAnswer:
            " tiene otra cosa adentro, que se perdería; se esperaba un archivo nuevo o una respuesta guardada"
        case .notHandedOut:
            " contiene otra cosa, que se perdería; se esperaba un archivo nuevo, o uno hecho por Garita"
        case .noLabs:
            " no tiene laboratorios; se esperaba una carpeta con archivos que terminan en .lab"
        case .notSavedKeys:
            " contiene otra cosa, que se perdería; se esperaba un archivo nuevo o llaves guardadas"
        case .system(let fault): ": \(fault.spanish); se esperaba otro archivo"
        }
    }
}

extension SystemFault {
    var spanish: String {
        switch cause {
        case .addressInUse: "está en uso"
        case .notPermitted: "permiso denegado"
        case .noSuchFile: "no existe ese archivo"
        case .notAFolder: "una parte de la ruta no es una carpeta"
        case .isFolder: "es una carpeta"
        case .noSpace: "no queda espacio en el dispositivo"
        case .readOnly: "el sistema de archivos es de solo lectura"
        case .tooManyOpenFiles: "hay demasiados archivos abiertos"
        case .brokenPipe: "ya nadie lee la salida"
        case .ioError: "el dispositivo falló"
        case .nameTooLong: "el nombre es demasiado largo"
        case .other: "error número \(code)"
        }
    }
}
