extension Page {
    /// Writes a phrase that has no values.
    mutating func say(_ phrase: some Phrase) {
        say(phrase) { _, _, _ in preconditionFailure("a phrase gets the values that it asks for") }
    }

    /// Writes a phrase with up to four values, without a pack: that would cost more time than the text.
    mutating func say<B: Written, C: Written, D: Written>(
        _ phrase: some Phrase, _ first: (Slot, some Written), _ second: (Slot, B) = (.none, ""),
        _ third: (Slot, C) = (.none, ""), _ fourth: (Slot, D) = (.none, "")
    ) {
        say(phrase) { page, slot, isWordAlone in
            if slot == first.0 { return page.put(first.1, isWordAlone) }
            if slot == second.0 { return page.put(second.1, isWordAlone) }
            if slot == third.0 { return page.put(third.1, isWordAlone) }
            precondition(slot == fourth.0, "a phrase gets the values that it asks for")
            return page.put(fourth.1, isWordAlone)
        }
    }

    /// Writes a phrase in the page's language, with the values that it asks for.
    mutating func say<each Value: Written>(
        _ phrase: some Phrase, _ value: repeat (Slot, each Value)
    ) {
        say(phrase) { page, slot, isWordAlone in
            for (name, value) in repeat each value {
                if name == slot { return page.put(value, isWordAlone) }
            }
            preconditionFailure("a phrase gets the values that it asks for")
        }
    }

    private mutating func say<Spoken: Phrase>(
        _ phrase: Spoken, _ put: (inout Page, Slot, Bool) -> Bool
    ) {
        let texts = Spoken.texts
        for place in texts.pieces(of: phrase, in: language) {
            let piece = texts.pieces[place]
            switch piece.kind {
            case .text: self.put(phrase: texts.bytes.span.extracting(piece.text))
            case .value(let slot): _ = put(&self, slot, false)
            case .counted(let slot, let isWordAlone):
                let isOne = put(&self, slot, isWordAlone)
                self.put(texts.bytes.span.extracting(isOne ? piece.text : piece.plural))
            case .tone(let tone): begin(tone)
            case .endOfTone: end()
            }
        }
    }

    /// Writes a value, unless only its word is wanted; whether it is 1.
    private mutating func put(_ value: some Written, _ isWordAlone: Bool) -> Bool {
        if !isWordAlone { value.write(on: &self) }
        return value.isOne
    }

    /// Writes a phrase as a line, some blanks from the left.
    mutating func line<each Value: Written>(
        in margin: Int = 0, _ phrase: some Phrase, _ value: repeat (Slot, each Value)
    ) {
        fill(margin)
        say(phrase, repeat each value)
        endLine()
    }
}
