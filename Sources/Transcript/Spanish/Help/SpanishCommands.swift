import Commands

extension CommandName {
    var spanish: String {
        switch self {
        case .ruleAdd: "poner una regla en la lista del firewall"
        case .ruleList:
            "mostrar las reglas en orden y cuántos paquetes decidió cada una, o el camino de un paquete"
        case .ruleDelete: "quitar reglas de la lista"
        case .ruleMove: "darle a una regla otro número, y así otro turno"
        case .ruleReplace: "poner otra regla en el lugar de una"
        case .ruleEnable: "volver a leer una regla"
        case .ruleDisable: "dejar una regla en la lista sin leerla"
        case .ruleClear: "quitar todas las reglas de la lista"
        case .ruleDefault: "decir qué pasa con un paquete con el que ninguna regla coincide"
        case .ruleOrder: "decir en qué orden se leen las reglas"
        case .ruleUndo: "deshacer el último cambio de reglas o conjuntos"
        case .ruleRedo: "volver a hacer lo que se deshizo"
        case .ruleCheck: "hallar reglas que nunca pueden coincidir, y otras que engañan"
        case .ruleFind: "hallar un paquete que reciba un veredicto, o demostrar que no lo hay"
        case .ruleWhyNot: "hallar los cambios más pequeños que voltean el veredicto de un paquete"
        case .ruleCompare: "mostrar paquetes en los que los órdenes de lectura difieren"
        case .ruleDiff: "mostrar los paquetes de los que las reglas de un archivo deciden otra cosa"
        case .ruleLoad: "poner las reglas de un archivo en lugar de las que hay"
        case .ruleSave: "escribir las reglas en un archivo"
        case .setAdd: "poner direcciones en un conjunto con nombre"
        case .setRemove: "quitar direcciones de un conjunto"
        case .setDelete: "borrar un conjunto que ninguna regla usa"
        case .setList: "mostrar los conjuntos y sus miembros"
        case .flowList: "mostrar las conexiones que el firewall conoce"
        case .flowClear: "olvidar todas las conexiones"
        case .natAdd: "poner una regla de traducción de direcciones en la lista de un nodo"
        case .natList: "mostrar en orden las reglas de traducción de direcciones"
        case .natDelete: "quitar de la lista una regla de traducción de direcciones"
        case .natMove: "darle otro número a una regla de traducción de direcciones"
        case .natClear: "quitar de la lista todas las reglas de traducción de direcciones"
        case .natShow: "mostrar los flujos traducidos, y cómo, en palabras del RFC 4787"
        case .natUndo: "deshacer el último cambio de reglas de traducción de direcciones"
        case .natRedo: "volver a hacer lo que se deshizo"
        case .linkLoss: "hacer que un enlace pierda paquetes, al azar"
        case .linkDelay: "hacer que un enlace tarde más que su propio retraso"
        case .linkReorder: "hacer que un enlace retenga paquetes, para que otros los rebasen"
        case .linkDuplicate: "hacer que salgan paquetes dos veces de un enlace, al azar"
        case .linkMark: "hacer que un enlace marque paquetes como un router congestionado, al azar"
        case .linkList: "mostrar los enlaces, sus extremos y retrasos, y qué hacen a los paquetes"
        case .linkClear: "hacer que un enlace, o todos, ya no les hagan nada a los paquetes"
        case .netFrom: "hacer una red para las reglas del archivo de otro firewall"
        case .netLoad: "poner otra red en lugar de esta"
        case .netSave: "escribir la red en un archivo, como comandos"
        case .netShow: "dibujar la red"
        case .netList: "nombrar las redes que vienen con el programa"
        case .netFind: "hallar un paquete que llegue a un lugar, o demostrar que no lo hay"
        case .netDiff:
            "mostrar paquetes que llegan en esta red o en la de un archivo, y no en ambas"
        case .netCheck:
            "hallar rutas en círculo, hosts a los que nadie llega, reglas a las que no llega nada"
        case .netAddHost: "agregar un host a la red"
        case .netAddSite: "agregar un nodo que representa a cualquier dirección"
        case .netAddGateway: "agregar un gateway, que deniega todo hasta que tenga reglas"
        case .netAddRouter: "agregar un router, que deja pasar todo hasta que tenga reglas"
        case .netAddLink: "agregar un enlace, que une los nodos que se pongan en él"
        case .netMTU: "decir qué tan largo puede ser un paquete en un enlace"
        case .netRemove: "quitar de la red un nodo o un enlace"
        case .mssClamp:
            "dejar que un nodo baje el tamaño máximo de segmento que dicen los hosts TCP (RFC 9293)"
        case .mssRelease: "dejar que un nodo ya no baje tamaños de segmento en un enlace"
        case .routeAdd: "decir a dónde envía un nodo los paquetes"
        case .routeDelete: "quitarle una ruta a un nodo"
        case .routeList: "mostrar las rutas de un nodo, como él las busca"
        case .zoneAdd: "darles a unos enlaces un nombre que comparten"
        case .zoneDelete: "borrar una zona que ninguna regla nombra; sus enlaces quedan"
        case .zoneList: "mostrar las zonas y sus enlaces"
        case .antispoof: "preguntar si un paquete puede venir de donde dice"
        case .packetSend: "hacer un paquete y ponerlo frente a gw-a"
        case .packetReply: "responder a un paquete desde su otro extremo, y enviar la respuesta"
        case .packetTest:
            "decir qué haría el firewall con un paquete, o con los de un archivo de captura"
        case .packetLoad:
            "enviar los paquetes de un archivo de captura, byte por byte, o probarlos"
        case .packetShow: "mostrar las capas de un paquete, campo por campo"
        case .packetBytes:
            "mostrar los bytes de un paquete en cada punto del camino donde cambian"
        case .explain:
            "decir qué significa una palabra del tema, dónde se encuentra, y en qué RFC está"
        case .pipe:
            "tras cualquier comando: mostrar solo parte de su respuesta, contar sus líneas o guardarlas"
        case .step: "dejar que pase lo siguiente, y dibujar dónde están los paquetes"
        case .play: "dejar que pase todo lo que está en camino, y dibujar cada momento"
        case .watch: "dibujar dónde estuvo un paquete en cada momento de su camino"
        case .zoom:
            "mostrar de qué está hecho un paquete en cada enlace, y qué cambió desde el anterior"
        case .packetTrace:
            "mostrar el camino que tomó un paquete, con tiempos virtuales y razones"
        case .packetList: "listar los paquetes que se conservan, y cómo terminó cada uno"
        case .tunnelOpen: "abrir un túnel ESP entre gw-a y gw-b"
        case .tunnelListen:
            "abrir el extremo servidor de un túnel cuyo cliente es otro programa"
        case .tunnelConnect:
            "abrir el extremo cliente de un túnel cuyo servidor es otro programa"
        case .tunnelServe:
            "esperar en tiempo real los paquetes del otro proceso, y atenderlos"
        case .tunnelSend: "llevar un texto por un túnel y su eco de regreso, paso a paso"
        case .tunnelKey: "darle otra llave a un extremo de un túnel"
        case .tunnelKeys:
            "escribir las llaves de los túneles abiertos en un archivo, como las lee Wireshark"
        case .tunnelRekey: "dejar que un nuevo par de asociaciones releve al actual"
        case .tunnelDummy:
            "enviar un paquete que solo oculta cuánto se envía (RFC 4303, sección 2.6)"
        case .tunnelKeepalive:
            "enviar el byte que mantiene vivo el mapeo de un NAT (RFC 3948, sección 2.3)"
        case .tunnelShow: "mostrar las asociaciones, ventanas y contadores de un túnel"
        case .tunnelList: "listar los túneles abiertos"
        case .tunnelClose:
            "cerrar ambos extremos de un túnel y borrar sus llaves; sus políticas quedan"
        case .tunnelWatch:
            "mostrar lo que ve, y aprende, alguien que está en el cable entre los gateways"
        case .policyAdd: "decir cómo cruzan el cable los paquetes entre dos prefijos"
        case .policyDelete: "quitar una política"
        case .policyList: "listar las políticas: lo que se protege, se exceptúa o se descarta"
        case .attackReplay: "enviar otra vez el datagrama de un paquete que se selló"
        case .attackFlip: "enviar el datagrama de un paquete con un bit invertido"
        case .attackTruncate: "enviar solo los primeros bytes del datagrama de un paquete"
        case .attackReorder:
            "retener paquetes de un extremo, y soltarlos en orden inverso"
        case .attackForge:
            "enviar un datagrama con el SPI correcto y el siguiente número de secuencia, y sin llave"
        case .attackSpi: "enviar un datagrama con un SPI que ninguna asociación tiene"
        case .attackFlood:
            "enviar muchos datagramas hostiles de varios tipos al extremo servidor"
        case .attackReuseIV:
            "sellar dos textos con un mismo IV, y leer el segundo sabiendo el primero"
        case .attackSYNFlood: "pedir muchas conexiones a quien escucha, a nombre de otros"
        case .attackReset: "cortar una conexión a nombre de quien envió un paquete"
        case .attackInject: "meter datos en una conexión a nombre de quien envió un paquete"
        case .connectionList:
            "listar las conexiones de un host, y qué tan llenos están sus puertos"
        case .connectionClose: "cerrar una conexión de un host desde su lado"
        case .ping: "enviar peticiones de eco a un host, y mostrar lo que regresa"
        case .traceroute: "mostrar qué routers hay en el camino a un host"
        case .connect: "abrir una conexión a un puerto, decir algo, y mostrar la respuesta"
        case .fetch: "pedirle una página a un servidor web"
        case .resolve: "preguntarle a un servidor DNS por un nombre"
        case .scan: "averiguar qué puertos de un host están abiertos, y por qué los otros no"
        case .serviceAdd: "hacer que un host ofrezca un servicio"
        case .serviceDelete: "hacer que un host ya no ofrezca un servicio"
        case .serviceList: "listar lo que ofrece un host"
        case .recordAdd: "hacer que un servidor DNS diga algo de un nombre"
        case .recordDelete: "hacer que un servidor DNS ya no diga nada de un nombre"
        case .recordList: "listar lo que dice un servidor DNS"
        case .captureStart: "grabar desde ahora lo que se ve en los enlaces"
        case .captureStop: "ya no grabar, y conservar lo grabado"
        case .captureShow: "mostrar si hay una captura en marcha, y cuántos paquetes tiene"
        case .captureSave: "escribir lo grabado en un archivo pcapng"
        case .expectDelivered: "afirmar que el último paquete o mensaje llegó"
        case .expectAllowed: "afirmar que el firewall dejó pasar el último paquete"
        case .expectDenied: "afirmar que el firewall detuvo el último paquete"
        case .expectRejected:
            "afirmar que el firewall detuvo el último paquete y le avisó a quien lo envió"
        case .expectRefused: "afirmar que el último paquete o mensaje se descartó"
        case .expectReply: "afirmar que el último mensaje se respondió con este texto"
        case .expectNone:
            "afirmar que ningún paquete de estos recibe este veredicto, o llega ahí"
        case .expectSameAs:
            "afirmar que las reglas de un archivo deciden lo mismo de todo paquete"
        case .expectError: "afirmar que un comando se rehúsa, y mostrar su error"
        case .use:
            "decir de qué gateway son las reglas, conjuntos, flujos y políticas de los comandos"
        case .seed: "hacer con este número las llaves de túneles nuevos, para que se repitan"
        case .clock: "mostrar el tiempo virtual"
        case .wait: "dejar pasar tiempo virtual"
        case .counters: "mostrar cuántos paquetes se enviaron y cómo terminó cada uno"
        case .source: "ejecutar los comandos de un archivo"
        case .transcript:
            "escribir lo que sigue como transcripción en un archivo, dejarlo, o hacer una página"
        case .help: "explicar un comando, o listarlos todos"
        case .history: "mostrar las líneas que se teclearon antes"
        case .back: "dejar la red como estaba antes de los últimos comandos que la cambiaron"
        case .undo: "regresar un comando, como lo hace `back`, y decir cuál"
        case .redo: "avanzar otra vez a donde ya se estuvo"
        case .rewind: "regresar al principio"
        case .predict: "preguntar qué hará el siguiente comando, antes de que corra"
        case .snapshot: "darle nombre al punto en el que se está, para volver a él"
        case .fork: "empezar aquí una rama con ese nombre; `restore` vuelve a su final"
        case .restore:
            "dejar la red como estaba en el punto con ese nombre o número, o al final de una rama"
        case .language: "mostrar el idioma en el que habla el programa, o cambiarlo"
        case .theme: "mostrar qué colores se eligieron para la terminal, o elegir otros"
        case .quit: "salir"
        case .exit: "salir, como lo hace `quit`"
        }
    }
}
