import Commands
import Transcript

/// A lab as one HTML page that needs nothing else: no script, no picture, no network.
package struct LabPage {
    /// The lab in one language.
    package struct Part {
        /// What happened.
        package let recording: Recording
        /// Its title: its first paragraph, or else its file's name.
        package let title: String
        /// What it is about: its second paragraph, where it has one.
        package let summary: String?

        /// A lab that was run; `name` is its file's, nil where it was typed.
        package init(_ recording: Recording, name: String?) {
            self.recording = recording
            let paragraphs = Narration.paragraphs(recording)
            let first = paragraphs.first { $0.count <= 100 }
            title =
                first.map { $0.hasSuffix(".") ? String($0.dropLast()) : $0 }
                ?? (name.map { PageText.untitled($0) } ?? .typed).said(in: recording.language)
            summary = paragraphs.first { $0 != first }
        }
    }

    /// The pages around one in a course: their files and titles.
    package struct Neighbours {
        /// The page before.
        package var before: (file: String, title: String)?
        /// The page behind.
        package var after: (file: String, title: String)?
        /// The page that lists all.
        package var index: String

        /// No neighbours but the list.
        package init(index: String) {
            self.index = index
        }
    }

    /// The bytes of a page: UTF-8, the same for the same parts.
    ///
    /// `parts` are the lab in several languages, the first of which is the page's.
    package static func bytes(of parts: [Part], _ neighbours: Neighbours? = nil) -> [UInt8] {
        guard let first = parts.first else { return [] }
        let language = first.recording.language
        var html = HTMLText()
        begin(&html, title: first.title, language, first.recording.header?.version ?? "")
        html.markup("<a class=\"skip\" href=\"#lab\">")
        html.text(PageText.skip.said(in: language))
        html.markup("</a>\n<header>\n")
        if let neighbours { navigation(neighbours, language, &html) }
        if parts.count > 1 { languages(parts, language, &html) }
        html.markup("</header>\n<main id=\"lab\">\n")
        for (place, part) in parts.enumerated() {
            let own = part.recording.language
            if parts.count > 1 {
                html.markup("<section lang=\"\(own.rawValue)\" id=\"\(own.rawValue)\">\n")
            }
            // A page has one heading of the first level: its own title.
            let level = place == 0 ? 1 : 2
            html.markup("<h\(level)>")
            html.text(part.title)
            html.markup("</h\(level)>\n")
            var body = PageBody(language: own, title: part.title, level: level + 1)
            body.write(part.recording, to: &html)
            if parts.count > 1 { html.markup("</section>\n") }
        }
        html.markup("</main>\n<footer>\n<p>")
        if let header = first.recording.header {
            html.text(
                PageText.madeBy(version: header.version, seed: header.seed).said(in: language))
            html.markup(" ")
        }
        html.text(PageText.repeated.said(in: language))
        html.markup("</p>\n</footer>\n</body>\n</html>\n")
        return html.bytes
    }

    /// What a page begins with, so that a file can be recognised as one.
    package static let mark = TranscriptHeader.pageMark

    /// Everything up to the content: nothing may be loaded, and no script may run.
    static func begin(
        _ html: inout HTMLText, title: String, _ language: SpokenLanguage, _ version: String
    ) {
        html.markup(
            """
            \(mark)\(version) -->
            <html lang="\(language.rawValue)">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>
            """)
        html.text(title)
        html.markup("</title>\n<style>\n\(PageStyle.sheet)\n</style>\n</head>\n<body>\n")
    }

    private static func navigation(
        _ neighbours: Neighbours, _ language: SpokenLanguage, _ html: inout HTMLText
    ) {
        html.markup("<nav aria-label=\"")
        html.text(PageText.pages.said(in: language))
        html.markup("\">\n<ul>\n")
        if let (file, title) = neighbours.before {
            link(file, .before(title), language, &html)
        }
        link(neighbours.index, .index, language, &html)
        if let (file, title) = neighbours.after {
            link(file, .after(title), language, &html)
        }
        html.markup("</ul>\n</nav>\n")
    }

    private static func link(
        _ file: String, _ text: PageText, _ language: SpokenLanguage, _ html: inout HTMLText
    ) {
        html.markup("<li><a href=\"")
        html.text(file)
        html.markup("\">")
        html.text(text.said(in: language))
        html.markup("</a></li>\n")
    }

    private static func languages(
        _ parts: [Part], _ language: SpokenLanguage, _ html: inout HTMLText
    ) {
        html.markup("<nav aria-label=\"")
        html.text(PageText.languages.said(in: language))
        html.markup("\">\n<ul>\n")
        for part in parts {
            let own = part.recording.language.rawValue
            html.markup("<li><a href=\"#\(own)\" hreflang=\"\(own)\" lang=\"\(own)\">")
            html.text(part.title)
            html.markup("</a></li>\n")
        }
        html.markup("</ul>\n</nav>\n")
    }
}
