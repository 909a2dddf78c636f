import Commands
import Network

extension NATPhrase {
    /// Its text in Spanish.
    var spanish: String {
        switch self {
        case .added: "regla NAT {number} agregada en {node}: {rule}"
        case .deleted: "regla NAT {number} borrada en {node}: {rule}"
        case .moved: "la regla NAT {number} es ahora la regla NAT {target}: {rule}"
        case .cleared: "{count|regla NAT borrada|reglas NAT borradas} en {node}"
        case .undone: "deshecho: {node} tiene ahora {count|regla NAT|reglas NAT}"
        case .redone: "rehecho: {node} tiene ahora {count|regla NAT|reglas NAT}"
        case .loaded: "{count|regla NAT cargada|reglas NAT cargadas} en {node} desde {file}"
        case .saved: "{count|regla NAT guardada|reglas NAT guardadas} en {file}"
        case .noRules: "{node} no tiene reglas NAT"
        case .noBindings: "{node} no traduce ningún flujo ahora"
        case .bindings: "{node} traduce {count|flujo|flujos}"
        case .inside: "como entra"
        case .outside: "como sale"
        case .endsIn: "termina en"
        case .flow: "núm."
        case .probed: "lo que le hace a UDP, averiguado con sondas, en palabras del RFC 4787"
        case .mapping: "mapeo"
        case .mappingInConflict: "si se ocupa"
        case .filtering: "filtrado"
        case .ports: "puertos"
        case .pooling: "reparto"
        case .hairpinning: "hairpinning"
        case .meaning: "{what}: {meaning}"
        case .untranslated: "ninguno: no se traduce ningún origen"
        case .outAs: "{what}, sale como {last}"
        }
    }
}

extension NATDependence {
    /// What it means that a mapping depends on this, in Spanish.
    var mappingMeaningInSpanish: String {
        switch self {
        case .endpointIndependent: "un puerto tiene un solo puerto afuera, envíe a quien envíe"
        case .addressDependent:
            "un puerto tiene un puerto afuera por cada dirección a la que envía"
        case .addressAndPortDependent:
            "un puerto tiene un puerto afuera por cada dirección y puerto a los que envía"
        }
    }

    /// What it means that a filter depends on this, in Spanish.
    var filteringMeaningInSpanish: String {
        switch self {
        case .endpointIndependent: "cualquiera de afuera puede enviar a un mapeo"
        case .addressDependent:
            "solo puede responder una dirección a la que se envió, desde cualquier puerto"
        case .addressAndPortDependent:
            "solo pueden responder la dirección y el puerto a los que se envió"
        }
    }
}

extension NATPortAssignment {
    var spanish: String {
        switch self {
        case .preservation: "un host conserva su puerto mientras nadie más lo tenga"
        case .overloading: "dos hosts tienen un mismo puerto, y sus destinos los distinguen"
        case .noPreservation: "un host recibe un puerto que no es el suyo"
        }
    }
}

extension NATPooling {
    var spanish: String {
        switch self {
        case .paired: "un host tiene una sola dirección afuera para todos sus flujos"
        case .arbitrary: "un host tiene varias direcciones afuera"
        }
    }
}

extension NATHairpinning {
    var spanish: String {
        switch self {
        case .none: "un host de adentro no llega a otro por su mapeo"
        case .internalSource:
            "un host de adentro llega a otro por su mapeo, y este ve su propia dirección"
        case .externalSource:
            "un host de adentro llega a otro por su mapeo, y este ve su dirección de afuera"
        }
    }
}

extension NATEnd {
    var spanish: String {
        switch self {
        case .source: "origen traducido"
        case .destination: "destino traducido"
        case .both: "origen o destino traducido"
        }
    }
}
