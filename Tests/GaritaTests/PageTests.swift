import Foundation
import Handouts
import TestSupport
import Testing

/// `garita page` and `garita course build`: labs as pages.
@Suite struct PageTests {
    private static func page(_ script: String) throws -> (text: String, run: Program.Finished) {
        let folder = try TemporaryFolder()
        _ = try folder.write(script, to: "x.lab")
        let run = try GaritaProcess.run(["page", "x.lab", "x.html"], in: folder.url)
        return ((try? folder.text(of: "x.html")) ?? "", run)
    }

    private static let lab = """
        # A gate
        #
        # Read `rule 1` first. Then:
        #   - one
        #   - two, which
        #     goes on
        #
        #   garita run x.lab
        #
        # 2. The packet

        rule add allow port 22
        predict "Which?" choices "rule 1 / the default" answer 1 expect allowed by rule 1
        packet send 10.0.0.5 -> 192.168.1.1:22
        expect delivered

        # Behind it.
        rule list

        """

    @Test func aPageHasWhatTheLabSays() throws {
        let (text, run) = try Self.page(Self.lab)
        #expect(run.status == 0, "\(run.errors)")
        for part in [
            "<!DOCTYPE html>", "<html lang=\"en\">", "<title>A gate</title>", "<h1>A gate</h1>",
            "<p>Read <code>rule 1</code> first. Then:</p>",
            "<ul>\n<li>one</li>\n<li>two, which goes on</li>\n</ul>",
            "<pre class=\"sample\">garita run x.lab</pre>", "<h2>2. The packet</h2>",
            "garita&gt; </span>rule add allow port 22</pre>",
            "<p>Which?</p>\n<ol>\n<li>rule 1</li>\n<li>the default</li>\n</ol>",
            "<span class=\"good\">allowed</span> by rule 1", "<p>Behind it.</p>",
            "<details class=\"bytes\">\n<summary>The bytes of packet 1</summary>",
            "<a class=\"skip\" href=\"#lab\">",
            "Content-Security-Policy\" content=\"default-src 'none';",
        ] {
            #expect(text.contains(part), "\(part)")
        }
        // The answer stands only behind the question.
        #expect(!text.contains("answer 1 expect"))
        let closed = try #require(text.firstRange(of: "<details class=\"outcome\">"))
        let opened = try #require(
            text[closed.upperBound...].firstRange(of: "<p>Behind it."))
        let inside = text[closed.upperBound..<opened.lowerBound]
        for part in ["the answer is 1: rule 1", "delivered", "as expected", "expect delivered"] {
            #expect(inside.contains(part), "\(part)")
            #expect(!text[..<closed.lowerBound].contains(part), "\(part)")
        }
        #expect(Self.faults(of: text).isEmpty)
    }

    @Test func aPageIsTheSameTwice() throws {
        #expect(try Self.page(Self.lab).text == (try Self.page(Self.lab).text))
    }

    /// Elements that are not closed in order: a small judge, for machines without a browser.
    private static func faults(of page: String) -> [String] {
        var open: [String] = []
        var faults: [String] = []
        let empty: Set = ["meta", "br", "!DOCTYPE", "!--"]
        for match in page.matches(of: #/<(\/?)([A-Za-z!][A-Za-z0-9-]*)[^>]*>/#) {
            let name = String(match.2)
            if empty.contains(name) { continue }
            if match.1.isEmpty {
                open.append(name)
            } else if open.popLast() != name {
                faults.append(String(match.0))
            }
        }
        return faults + open
    }

    private static let hostile = [
        "# <script>parent.document.title='x'</script>\n", "# </pre><img src=x onerror=alert(1)>\n",
        "packet send 10.0.0.1 -> 10.0.0.2:80 data \"</pre><script>alert(1)</script>\"\n",
        "rule add allow port 22 name \"<b onmouseover=alert(1)>\"\n",
        "predict \"<svg onload=alert(1)>\" choices \"<i>a</i> / b\" answer 1 expect denied\npacket send 10.0.0.1 -> 10.0.0.2:80\n",
        "# `<script>` and `javascript:alert(1)\n# - <a href=javascript:alert(1)>\n",
        "# \u{202E}lab\u{2066} \u{FEFF}\n", "expect error rule <script>\n",
        "# a\n#\n# b</title></style><script>alert(1)</script>\n",
    ]

    @Test(arguments: hostile)
    func hostileTextIsOnlyText(_ script: String) throws {
        let (text, run) = try Self.page(script)
        #expect(run.status == 0, "\(run.errors)")
        #expect(Self.faults(of: text).isEmpty)
        #expect(!text.contains("<script") && !text.contains("<img") && !text.contains("<svg"))
        #expect(!text.contains("<b ") && !text.contains("<a href=java"))
        let harmful = text.unicodeScalars.filter {
            $0.value < 0x20 && $0 != "\n" || (0x7F..<0xA0).contains($0.value)
                || (0x202A...0x202E).contains($0.value) || (0x2066...0x2069).contains($0.value)
        }
        #expect(harmful.isEmpty)
    }

    @Test(.enabled(if: Browser.path != nil, "needs chromium")) func noScriptRunsInABrowser() throws
    {
        let (text, run) = try Self.page(Self.hostile.joined())
        #expect(run.status == 0, "\(run.errors)")
        let look = try #require(try Browser.look(at: text, width: 320, .light, checked: false))
        #expect(look.scripts == 0 && look.active == 0 && look.title == "around", "\(look)")
    }

    @Test(.enabled(if: Browser.path != nil, "needs chromium")) func theBrowserNoticesAScript()
        throws
    {
        let page = "<html><body><script>parent.document.title='x'</script><img src=x></body></html>"
        let look = try #require(try Browser.look(at: page, width: 320, .light, checked: false))
        #expect(look.scripts == 1 && look.active == 1 && look.title == "x")
    }

    /// Both themes, a phone and a desk: nothing stands beside the page, and the checker finds nothing.
    @Test(
        .enabled(
            if: Browser.path != nil && Browser.axe != nil,
            "needs chromium, and axe-core in .build/judges/axe.min.js"),
        arguments: ["03-rule-order", "09-tamper-and-replay", "21-networks"])
    func pagesAreGoodToReadForEverybody(lab: String) throws {
        let folder = try GaritaProcess.folderWithLabs()
        let run = try GaritaProcess.run(
            ["page", "labs/\(lab).lab", "x.html"], in: folder.url)
        #expect(run.status == 0, "\(run.errors)")
        let page = try folder.text(of: "x.html")
        for (theme, width) in [(Browser.Theme.dark, 320), (.light, 320), (.light, 1_100)] {
            let look = try #require(
                try Browser.look(at: page, width: width, theme, checked: true))
            #expect(look.width == width && look.content <= width, "\(lab) \(look)")
            #expect(look.dark == (theme == .dark))
            #expect(look.violations.isEmpty, "\(lab) \(theme): \(look.violations)")
        }
    }

    @Test(.enabled(if: Browser.path != nil && Browser.axe != nil, "needs chromium and axe-core"))
    func theCheckerNoticesABadPage() throws {
        let page =
            "<html><body><p style='color:#ccc;background:#fff'>some words, hard to read</p></body>"
        let look = try #require(try Browser.look(at: page, width: 320, .light, checked: true))
        #expect(look.violations.contains { $0.hasPrefix("color-contrast") })
        #expect(look.violations.contains { $0.hasPrefix("html-has-lang") })
    }

    // MARK: - Colours

    /// The contrast ratio of two colours (WCAG 2.2, "contrast ratio" and "relative luminance").
    private static func contrast(_ one: String, _ other: String) -> Double {
        func luminance(_ colour: String) -> Double {
            let number = Int(colour.dropFirst(), radix: 16) ?? 0
            let parts = [number >> 16 & 0xFF, number >> 8 & 0xFF, number & 0xFF].map { part in
                let value = Double(part) / 255
                return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
            }
            return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
        }
        let pair = [luminance(one), luminance(other)].sorted()
        return (pair[1] + 0.05) / (pair[0] + 0.05)
    }

    @Test func everyColourCanBeReadOnItsBackgrounds() {
        #expect(abs(Self.contrast("#000000", "#ffffff") - 21) < 0.01)
        #expect(Self.contrast("#777777", "#ffffff") < 4.5)
        for theme in [PageStyle.light, PageStyle.dark] {
            #expect(theme.texts.count == 13 && theme.backgrounds.count == 2)
            for text in theme.texts {
                for ground in theme.backgrounds {
                    let ratio = Self.contrast(text.colour, ground.colour)
                    #expect(ratio >= 4.5, "\(text.name) on \(ground.name): \(ratio)")
                }
            }
        }
    }

    // MARK: - What was typed

    @Test func whatWasTypedIsAPage() throws {
        let folder = try TemporaryFolder()
        let script =
            "# Typed.\n#: Not told.\nrule add allow 22/tcp\nrule add <i>\ntranscript html x.html\n"
        _ = try folder.write(script.replacing("rule add <i>\n", with: ""), to: "x.lab")
        let run = try GaritaProcess.run(["run", "x.lab"], in: folder.url)
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains("x.html is the page of what was typed so far"))
        let page = try folder.text(of: "x.html")
        #expect(page.contains("rule 1 added: allow proto tcp port 22"))
        #expect(page.contains("<h1>Typed</h1>") && !page.contains("Not told"))
        #expect(Self.faults(of: page).isEmpty)
        // Lines behind -c, one of which is refused: the page says so.
        let typed = try GaritaProcess.run(
            ["--keep-going", "-c", "rule add <i>", "-c", "transcript html y.html"], in: folder.url)
        #expect(typed.output.contains("y.html is the page"))
        let other = try folder.text(of: "y.html")
        #expect(other.contains("rule add &lt;i&gt;") && other.contains("expected"))
        #expect(Self.faults(of: other).isEmpty)
        // A file that is something else stays as it is, and a script without the line itself has no page.
        let refused = try GaritaProcess.run(["-c", "transcript html x.lab"], in: folder.url)
        #expect(refused.status == 2 && refused.output.contains("has something else in it"))
        _ = try folder.write("source x.lab\n", to: "z.lab")
        let sourced = try GaritaProcess.run(["run", "z.lab"], in: folder.url)
        #expect(sourced.status == 2 && sourced.output.contains("no page is made of what runs here"))
    }

    // MARK: - Several labs

    @Test func aPageHasSeveralLanguages() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write("# One\nclock\n", to: "one.lab")
        _ = try folder.write("# Two\nclock\n", to: "two.lab")
        let run = try GaritaProcess.run(
            ["page", "one.lab", "x.html", "--also", "two.lab"], in: folder.url)
        #expect(run.status == 0, "\(run.errors)")
        let text = try folder.text(of: "x.html")
        #expect(text.contains("<h1>One</h1>") && text.contains("<h2>Two</h2>"))
        #expect(text.components(separatedBy: "<h1>").count == 2)
        #expect(text.components(separatedBy: "<section lang=").count == 3)
        #expect(Self.faults(of: text).isEmpty)
    }

    @Test func aCourseIsAllLabsAndAListOfThem() throws {
        let folder = try GaritaProcess.folderWithLabs()
        let run = try GaritaProcess.run(["course", "build", "out/pages"], in: folder.url)
        #expect(run.status == 0, "\(run.errors)")
        let pages = folder.url.appending(path: "out/pages")
        let names = try FileManager.default.contentsOfDirectory(atPath: pages.path).sorted()
        #expect(names.count == LabTests.names.count + 1)
        let index = try folder.text(of: "out/pages/index.html")
        #expect(Self.faults(of: index).isEmpty)
        for name in names where name != "index.html" {
            #expect(index.contains("<a href=\"\(name)\">"), "\(name)")
            let text = try folder.text(of: "out/pages/\(name)")
            #expect(Self.faults(of: text).isEmpty, "\(name)")
            for link in text.matches(of: #/href="([^"#]+)"/#) {
                #expect(names.contains(String(link.1)), "\(name): \(link.1)")
            }
        }
        // A lab that is there in two languages is one page in both, without the line that chooses.
        let both = try folder.text(of: "out/pages/03-rule-order.html")
        #expect(both.contains("<section lang=\"en\"") && both.contains("<section lang=\"es\""))
        #expect(both.contains("<h1>Lab 3: rule order</h1>") && !both.contains("</span>lang es"))
        #expect(index.contains("lang=\"es\" hreflang=\"es\" href=\"03-rule-order.html#es\""))
        // What the labs write is only in memory.
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
                == ["labs", "out"])
        // Again over its own pages.
        #expect(
            try GaritaProcess.run(["course", "build", "out/pages"], in: folder.url).status == 0)
        guard Browser.path != nil, Browser.axe != nil else { return }
        let look = try #require(try Browser.look(at: index, width: 320, .dark, checked: true))
        #expect(look.violations.isEmpty && look.content <= 320, "\(look)")
    }

    @Test func nothingIsLost() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write("clock\n", to: "x.lab")
        _ = try folder.write("rule adx\n", to: "bad.lab")
        _ = try folder.write(
            "packet test 10.0.0.1 -> 10.0.0.2:22\nexpect allowed\n", to: "false.lab")
        _ = try folder.write("mine\n", to: "notes.html")
        _ = try folder.write("mine\n", to: "empty/x.txt")
        for (arguments, status, said) in [
            (["page", "x.lab", "notes.html"], 2, "has something else in it"),
            (["page", "x.lab", "x.lab"], 2, "has something else in it"),
            (["page", "x.lab", "/dev/full"], 2, "no space left"),
            (["page", "x.lab", "no/where.html"], 2, "error: \"no/where.html\""),
            (["page", "none.lab", "y.html"], 2, "there is no such file"),
            (["page", "bad.lab", "y.html"], 2, "bad.lab:1:6: error"),
            (["page", "false.lab", "y.html"], 1, "false.lab:2: expectation failed"),
            (["course", "build", "out", "--labs", "empty"], 2, "has no labs in it"),
            (["course", "build", "out", "--labs", "none"], 2, "there is no such file"),
            (["course", "build", "out", "--labs", "."], 2, "bad.lab:1:6: error"),
        ] {
            let run = try GaritaProcess.run(arguments, in: folder.url)
            #expect(run.status == Int32(status), "\(arguments): \(run.errors)")
            #expect(run.errors.contains(said), "\(arguments): \(run.errors)")
            #expect(run.output.isEmpty)
        }
        #expect(try folder.text(of: "notes.html") == "mine\n")
        #expect(try folder.text(of: "x.lab") == "clock\n")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
                == ["bad.lab", "empty", "false.lab", "notes.html", "x.lab"])
    }
}
