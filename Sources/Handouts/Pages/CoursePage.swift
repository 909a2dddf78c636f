package import Commands
import Transcript

/// The page that lists the labs of a course.
package enum CoursePage {
    /// A lab.
    package struct Entry {
        /// The file of its page.
        package let file: String
        /// The lab in its languages.
        package let parts: [LabPage.Part]
        /// Its title in the first of them.
        package var title: String { parts.first?.title ?? file }

        /// A lab that has a page.
        package init(file: String, parts: [LabPage.Part]) {
            self.file = file
            self.parts = parts
        }
    }

    /// The bytes of the page: UTF-8, the same for the same labs.
    package static func bytes(
        of entries: [Entry], version: String, in language: SpokenLanguage
    ) -> [UInt8] {
        var html = HTMLText()
        LabPage.begin(
            &html, title: PageText.course.said(in: language), language, version)
        html.markup("<main>\n<h1>")
        html.text(PageText.course.said(in: language))
        html.markup("</h1>\n<p>")
        html.text(PageText.courseIntroduction.said(in: language))
        html.markup("</p>\n<h2>")
        html.text(PageText.labs.said(in: language))
        html.markup("</h2>\n<ul>\n")
        for entry in entries {
            html.markup("<li>")
            for (place, part) in entry.parts.enumerated() {
                let own = part.recording.language.rawValue
                html.markup(
                    place == 0 ? "<a href=\"" : " · <a lang=\"\(own)\" hreflang=\"\(own)\" href=\"")
                html.text(entry.file)
                html.markup(place == 0 ? "\">" : "#\(own)\">")
                html.text(part.title)
                html.markup("</a>")
            }
            if let summary = entry.parts.first?.summary {
                html.markup("<br>")
                html.prose(summary)
            }
            html.markup("</li>\n")
        }
        html.markup("</ul>\n</main>\n<footer>\n<p>")
        html.text(PageText.madeBy(version: version, seed: nil).said(in: language))
        html.markup("</p>\n</footer>\n</body>\n</html>\n")
        return html.bytes
    }
}
