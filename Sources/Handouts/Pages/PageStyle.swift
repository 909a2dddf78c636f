import Transcript

/// How pages look: two themes, and the rules that use them.
///
/// A colour only ever repeats what the words say (WCAG 2.2, 1.4.1), and each has 4.5:1 on both of its backgrounds (1.4.3).
package enum PageStyle {
    /// Colours by their names, as `#rrggbb`.
    package struct Theme: Sendable {
        /// The backgrounds: of the page, and of what the lab shows.
        package let backgrounds: [(name: String, colour: String)]
        /// What stands on both of them.
        package let texts: [(name: String, colour: String)]
        /// Lines between things: 3:1 is not asked of them, because nothing depends on them.
        fileprivate let line: String

        fileprivate var variables: String {
            (backgrounds + texts + [("line", line)]).map { "--\($0):\($1)" }.joined(separator: ";")
        }
    }

    /// Dark on light.
    package static let light = Theme(
        backgrounds: [("page", "#ffffff"), ("shown", "#f4f4f1")],
        texts: [
            ("text", "#1a1a1a"), ("link", "#0b4fb3"), ("good", "#0a6b2d"), ("bad", "#b3121d"),
            ("strong", "#1a1a1a"), ("faint", "#595959"), ("ip", "#005f6b"),
            ("transport", "#1d4fbf"), ("esp", "#7a5200"), ("iv", "#8a1a8a"), ("cipher", "#5f3a9b"),
            ("padding", "#5a5a5a"), ("icv", "#8f3b00"),
        ], line: "#c9c9c2")

    /// Light on dark.
    package static let dark = Theme(
        backgrounds: [("page", "#121416"), ("shown", "#1b1f23")],
        texts: [
            ("text", "#e6e6e6"), ("link", "#8ab4ff"), ("good", "#5ddc86"), ("bad", "#ff8a80"),
            ("strong", "#ffffff"), ("faint", "#b0b0b0"), ("ip", "#5fd7e0"),
            ("transport", "#8ab4ff"), ("esp", "#e6c15a"), ("iv", "#e39be6"), ("cipher", "#c7a6ff"),
            ("padding", "#b4b4b4"), ("icv", "#ffb27a"),
        ], line: "#3a4047")

    /// The class of a tone.
    static func name(of tone: Page.Tone) -> String {
        switch tone {
        case .good: "good"
        case .bad: "bad"
        case .strong: "strong"
        case .faint: "faint"
        case .ipHeader: "ip"
        case .transportHeader: "transport"
        case .espHeader: "esp"
        case .initializationVector: "iv"
        case .ciphertext: "cipher"
        case .padding: "padding"
        case .integrityCheck: "icv"
        }
    }

    /// The style sheet.
    package static let sheet: String = {
        let tones = Page.Tone.allCases.map(name).map { ".\($0){color:var(--\($0))}" }.joined()
        return """
            :root{color-scheme:light dark;\(light.variables)}
            @media (prefers-color-scheme:dark){:root{\(dark.variables)}}
            \(tones)
            \(rules)
            """
    }()

    private static let rules = """
        *{box-sizing:border-box}
        html{background:var(--page);color:var(--text);font:100%/1.55 system-ui,sans-serif}
        body{margin:0 auto;max-width:60rem;padding:0 1rem 3rem;overflow-wrap:break-word}
        a{color:var(--link)}
        h1{font-size:1.7rem;line-height:1.25;margin:1.5rem 0 .5rem}
        h2{font-size:1.25rem;line-height:1.3;margin:2.2rem 0 .5rem}
        section+section h2{font-size:1.7rem}
        h3{font-size:1.25rem;line-height:1.3;margin:2.2rem 0 .5rem}
        p,ul,ol{max-width:44rem}
        li{margin:.2rem 0}
        pre,code{font-family:ui-monospace,"Cascadia Mono","DejaVu Sans Mono",Menlo,monospace;font-size:.875rem}
        pre{margin:0;padding:.5rem .75rem;white-space:pre-wrap;overflow-wrap:anywhere;line-height:1.4}
        .step{border:1px solid var(--line);border-radius:.3rem;background:var(--shown);margin:1rem 0;break-inside:avoid-page}
        .command{font-weight:600}
        .prompt{user-select:none;font-weight:400}
        .command+.answer,.step details{border-top:1px solid var(--line)}
        .drawing{white-space:pre;overflow-x:auto;overflow-wrap:normal}
        .strong,.icv{font-weight:700}
        .padding{font-style:italic}
        .cipher{text-decoration:underline dotted}
        summary{cursor:pointer;padding:.4rem .75rem;color:var(--link)}
        summary:focus-visible,a:focus-visible,pre:focus-visible{outline:3px solid var(--link);outline-offset:1px}
        .question{border-left:.3rem solid var(--link);padding:.1rem 1rem;margin:1.5rem 0}
        .skip{position:absolute;left:-100rem}
        .skip:focus{left:1rem;top:.5rem;background:var(--page);padding:.3rem .6rem}
        .about,footer{color:var(--faint);font-size:.875rem}
        nav ul{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.2rem 1.2rem}
        @media (max-width:40rem){pre{font-size:.8rem;padding:.4rem .5rem}}
        @media print{:root{color-scheme:light;\(light.variables)}nav,.skip,.bytes:not([open]){display:none}.step{border-color:#999}
        details.outcome::details-content{content-visibility:visible;block-size:auto}a{color:inherit}}
        """
}
