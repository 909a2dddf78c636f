/// A language that the program speaks; what people type is the same in all of them.
package enum SpokenLanguage: String, CaseIterable, Sendable {
    /// English; the raw value is what `lang` takes and a transcript's header has (RFC 5646).
    case english = "en"
    /// Spanish.
    case spanish = "es"

    /// The language of a locale's name, `es_MX.UTF-8` (POSIX.1-2017 section 8.2); nil for one that is not spoken here.
    package init?(locale: String) {
        let language = locale.prefix { $0 != "_" && $0 != "." && $0 != "@" }
        self.init(rawValue: String(language))
    }
}
