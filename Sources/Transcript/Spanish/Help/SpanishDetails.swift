import Commands

/// What `help COMMAND` says below the summary in Spanish, in lines that stand as they are.
enum SpanishDetails {
    /// Rules, sets and flows.
    static let rules: [CommandName: [String]] = [
        .ruleAdd: [
            "La lista se lee desde la regla 1; decide la primera regla que coincide con un paquete.",
            "Sin `at` la regla queda al final. Un campo que no se nombra coincide con todo.",
            "`port` tras `from ADDRESS` es el puerto de origen; en otro lugar es el de destino.",
            "Sin `proto`, una regla con puertos trata de TCP y UDP.",
            "`not` toma todo menos una lista; `not 10.0.0.0/8` trata solo de direcciones IPv4.",
            "Una regla con `limit` coincide mientras tenga fichas; después se leen las reglas que le siguen.",
        ],
        .ruleDelete: ["Las reglas que le siguen suben."],
        .ruleReplace: ["Sus veces vuelven a 0."],
        .ruleDisable: ["Conserva su número y sus veces."],
        .ruleClear: ["La acción por defecto, el orden y los conjuntos quedan como están."],
        .ruleDefault: ["Un laboratorio nuevo lo deniega."],
        .ruleOrder: [
            "Un laboratorio nuevo lee first-match. `rule compare` muestra dónde difieren los órdenes."
        ],
        .ruleCheck: [
            "Es una demostración sobre todos los paquetes de ambas familias, y no una muestra.",
            "Cada hallazgo trae un paquete que probar y una manera de arreglarlo.",
            "Todo lo que propone borrar se puede borrar junto: cada veredicto queda igual, demostrado.",
            "`rule check fix` lo hace en un paso, que `rule undo` deshace.",
        ],
        .ruleFind: [
            "`deny` pide todo lo que se detiene, `reject` lo que se rechaza, y `drop` lo que se detiene en silencio."
        ],
        .ruleWhyNot: ["Un cambio del paquete, y uno de la lista; ninguno se hace."],
        .ruleDiff: [
            "O `iguales`, que es una demostración sobre todos los paquetes.",
            "En un script la ruta es relativa a la carpeta del script.",
        ],
        .ruleLoad: [
            "El archivo es de Garita, `nft list ruleset`, `iptables-save`, `ip6tables-save`,",
            "una lista de acceso extendida de Cisco o `ufw show added`; cuál, se ve en su texto.",
            "Se carga todo o nada: un error deja las reglas como estaban.",
            "Un enlace que solo el archivo nombra se crea: se pueden probar paquetes por él.",
            "En un script la ruta es relativa a la carpeta del script.",
        ],
        .ruleSave: ["Sin `as` es el formato propio de Garita."],
        .setAdd: ["El conjunto se crea cuando no existe. Las reglas lo nombran `@NAME`."],
        .setRemove: ["Queda al menos un miembro."],
        .flowList: [
            "Un flujo se conoce desde su primer paquete que pasó hasta que se acaba su tiempo."
        ],
    ]

    /// Packets, links and policies.
    static let network: [CommandName: [String]] = [
        .natAdd: [
            "El primer paquete de un flujo pregunta dos veces: antes de enrutarse, a las reglas sobre destinos, y",
            "después de las reglas del firewall, a las de orígenes; decide la primera que coincide. Los demás paquetes",
            "del flujo, y los errores ICMP sobre ellos, se traducen como se decidió, de ida y de vuelta.",
            "`for` dice a dónde va un paquete antes de eso; `to` dice en qué se convierte su dirección.",
            "Solo IPv4. El nombre de un nodo delante dice de quién es la regla; solo los nodos que reenvían tienen.",
        ],
        .natDelete: ["Los flujos que traduce siguen como están."],
        .natShow: [
            "Lo que le hace a UDP no se lee de las reglas: a copias del nodo se les envían datagramas para averiguarlo."
        ],
        .netLoad: [
            "Se olvidan reglas, conexiones y paquetes de la red que estaba; antes hay que cerrar los túneles.",
            "Un archivo de red tiene los comandos `net add`, `route add` y `zone add`, uno por línea.",
        ],
        .netFrom: [
            "Los enlaces que el archivo nombra son los del gateway gw; detrás de uno están todos los demás, y en cada",
            "uno hay un host, además de los servidores a los que el archivo manda flujos. Sus reglas se cargan como",
            "con `rule load`. Lo que el archivo no dice de direcciones se supone, siempre igual; y se dice qué.",
            "Se olvidan reglas, conexiones y paquetes de la red que estaba; antes hay que cerrar los túneles.",
        ],
        .netFind: [
            "Es una demostración sobre todos los paquetes que empiezan un flujo, por cada lista, ruta, traducción y túnel.",
            "`from zone` dice dónde empiezan, `on` por qué enlaces llegan; `to zone`, u `out`, por cuáles siguen después;",
            "`from` es un origen como se envía, `to` un destino como se envía o como llega.",
            "Envían los hosts y los sitios; con el nombre de un nodo delante, solo ese nodo.",
        ],
        .netDiff: [
            "Son los mismos los nodos que se llaman igual, y los hosts envían desde sus propias direcciones.",
            "Se muestra un paquete por cada par de quien envía y quien recibe.",
            "Esta red se toma con sus túneles y políticas; la de un archivo no los tiene.",
        ],
        .netCheck: [
            "Lo que dice de las reglas se sigue de rutas, zonas y anti-suplantación, dejen pasar lo que dejen otras listas."
        ],
        .netShow: ["Un nodo que está en varios enlaces aparece en cada uno."],
        .routeAdd: [
            "Decide el prefijo más largo que contiene un destino. El nombre de un nodo delante dice de quién es la ruta.",
            "`out LINK` lleva al otro extremo de un enlace entre dos nodos; si no, a quien tenga ahí el destino.",
        ],
        .netMTU: [
            "Un paquete más largo se fragmenta donde se pone en el enlace, si quien lo envía deja que los routers lo hagan;",
            "si no, se descarta, y a quien lo envió se le dice lo que cabe (RFC 1191, RFC 8201).",
        ],
        .mssClamp: [
            "El nombre de un nodo delante dice de quién es. Solo se baja lo que dice un SYN; lo que dice menos queda.",
            "Es un remedio donde no llegan los errores que le dicen a quien envía lo que cabe.",
        ],
        .netRemove: [
            "Con un enlace se van las rutas que lo necesitan. Un nodo se queda en al menos un enlace."
        ],
        .linkLoss: [
            "Un paquete perdido termina como lost-on-link; un datagrama ESP perdido nunca pasa por el socket.",
            "El azar sale de la semilla cuando el laboratorio tiene una: un script pierde siempre lo mismo.",
        ],
        .linkDelay: [
            "Con jitter cada paquete saca su propio retraso, y así unos rebasan a otros."
        ],
        .linkReorder: [
            "Solo pueden rebasarse paquetes que van juntos en camino: ve `packet send ... every`."
        ],
        .linkDuplicate: [
            "Una copia tiene su propio número y llega justo detrás de su original.",
            "En claro se entrega; en un túnel la rehúsa la revisión anti-repetición.",
        ],
        .linkMark: [
            "Solo se marcan paquetes cuyo remitente conoce ECN, `ecn ect0` y `ect1`: entonces dicen CE.",
            "De un paquete ESP se marca el encabezado de afuera; el fin del túnel lo recoge (RFC 6040).",
        ],
        .packetSend: [
            "Sin protocolo es TCP con SYN. Un puerto de origen que no se dice lo elige el laboratorio.",
            "Llega a gw-a desde site-a, por lan-a; `on internet` lo envía al revés, desde site-b.",
            "`about N` hace un error ICMP que cita el paquete N. `via` tiene que tomar ese túnel.",
            "`ecn` dice si quien envía entiende marcas de congestión; `df clear` deja que los routers lo fragmenten.",
            "`count N` envía uno cuando terminó el camino del anterior. Con `every` van juntos en camino.",
        ],
        .packetReply: [
            "A un SYN se responde SYN,ACK, a ese un ACK, y a una petición de eco una respuesta de eco.",
            "La respuesta llega a gw-a por el enlace por el que salió el paquete.",
        ],
        .packetTest: [
            "No se envía, numera ni cuenta nada. `state` responde como si la tabla de flujos lo dijera.",
            "Un archivo es pcap o pcapng: su nombre termina así, o tiene una diagonal.",
            "En un script su ruta es relativa a la carpeta del script.",
            "Lo que el archivo tiene en varias interfaces se juzga una vez, como `packet load` lo enviaría.",
            "Cada paquete se pregunta a la lista que encontraría; si no es `forward`, está detrás de `#`.",
            "Lo raro de un paquete va tras `#`: se toma por lo que debió haber sido.",
        ],
        .packetLoad: [
            "Salen a los tiempos de la captura, contados desde su primer paquete: nunca hacia atrás, y",
            "nunca más de un año después. A lo más 256 van en camino a la vez.",
            "Vienen de site-a; de site-b donde la interfaz se llama internet o lan-b. En una captura",
            "del laboratorio también cuenta el sentido: lo que sale por internet viene de site-a.",
            "Un paquete que el archivo tiene en varias interfaces, por su packet id, se envía una vez, como se",
            "vio primero. ESP en UDP es un paquete como cualquiera. Lo que no se puede enviar se cuenta y se nombra.",
            "Las sumas de encabezado incorrectas se corrigen, y hay ceros donde la captura cortó.",
        ],
        .policyAdd: [
            "El gateway en uso pregunta por lo que envía por el cable. El otro recibe la misma política para el",
            "regreso, con los extremos cambiados; `outbound` omite eso. Decide la coincidencia más larga, la de `to`",
            "antes que la de `from`, y entre las de los mismos prefijos la que pide menos protocolos, puertos o",
            "mensajes; se rehúsa una que solo comparte algunos paquetes con otra de los mismos prefijos. Aquello de",
            "lo que ninguna política trata cruza en claro. Un paquete que no muestra lo que pide la política de su",
            "coincidencia más larga, como un fragmento posterior, que no tiene puertos, se descarta; `opaque` es una",
            "política para tales paquetes (RFC 4301, 4.4.1.1 y 7). `tunnel open ... from ... to ...` agrega su propia",
            "política. Lo que una política protege se descarta cuando su túnel está cerrado o expiró, y cuando llega",
            "en claro del otro gateway (RFC 4301, 5.2); nunca cruza en claro, hasta que se borra la política o una",
            "con `bypass` tiene la coincidencia más larga.",
        ],
    ]

    /// Tunnels, attacks and captures.
    static let tunnels: [CommandName: [String]] = [
        .tunnelOpen: [
            "Ambos extremos son sockets UDP en 127.0.0.1. Lo que no se da se elige: los puertos, el sistema;",
            "los SPI, el laboratorio; las llaves, el generador del sistema, o la semilla cuando la hay.",
            "`from` y `to` hacen una política: los paquetes entre estos prefijos toman solos el túnel, y de él",
            "no salen otros. `proto`, puertos, tipos y `opaque` son los de `policy add`.",
            "`client` y `server` empiezan lo que se fija de un extremo, y de la asociación por la que recibe:",
            "quien recibe elige su SPI (RFC 4301, 4.1). Lo que va antes de ellos es para ambos.",
            "`sequence` trata de lo que el extremo envía: el último número que ya usó.",
            "Una contraseña se vuelve dos llaves, una por sentido, con scrypt y el nombre del túnel como sal.",
            "`window off` apaga la anti-repetición: quien haya visto un datagrama puede hacer que se acepte otra vez.",
            "`df` es el bit DF del encabezado de afuera en modo túnel: `copy` toma el del paquete de adentro.",
            "`pad N` rellena cada carga a un múltiplo de N bytes, para que su longitud diga menos.",
            "Pasada una vida suave, un nuevo par de asociaciones toma el relevo; pasada una dura, una asociación termina.",
        ],
        .tunnelListen: [
            "El otro extremo es `tunnel connect` en otra ventana, o cualquier programa que hable ESP en UDP.",
            "Se le halla por su primer datagrama auténtico, y se le sigue por los más nuevos. Ambos lados necesitan las",
            "mismas llaves, SPI y suite, y con contraseña el mismo nombre, porque es su sal. Varios túneles pueden",
            "escuchar en un puerto, cada uno con su `server spi`. Con `server window off` no se sigue a nadie.",
            "Los SPI que no se dan salen del puerto, y así son los mismos en ambos lados.",
        ],
        .tunnelConnect: [
            "El otro extremo es `tunnel listen` en otra ventana, en este puerto de 127.0.0.1, o cualquier programa",
            "que hable ESP en UDP. Ambos lados necesitan las mismas llaves, SPI y suite, y con contraseña el mismo",
            "nombre, porque es su sal. Un cliente que empezó de nuevo sigue donde iba con `client sequence N`.",
            "Los SPI que no se dan salen del puerto, y así son los mismos en ambos lados.",
        ],
        .tunnelServe: [
            "Un script oye al otro proceso solo aquí; lo que llega entre tanto espera. Termina con el último paquete",
            "que espera, cuando se acaba el tiempo, y con control-C. Cuentan los paquetes cuyo ICV se verifica. Menos de",
            "los que espera son una falla, como una afirmación que no es cierta; `expect` trata del último.",
            "En el prompt los paquetes se atienden mientras escribes.",
        ],
        .tunnelSend: [
            "El extremo cliente mete el texto en un paquete UDP, lo sella con ESP y lo envía.",
            "El extremo servidor lo verifica, lo abre, y responde con un eco por el túnel.",
            "Los gateways hacen estos paquetes ellos mismos, detrás del firewall: no se pregunta a ninguna regla.",
        ],
        .tunnelKey: [
            "El otro extremo conserva la suya: hasta que coincidan, todo ICV es incorrecto."
        ],
        .tunnelKeys: [
            "Es la tabla esp_sa de Wireshark: una línea por asociación. Solo tú puedes leer el archivo.",
            "Las asociaciones que sellaron algo durante una captura también están, aunque hayan terminado.",
            "Un archivo que ya existe se reescribe solo si lo escribió el laboratorio.",
        ],
        .tunnelRekey: [
            "El nuevo par tiene SPI y llaves propios, y sus números de secuencia empiezan de nuevo. El par viejo",
            "todavía recibe cinco segundos de tiempo virtual, para que no se pierda nada de lo que va en camino; luego",
            "se borra. A las llaves que eligió una persona les siguen otras derivadas de ellas; a las demás, nuevas.",
        ],
        .tunnelDummy: [
            "El otro extremo lo verifica y lo descarta; nadie más lo distingue de uno de verdad."
        ],
        .tunnelShow: [
            "La ventana se dibuja con su número más nuevo a la derecha: # se aceptó, . no."
        ],
        .tunnelWatch: [
            "Lista los datagramas que los paquetes conservados dejaron en el enlace internet, y resume lo que dicen sus",
            "direcciones, longitudes, tiempos y números. Con un nombre, solo los de ese túnel.",
        ],
        .attackReplay: [
            "El atacante tiene un socket propio y ninguna llave. Sus datagramas se juzgan como todos los demás;",
            "la ventana y los contadores del extremo atacado se muestran antes y después: # se aceptó, . no.",
        ],
        .attackFlip: [
            "El bit 0 es el más alto del primer byte. El SPI es 0 a 31, el número de secuencia 32 a 63,",
            "el IV 64 a 127; luego viene el texto cifrado, y al final el ICV.",
        ],
        .attackReorder: [
            "El extremo cliente, o el que esté aquí, los sella de verdad, cada uno para el puerto discard del otro.",
            "La ventana acepta los que caen dentro de ella, en cualquier orden; con más paquetes que números tiene,",
            "los que llegan al final quedan a su izquierda.",
        ],
        .attackForge: ["Está bien hecho salvo por una cosa: la llave es del propio atacante."],
        .attackFlood: [
            "Bytes al azar, el SPI correcto con bytes al azar detrás, y lo que se grabó: cortado, con un bit",
            "invertido, o tal cual. Salen de la semilla del laboratorio, cuando tiene una, y ninguno se",
            "pierde en el camino. Control-C lo detiene.",
        ],
        .predict: [
            "La afirmación trata del siguiente comando. Se examina cuando este corrió, así que una lección nunca pregunta lo",
            "que no es. En `garita present` primero responde el grupo, con `vote 3 12 5`, y otra vez después de platicarlo;",
            "quien está solo teclea el número de una respuesta.",
        ],
        .attackSYNFlood: [
            "Lo envía el host cuyo nombre va delante. Sin `from` los orígenes son direcciones que nadie",
            "tiene. Quien escucha guarda tantas conexiones a medio abrir como el `backlog` de su servicio.",
        ],
        .attackReset: [
            "Lo envía el host cuyo nombre va delante, al otro extremo de la conexión del paquete.",
            "El atacante vio el paquete, y con él el siguiente número de secuencia; con `off` lo adivina.",
        ],
        .attackInject: [
            "Como `attack reset`; los datos llevan el número que sigue al paquete, y su confirmación."
        ],
        .connect: [
            "Con `keep` la conexión queda abierta cuando no ha llegado nada en dos segundos:",
            "`connection list` la muestra en ambos extremos.",
        ],
        .attackReuseIV: [
            "Esto es un mal uso, y aquí nunca le pasa a un túnel: se hacen dos asociaciones solo para ello, con",
            "la suite del túnel, una llave propia, y contadores que no saben nada uno de otro.",
        ],
        .captureStart: [
            "Cada paquete se graba en lan-a, internet y lan-b, donde empieza su camino por ese enlace.",
            "Lo grabado antes se descarta. Se graban a lo más 100,000 paquetes y 64 MiB.",
        ],
        .captureSave: [
            "Cada paquete tiene su tiempo virtual, sentido, número, y un comentario con veredicto y regla.",
            "Las llaves de los túneles usados van adentro, si no se omiten: un Wireshark bastante nuevo",
            "descifra con ellas, y para uno más viejo está `tunnel keys`.",
            "Solo tú puedes leer el archivo. Uno que ya existe se reescribe solo si lo guardó el laboratorio.",
        ],
    ]

    /// Claims and the lab itself.
    static let lab: [CommandName: [String]] = [
        .expectNone: [
            "Es una demostración sobre todos los paquetes; se muestra uno que la refute. `reach` pregunta como `net find`."
        ],
        .expectSameAs: ["En un script la ruta es relativa a la carpeta del script."],
        .expectError: [
            "El script sigue. Si el comando se acepta a pesar de todo, surte efecto y la afirmación falla."
        ],
        .use: [
            "gw-a y gw-b tienen una lista cada uno. Un paquete se topa con la de cada gateway por el que pasa. gw-b",
            "deja pasar todo hasta que tiene reglas, y no dice nada. `packet test` le pregunta al gateway en uso.",
        ],
        .seed: [
            "Las llaves hechas con una semilla las conoce quien conozca la semilla: solo para lecciones.",
            "Lo que los enlaces hacen al azar también sale de ella, desde su principio.",
            "Un script tiene la semilla 1 si no dice otra; el prompt no tiene ninguna.",
        ],
        .source: [
            "En un script la ruta es relativa a la carpeta del script. Lo que un script puede alcanzar tiene límites."
        ],
        .transcript: ["Un script solo reescribe una transcripción que empezó un comando."],
        .language: [
            "Desde la línea siguiente todo se dice en ese idioma. Los comandos son los mismos en ambos.",
            "Una lección lo dice en su primer comando; así también su transcripción empieza en ese idioma.",
        ],
        .theme: [
            "Se ven donde la terminal tiene colores de 24 bits. Si no eliges, el prompt usa los del fondo de la",
            "terminal, si ella dice cuál es.",
        ],
        .back: [
            "Reglas, flujos, paquetes, contadores, hosts y el reloj retroceden. Llaves, números de secuencia e IV nunca:",
            "un túnel que estaba abierto entonces tiene asociaciones nuevas. Quien sigue desde ahí empieza una rama.",
        ],
        .explain: [
            "Solo, muestra las palabras que conoce. Cada una tiene un laboratorio que la muestra."
        ],
        .pipe: [
            "`rule list | find deny | count` dice cuántas líneas tienen `deny`. `find` puede ir varias veces,",
            "`count` y `save` al final. El comando se ejecuta igual que sin ellos; lo que está mal siempre se muestra.",
            "Un `|` que es texto va entre comillas. Un script solo reescribe una respuesta que él guardó.",
        ],
        .fork: [
            "La rama avanza con lo que se hace en ella, y `history tree` muestra su final con su nombre. La",
            "primera se llama main.",
        ],
        .restore: ["Con eso no se pierde nada: `history tree` muestra dónde se ha estado."],
        .quit: [
            "En un script termina ese script, y no el que lo llamó ni el siguiente."
        ],
        .help: ["En el prompt `?` muestra qué puede ir en el cursor, y TAB lo completa."],
        .history: [
            "`history tree` muestra los comandos que cambiaron la red, cada rama más adentro que aquello de donde salió.",
            "No se guarda una línea con una llave o contraseña. El archivo de historial solo tiene líneas que son comandos.",
        ],
    ]
}
