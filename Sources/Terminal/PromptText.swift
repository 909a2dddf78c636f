internal import CLibedit

/// The prompt in the form in which libedit reads it, at an address that stays.
@safe
struct PromptText: ~Copyable {
    /// The characters, ended by 0; valid while the value lives.
    let characters: UnsafeMutablePointer<wchar_t>

    /// How the prompt moves the cursor, in scalars that are seen.
    let visible: [Unicode.Scalar]

    /// A prompt, in colour up to the blanks at its end if so wished.
    ///
    /// libedit loses an escape sequence that no visible character follows: the blanks at the end
    /// come behind the one that ends the colour.
    init(_ prompt: String, isColoured: Bool) {
        visible = Array(prompt.unicodeScalars)
        let blanks = visible.reversed().prefix { $0 == " " }
        var scalars = visible
        if isColoured, !blanks.isEmpty, blanks.count < visible.count {
            let end = Self.literal("\u{1B}[0m")
            scalars.insert(contentsOf: end, at: visible.count - blanks.count)
            scalars.insert(contentsOf: Self.literal("\u{1B}[1;32m"), at: 0)
        }
        unsafe characters = .allocate(capacity: scalars.count + 1)
        for (index, scalar) in scalars.enumerated() {
            unsafe (characters + index).initialize(to: wchar_t(bitPattern: scalar.value))
        }
        unsafe (characters + scalars.count).initialize(to: 0)
    }

    deinit {
        unsafe characters.deallocate()
    }

    private static func literal(_ sequence: String) -> [Unicode.Scalar] {
        ["\u{1}"] + Array(sequence.unicodeScalars) + ["\u{1}"]
    }
}
