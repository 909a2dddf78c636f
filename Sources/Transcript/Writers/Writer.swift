/// Says what one topic's answers are: it reads their values, and knows which phrase stands where.
protocol Writer {
    /// Where it writes.
    var page: Page { get set }

    /// A writer on a page.
    init(page: Page)
}

extension Page {
    /// Lends the page to a writer.
    mutating func lend<Borrower: Writer>(
        _ borrower: Borrower.Type, _ body: (inout Borrower) -> Void
    ) {
        var writer = Borrower(page: Page(appearance, in: language, as: layout))
        swap(&self, &writer.page)
        body(&writer)
        swap(&self, &writer.page)
    }
}
