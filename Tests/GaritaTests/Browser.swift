import Foundation
import TestSupport

/// Chromium without a window, and the accessibility checker axe, as judges of pages; tests are skipped where they are absent.
enum Browser {
    /// The browser; nil where there is none.
    static let path = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
        .first(where: FileManager.default.isExecutableFile).map { URL(filePath: $0) }

    /// The script of axe-core: `.ci/run` puts it there.
    static let axe = try? String(
        contentsOf: GaritaProcess.root.appending(path: ".build/judges/axe.min.js"), encoding: .utf8)

    /// A theme that a person can prefer, as Blink numbers them.
    enum Theme: Int, CaseIterable {
        case dark = 0
        case light = 1
    }

    /// What the browser made of a page.
    struct Look: Decodable {
        /// How wide the page is, and what is in it, in pixels.
        let width: Int
        let content: Int
        /// Whether it looks dark.
        let dark: Bool
        /// What the accessibility checker found, with everything unfolded.
        let violations: [String]
        /// How many scripts the page has, and how many things are loaded or react.
        let scripts: Int
        let active: Int
        /// The title of the window around it, which a script of the page could change.
        let title: String
    }

    /// Shows a page so many pixels wide; with axe where its policy is left out, because that allows no script at all.
    static func look(
        at page: String, width: Int, _ theme: Theme, checked: Bool
    ) throws -> Look? {
        guard let path else { return nil }
        let folder = try TemporaryFolder()
        let file = try folder.write(
            wrapper(page, width, checked: checked), to: "around.html")
        let run = try Program.run(
            path,
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--window-size=1200,900",
                "--user-data-dir=\(folder.path)/profile", "--virtual-time-budget=60000",
                "--blink-settings=preferredColorScheme=\(theme.rawValue)", "--dump-dom",
                "file://\(file)",
            ],
            environment: ["PATH": "/usr/bin:/bin", "HOME": folder.path])
        guard let start = run.output.range(of: "<pre id=\"look\">"),
            let end = run.output.range(of: "</pre>", range: start.upperBound..<run.output.endIndex)
        else { return nil }
        let text = run.output[start.upperBound..<end.lowerBound]
            .replacingOccurrences(of: "&lt;", with: "<").replacingOccurrences(of: "&gt;", with: ">")
            .replacingOccurrences(of: "&amp;", with: "&")
        return try JSONDecoder().decode(Look.self, from: Data(text.utf8))
    }

    /// A page around the page, which measures it.
    private static func wrapper(_ page: String, _ width: Int, checked: Bool) -> String {
        var page = page
        if checked, let axe {
            page = page.replacing(#/<meta http-equiv="Content-Security-Policy"[^>]*>/#, with: "")
            page = page.replacingOccurrences(
                of: "</body>",
                with:
                    "<script id=\"axe\">\(axe.replacingOccurrences(of: "</script", with: "<\\/script"))</script></body>"
            )
        }
        let quoted = page.replacingOccurrences(of: "&", with: "&amp;")
            .replacingOccurrences(of: "\"", with: "&quot;")
        return """
            <!DOCTYPE html><html lang="en"><head><title>around</title></head><body>
            <iframe title="page" srcdoc="\(quoted)" style="width:\(width)px;height:800px;border:0"></iframe>
            <pre id="out"></pre>
            <script>
            const frame = document.querySelector('iframe');
            frame.addEventListener('load', async () => {
              const page = frame.contentDocument;
              const content = page.documentElement.scrollWidth;
              const dark = frame.contentWindow.matchMedia('(prefers-color-scheme: dark)').matches;
              const scripts = page.querySelectorAll('script:not(#axe)').length;
              const active = [...page.querySelectorAll('*')].filter(e =>
                ['IMG', 'IFRAME', 'OBJECT', 'EMBED', 'LINK', 'FORM', 'BASE', 'SVG'].includes(e.tagName.toUpperCase())
                || [...e.attributes].some(a => a.name.startsWith('on') || /^\\s*javascript:/i.test(a.value))).length;
              let violations = [];
              if (frame.contentWindow.axe) {
                page.querySelectorAll('details').forEach(d => d.open = true);
                const found = await frame.contentWindow.axe.run(page, { resultTypes: ['violations'] });
                violations = found.violations.map(v => v.id + ': ' + v.nodes[0].html.slice(0, 150));
              }
              const out = document.getElementById('out');
              out.id = 'look';
              out.textContent = JSON.stringify({
                width: frame.contentWindow.innerWidth, content, dark, scripts, active, violations,
                title: document.title });
            });
            </script></body></html>
            """
    }
}
