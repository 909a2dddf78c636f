import Commands
import Firewall
import Network
import Wire

extension ArgumentName {
    var spanish: String {
        switch self {
        case .addresses:
            "direcciones: 192.168.1.100, 10.0.0.0/8, 10.0.0.5-10.0.0.9, un nodo, @office, o una lista con comas"
        case .term: "una palabra de la materia: icv, nat, first match"
        case .searchedText:
            "lo que una línea debe tener, en mayúsculas o minúsculas: deny, \"by rule 2\""
        case .members:
            "una dirección, un prefijo, un rango o un nodo: 10.0.0.0/8, 10.0.0.5-10.0.0.9, web"
        case .protocols: "protocolos por nombre o número: tcp,udp o 47"
        case .links: "un enlace del gateway, o una zona: lan-a o internet en gw-a"
        case .zones: "una zona: inside"
        case .link: "un enlace del gateway: lan-a o internet en gw-a"
        case .linkAliases:
            "nombres en un archivo y los enlaces que representan: eth0=lan-a,eth1=internet"
        case .gateway: "un gateway: gw-a o gw-b"
        case .anyLink: "un enlace: lan-a, internet o lan-b"
        case .netName: "un nombre: letras, dígitos, - y _, a lo más 32, primero una letra"
        case .network: "una red que `net list` nombra, o la ruta de un archivo"
        case .nextHop: "un vecino, por su dirección o su nombre: 10.0.0.1, 2001:db8::1, isp"
        case .mtu: "bytes, de 68 a 65535"
        case .interfaceAddresses:
            "direcciones con la longitud de su prefijo: 10.0.0.1/24,2001:db8::1/64"
        case .steps: "cuántos comandos que cambiaron la red, desde 1"
        case .question: "una pregunta: `\"¿Qué regla decide?\"`"
        case .choices:
            "de 2 a 9 respuestas con ` / ` entre ellas: `\"regla 1 / regla 2 / ninguna\"`"
        case .choice: "el número de una respuesta, desde 1"
        case .placeName: "un nombre para el punto: letras, dígitos, - y _, a lo más 32"
        case .percentage: "una parte de los paquetes, con hasta dos decimales: 10%, 0.25%"
        case .icmpTypes: "tipos de ICMP por número: 8, o 0,8"
        case .icmpCodes: "códigos de ICMP por número: 1, o 0,1"
        case .flags: "banderas TCP puestas, y las que se miran: SYN/SYN,ACK, o RST"
        case .flagNames: "banderas TCP: SYN, SYN,ACK, o none"
        case .states: "estados de un flujo: new, established, related, invalid, untracked"
        case .oneState: "uno de new, established, related, invalid, untracked"
        case .rate: "paquetes por segundo, minuto u hora de tiempo virtual: 5/s, 100/m, 20/h"
        case .burst: "paquetes, de 1 a \(RateLimit.limit)"
        case .byte: "un número de 0 a 255"
        case .ruleName: "un nombre para la regla: \"web\"; no empieza con un dígito"
        case .rule: "el número de una regla, como lo muestra `rule list`, o su nombre"
        case .ruleRange: "el número o nombre de una regla, o dos números: 3, web, 3-7"
        case .set: "el nombre de un conjunto: letras, dígitos, - y _, a lo más 32"
        case .captureFile: "un archivo de captura: traffic.pcap, traffic.pcapng"
        case .endpoint:
            "una dirección o un nodo, con o sin puerto: 192.168.1.1:443, web:80, [2001:db8::1]:53"
        case .ports: "puertos, rangos, servicios o una lista: 22, 8000-8099, ssh, 22,80,443"
        case .port: "un puerto de 1 a 65535, o su servicio: 443, https"
        case .protocolNumber: "un protocolo por su número, de 0 a 255"
        case .service:
            "un servicio, o puertos de destino y el protocolo: ssh, 443/tcp, 53/udp, 22"
        case .ruleNumber: "el número de una regla, como lo muestra `rule list`"
        case .packetNumber: "el número de un paquete, como lo muestra `packet list`"
        case .connectionNumber:
            "el número de una conexión, como lo muestra `connection list`"
        case .synCount: "cuántos SYN, de 1 a \(AttackCommand.synLimit)"
        case .sequenceOffset: "qué tan lejos del número correcto, de 0 a 4294967295"
        case .count: "cuántos paquetes, de 1 a \(PacketRequest.countLimit)"
        case .seed: "un número entero de 0 a 18446744073709551615"
        case .exerciseText: "texto para un estudiante: `\"Una oficina pequeña\"`"
        case .exerciseName: "la carpeta de un ejercicio: first-gate"
        case .variantName: "lo que va entre llaves por un valor: lan"
        case .variantWord: "prefix, host, port u one-of, y de dónde se saca"
        case .checkName: "cómo se llama una comprobación: `\"el servidor web responde\"`"
        case .points: "un número de puntos, 0 a 1000"
        case .commandWords: "las palabras con que empiezan comandos: rule, `\"tunnel open\"`"
        case .data: "los bytes que lleva: hola, \"hola, mundo\", \"\\x00\\xff\""
        case .message: "el mensaje: \"hola\""
        case .duration: "tiempo virtual: 500ms, 5s, 2m, 1h"
        case .file: "la ruta de un archivo; entre comillas si tiene espacios"
        case .topic: "las palabras de un comando"
        case .suite: "una de \(ESPSuite.all.map(\.name).joined(separator: ", "))"
        case .prefix: "una dirección o un prefijo: 10.0.0.1, 10.0.0.0/8, 2001:db8::/32"
        case .newTunnel: "un nombre para el túnel: letras, dígitos, - y _, a lo más 32"
        case .tunnel: "el nombre de un túnel abierto"
        case .key:
            "64 dígitos hexadecimales para una llave de 256 bits, o 72 para ella y su sal de 4 bytes"
        case .password: "una contraseña: \"correcto caballo batería grapa\""
        case .spi: "un índice de parámetros de seguridad, de 0x100 a 0xffffffff"
        case .windowSize: "números de secuencia, de 32 a 8192"
        case .paddingMultiple: "bytes, de 2 a 65000"
        case .dummySize: "bytes, de 0 a 65000"
        case .sequence: "el último número de secuencia ya usado"
        case .policyNumber: "el número de una política, como lo muestra `policy list`"
        case .lifetime: "una cantidad de uso, o una lista: 60s, 1000packets, 64000bytes"
        case .loopback:
            "un puerto de esta máquina, donde está el otro extremo: 127.0.0.1:40002"
        case .bit: "un bit del datagrama: el 0 es el más alto de su primer byte"
        case .cut: "cuántos de sus primeros bytes se envían, desde 0"
        case .heldBack: "cuántos paquetes, de 1 a \(AttackCommand.reorderLimit)"
        case .hostile: "cuántos datagramas, de 1 a \(AttackCommand.floodLimit)"
        case .segmentSize: "bytes de datos en un segmento, de 128 a 65535"
        case .natNumber:
            "el número de una regla de traducción de direcciones, como lo muestra `nat list`"
        case .natPorts: "puertos: 40000-40999"
        case .natTarget:
            "una dirección, un rango o el nombre de un nodo, quizá con puertos: 10.0.1.80:443, web, 198.51.100.2-198.51.100.5"
        case .host:
            "un host: el nombre de su nodo, una dirección, o un nombre que DNS conoce"
        case .hostPort: "un host y un puerto: web:80, 10.0.1.80:ssh, [2001:db8::1]:7"
        case .page: "la dirección de una página: http://web/news"
        case .domain:
            "un nombre de DNS, o una dirección que se pregunta al revés: web.office"
        case .account: "un usuario y una contraseña: alice:wonderland"
        case .serviceText: "un texto: \"bienvenida\""
        case .pings: "cuántas peticiones, de 1 a \(HostLimits.pings)"
        case .pingSize: "bytes de datos, de 1 a 1400"
        case .hops: "un límite de saltos, de 1 a 255"
        case .backlog: "conexiones, de 1 a \(HostLimits.largestBacklog)"
        case .preference: "un número de 0 a 65535; el menor se pregunta primero"
        case .address4: "una dirección IPv4: 10.0.1.80"
        case .address6: "una dirección IPv6: 2001:db8::80"
        case .header, .command: ""
        }
    }
}
