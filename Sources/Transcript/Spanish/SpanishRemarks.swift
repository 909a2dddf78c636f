import Commands

extension LineRemark {
    var spanish: String {
        switch self {
        case .foreignRule:
            "es un comando de otro firewall; un archivo con sus reglas se carga con `rule load FILE`"
        case .noCommand: "no es un comando; se esperaba uno de los que muestra `help`"
        case .noNode:
            "no es un comando ni un nodo de esta red; se esperaba un nodo de los que muestra `net list`"
        case .otherTool: "es un comando de otro programa"
        case .foreignCommand:
            "es un comando de otro firewall; se esperaba `rule ...`, o `rule load FILE` para un archivo con sus reglas"
        case .privilege: "no hace falta: aquí nada necesita root"
        case .files:
            "no es un comando aquí; se esperaba el nombre de un archivo en un comando, como `source FILE` o `rule load FILE`"
        case .folder:
            "no es un comando aquí; los archivos se buscan en la carpeta donde se inició garita"
        case .reading:
            "no es un comando aquí; se esperaba `source FILE`, que ejecuta un laboratorio"
        case .screen:
            "no es un comando aquí; control-L limpia la pantalla, `rule clear` borra las reglas"
        case .comment: "no puede ir aquí; se esperaba # delante de un comentario"
        case .code:
            "es texto de un programa; se esperaba un comando, como `rule add allow from 10.0.0.5` o `packet send 10.0.0.5 -> 10.1.0.9:80`"
        case .oneCommand: "no puede ir aquí; se esperaba cada comando en su propia línea"
        case .direction:
            "no puede ir aquí: las reglas tratan de paquetes que cruzan el gateway; se esperaba `on LINK`, el enlace por el que llegan"
        case .mask: "es una máscara; se esperaba una red con su longitud de prefijo"
        case .link: "es un enlace y no una dirección; se esperaba `on LINK`, o direcciones"
        case .node:
            "es un nodo y no una dirección; se esperaba una dirección, que puede tener cualquier remitente, o `on lan-a` para el enlace"
        case .hostName:
            "es un nombre, y aquí no se busca nada; se esperaba una dirección"
        case .oneWord: "no puede ir aquí; se esperaba un nombre de una palabra"
        case .brackets:
            "sin puerto de destino; se esperaban corchetes alrededor de una dirección IPv6 antes de su puerto"
        }
    }
}
