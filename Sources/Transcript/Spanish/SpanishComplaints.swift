import Commands
import Grammar
import Network
import Wire

extension Complaint {
    var spanish: String {
        if let fault = TextFault(rawValue: rawValue) { return fault.spanish }
        if let fault = ValueFault(rawValue: rawValue) { return fault.spanish }
        return "no es correcto (\(rawValue))"
    }
}

extension TextFault {
    var spanish: String {
        switch self {
        case .empty: "está vacío"
        case .notAnAddress: "no es una dirección"
        case .octetOutOfRange: "tiene una parte mayor que 255"
        case .leadingZero: "tiene una parte con un cero delante"
        case .prefixLengthOutOfRange:
            "tiene una longitud de prefijo que esa familia de direcciones no tiene"
        case .hostBitsSet: "tiene bits puestos más allá de su longitud de prefijo"
        case .notANumber: "no es un número entero"
        case .portOutOfRange: "es mayor que 65535"
        case .invertedRange: "es un rango que termina antes de empezar"
        case .tooManyPorts: "lista más de 16 puertos y rangos"
        case .badBrackets: "tiene corchetes que no rodean una dirección IPv6"
        case .notAProtocol: "no es un protocolo"
        case .protocolOutOfRange: "es mayor que 255"
        case .notAFlag: "no es una bandera TCP"
        case .repeatedFlag: "nombra dos veces una bandera TCP"
        case .notAnSPI: "no es un SPI"
        case .mixedFamilies: "empieza en una familia y termina en la otra"
        case .tooManyMembers: "lista demasiados"
        case .notAnAlias: "no es un nombre con `=` y un enlace detrás"
        case .notAnICMPType: "no es un tipo de ICMP"
        case .byteOutOfRange: "es mayor que 255"
        case .numberOutOfRange: "es más de lo que cabe en ese campo"
        case .flagNotLookedAt: "pide puesta una bandera que no está entre las que se miran"
        case .notAState: "no es un estado"
        case .notARate: "no es una tasa"
        case .rateOutOfRange: "no está entre 1 y 1000000"
        case .notAPercentage: "no es un porcentaje"
        case .percentageOutOfRange: "es mayor que 100 %"
        case .tooManyDecimals: "tiene más de dos decimales"
        case .badNameCharacter: "tiene un carácter que ningún nombre tiene ahí"
        case .nameTooLong: "es demasiado largo para un nombre"
        }
    }
}

extension ValueFault {
    var spanish: String {
        switch self {
        case .numberTooLarge: "es demasiado grande"
        case .zero: "es cero"
        case .countOverLimit: "es más de lo que un comando envía"
        case .notHex: "no está hecho de pares de dígitos hexadecimales"
        case .keyLength: "no tiene la longitud de una llave"
        case .reservedSPI: "está reservado: lo están los SPI hasta 0xff (RFC 4303, sección 2.1)"
        case .nameTooLong: "tiene más de 32 caracteres"
        case .badName: "tiene un carácter que ningún nombre tiene"
        case .noUnit: "no es un número con unidad"
        case .waitTooLong: "es más de mil días"
        case .jitterOverDelay: "es más que el retraso; se esperaba a lo más lo mismo"
        case .emptyText: "está vacío"
        case .portWithoutPorts: "no tiene puertos; se esperaba tcp o udp, o ningún puerto"
        case .portMissing:
            "sin puerto de destino; se esperaba port PORT, ADDRESS:PORT, o icmp delante"
        case .linkTwice:
            "dice por segunda vez por qué enlaces; se esperaba uno solo, `on` o una zona"
        case .portTwice: "es un segundo puerto para el mismo extremo; se esperaba uno"
        case .pathControl: "tiene un carácter de control, y aquí ninguna ruta de archivo lo tiene"
        case .notAPath: "no puede ser aquí el nombre de un archivo"
        case .portElsewhere:
            "es el puerto de un extremo en otro proceso; se esperaba uno de este extremo"
        case .portZero: "tiene el puerto 0, que nadie puede usar; se esperaba de 1 a 65535"
        case .notFourParts:
            "no es una dirección completa: una IPv4 tiene cuatro números, 10.0.0.5, y una red su longitud de prefijo, 10.0.0.0/24"
        case .base64:
            "es base64 y no hexadecimal (`base64 -d FILE` y `xxd -p` lo convierten)"
        case .notPorts: "no es un puerto, ni un rango, ni una lista de ellos"
        case .mixedFamilies:
            "es de la otra familia; se esperaban ambas direcciones IPv4, o ambas IPv6"
        case .familyOfProtocol:
            "no existe en esa familia; se esperaba icmp para IPv4 e icmpv6 para IPv6"
        case .laterFragment:
            "es la parte posterior de un paquete IPv4, sin puertos, banderas ni tipo; no se esperaba ninguno"
        case .noFamily:
            "deja abierta la familia; se esperaba un prefijo en un extremo, como 0.0.0.0/0"
        case .portAndOpaque: "no puede darse junto con un puerto; se esperaba uno de los dos"
        case .nothingHidden:
            "no tiene puertos ni mensaje que ocultar; se esperaba tcp, udp, el icmp de la familia, o nada de opaque"
        case .flagsWithoutTCP: "no tiene banderas TCP; se esperaba tcp, o ninguna bandera"
        case .notASuite: "no es una suite"
        case .windowOutOfRange: "no está entre 32 y 8192"
        case .windowOffWithESN:
            "deja esn sin la ventana que dice la mitad alta de un número; se esperaba uno de los dos"
        case .paddingOutOfRange: "no está entre 2 y 65000"
        case .sizeOutOfRange: "es mayor que 65000"
        case .lifetimeTwice: "limita dos veces lo mismo"
        case .notLoopback: "no está en loopback, que es todo lo que un laboratorio toca"
        case .noPort: "no tiene puerto"
        case .noSuchNumber: "no es un número que una política pueda tener"
        case .nothingFixed:
            "no fija nada; se esperaba spi, port, suite, window, esn o sequence"
        case .sequenceWithoutESN:
            "es mayor que 4294967295; se esperaba esn, o un número de 32 bits"
        case .typeWithoutICMP:
            "necesita un protocolo con tipos; se esperaba solo proto icmp o proto icmpv6"
        case .noPortLeft: "no deja ningún puerto; se esperaba que quedara alguno"
        case .noAddressLeft: "no deja ninguna dirección; se esperaba que quedara alguna"
        case .noValueLeft: "no deja ningún valor; se esperaba que quedara alguno"
        case .valueTooSmall:
            "es menos de lo que miden sus encabezados y datos; se esperaba al menos eso"
        case .dataAndAbout: "no puede darse junto con `about`; se esperaba uno de los dos"
        case .dfWithoutIPv4:
            "es para IPv4: ningún router fragmenta IPv6; no se esperaba df"
        case .dfInTransport:
            "es para el modo túnel: el modo transporte conserva el encabezado del paquete; se esperaba uno de los dos"
        case .viaAndLink: "no puede darse junto con `via`; se esperaba uno de los dos"
        case .samePort: "es el puerto del otro extremo; se esperaban dos distintos"
        case .spiTwice: "es el SPI del otro extremo; se esperaban dos distintos"
        case .notAHost: "no es una dirección ni el nombre de un host"
        case .portNotGiven: "no tiene puerto; se esperaba host y puerto: web:80"
        case .notAPage: "no es la dirección de una página; se esperaba http://HOST/PATH"
        case .notADomain: "no es un nombre de DNS"
        case .notAnAccount: "no es un usuario y contraseña; se esperaba USER:PASSWORD"
        case .textTooLong: "tiene más de \(HostLimits.sendBuffer / 2) bytes"
        case .notOverUDP: "es un servicio de TCP; se esperaba sin udp"
        case .notChoices:
            "no es una lista de 2 a 9 respuestas; se esperaban con ` / ` entre ellas"
        case .noSuchChoice:
            "no es ninguna de las respuestas; se esperaba el número de una"
        case .notATerm:
            "no es un término que se explique; se esperaba uno de los que muestra `explain`"
        case .behindPipeEnd:
            "no tiene nada que leer: count y save toman toda la respuesta; se esperaba uno de ellos, al final"
        case .otherService: "no va con ese servicio; se esperaba uno que lo tenga"
        case .keyAndPassword: "no puede darse junto con una llave; se esperaba una de las dos"
        }
    }
}
