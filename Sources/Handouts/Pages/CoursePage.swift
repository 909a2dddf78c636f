package import Commands
import Transcript

/// The page that lists the labs of a course.
package enum CoursePage {
    /// A lab, and the file of its page.
    package typealias Entry = (file: String, part: LabPage.Part)

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
        for (file, part) in entries {
            html.markup("<li><a href=\"")
            html.text(file)
            html.markup("\">")
            html.text(part.title)
            html.markup("</a>")
            if let summary = part.summary {
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
