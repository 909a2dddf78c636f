import Commands

extension Term {
    var spanish: String {
        switch self {
        case .rule:
            "Un renglón de la lista de un firewall: de qué paquetes habla, y qué pasa con ellos."
        case .firstMatch:
            "Las reglas se leen desde la número 1, y decide la primera que coincide; a las de atrás nadie les pregunta."
        case .state:
            "Lo que el firewall recuerda de una conexión, para que una respuesta entre porque alguien la pidió."
        case .flow:
            "Todos los paquetes entre dos extremos, con el mismo protocolo y los mismos puertos, en los dos sentidos."
        case .prefix:
            "Una dirección y cuántos de sus primeros bits se miran: 10.0.0.0/8 es toda dirección que empieza con 10."
        case .hopLimit:
            "Cuántos routers puede cruzar todavía un paquete; cada uno resta uno, y con 0 se descarta. IPv4 lo llama tiempo de vida."
        case .reversePath:
            "Se descarta un paquete que llegó por otro enlace que aquel por el que se enruta su dirección de origen."
        case .nat:
            "Un router escribe otras direcciones, y otros puertos, en los paquetes, y los de antes en las respuestas."
        case .masquerade:
            "Muchos hosts comparten la única dirección de un router, que distingue sus flujos por los puertos."
        case .binding:
            "Lo que recuerda una traducción: qué dirección y puerto de adentro es cuál de afuera, y por cuánto tiempo."
        case .hairpin:
            "Dos hosts detrás de la misma traducción que se hablan por la dirección de afuera: el paquete da la vuelta en el router."
        case .mtu:
            "El paquete más largo que acepta un enlace, en bytes."
        case .df:
            "Un bit del encabezado IPv4: ningún router puede cortar este paquete en fragmentos."
        case .fragment:
            "Un pedazo de un paquete que era demasiado largo para un enlace; solo el primero tiene los puertos."
        case .pmtud:
            "El remitente aprende, por errores ICMP, qué tan largos pueden ser los paquetes en todo el camino; quien tira esos errores hace un hoyo negro."
        case .mss:
            "Cuántos datos de TCP puede llevar un segmento; cada extremo lo dice en su SYN."
        case .synFlood:
            "Muchos SYN a nombre de otros llenan la lista de conexiones a medio abrir de un servidor."
        case .synCookie:
            "El servidor no guarda nada de un SYN: lo que después necesita saber está en su número de secuencia."
        case .esp:
            "El protocolo de un túnel: lo que lleva va cifrado, y nadie lo cambia sin que se note."
        case .sa:
            "En lo que se ponen de acuerdo los dos extremos para un sentido: la clave, la suite, el número de secuencia y la ventana."
        case .spi:
            "El número al frente de un paquete ESP con el que su receptor encuentra la asociación."
        case .icv:
            "Los últimos bytes de un paquete ESP: solo se verifican con la clave, y solo si no cambió ni un bit."
        case .iv:
            "8 bytes en cada paquete que nunca se repiten con una misma clave."
        case .nonce:
            "El número que se usa una vez: la sal de la clave y el IV. Usado dos veces, delata los dos textos."
        case .window:
            "Los números de secuencia más nuevos que recuerda un extremo: uno que ya tuvo, o más viejo, se descarta."
        case .esn:
            "Números de secuencia de 64 bits, de los que solo va en el paquete la mitad baja."
        case .rekey:
            "Un nuevo par de asociaciones toma el lugar del anterior antes de que este haga demasiado con su clave."
        case .policy:
            "Lo que hace un gateway con los paquetes entre dos prefijos: protegerlos, dejarlos pasar sin túnel o descartarlos."
        case .selector:
            "Las direcciones, los puertos y el protocolo con los que una política escoge paquetes, y con los que se revisa lo que sale de un túnel."
        case .tfc:
            "Relleno que esconde qué tan largo es un paquete (confidencialidad del flujo de tráfico)."
        case .dummy:
            "Un paquete sin contenido que solo esconde cuánto se envía."
        case .zone:
            "Un nombre para uno o varios enlaces, para que las reglas digan de dónde a dónde."
        case .packet:
            "Encabezados y datos que viajan juntos; su número es del laboratorio, y se guarda todo lo que le pasó."
        case .tunnel:
            "Dos extremos que meten paquetes en ESP y los sacan otra vez; en medio nadie lee."
        case .scanTerm:
            "Se pregunta a cada puerto y se lee la respuesta: un SYN-ACK es abierto, un RST cerrado, silencio filtrado."
        }
    }
}
