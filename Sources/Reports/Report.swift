/// What became of submissions to one exercise, as other programs are told.
package struct Report: Sendable {
    /// The title of the exercise.
    package let title: String
    /// What became of the submissions, in order; all of them have the same checks.
    package let results: [SubmissionResult]
    /// The words that stand between names.
    package let words: ReportWords
    /// Where the submissions come from, as a classroom calls it.
    package let origin: ReportOrigin

    /// A report.
    package init(
        title: String, results: [SubmissionResult], words: ReportWords,
        origin: ReportOrigin = ReportOrigin()
    ) {
        self.title = title
        self.results = results
        self.words = words
        self.origin = origin
    }

    /// The report in a format.
    ///
    /// The same report gives the same bytes: UTF-8 without control characters other than line ends, each name and each text of a
    /// bounded length.
    ///
    /// - Throws: `ReportFault` when the format is about one submission, and the report about none or several.
    package func bytes(as format: ReportFormat) throws(ReportFault) -> [UInt8] {
        switch format {
        case .json: jsonLines()
        case .csv: csv()
        case .junit: junit()
        case .tap: tap()
        case .gradescope: gradescope(try one(format))
        case .classroom50: classroom50(try one(format))
        case .prairielearn: prairielearn(try one(format))
        case .autolab: autolab(try one(format))
        }
    }

    private func one(_ format: ReportFormat) throws(ReportFault) -> SubmissionResult {
        guard results.count == 1, let result = results.first else {
            throw ReportFault(format: format, count: results.count)
        }
        return result
    }
}

/// A format was asked for one submission, and got none or several.
package struct ReportFault: Error, Equatable, Sendable {
    /// The format.
    package let format: ReportFormat
    /// How many submissions there are.
    package let count: Int

    /// A fault.
    package init(format: ReportFormat, count: Int) {
        self.format = format
        self.count = count
    }
}

/// What a report is written for.
package enum ReportFormat: String, CaseIterable, Sendable {
    /// One JSON object a line and submission: `docs/grade.schema.json`.
    case json
    /// A row a submission, a column a check: RFC 4180.
    case csv
    /// `results.json` of a Gradescope autograder.
    case gradescope
    /// `result.json` of a Classroom 50 autograder: `classroom50/result/v1`.
    case classroom50
    /// The XML of JUnit, as Ant and Jenkins have it.
    case junit
    /// The Test Anything Protocol, version 13.
    case tap
    /// `results.json` of PrairieLearn's external grading.
    case prairielearn
    /// What Autolab reads of a grader: the last line.
    case autolab

    /// Whether it is about exactly one submission.
    package var isAboutOne: Bool {
        switch self {
        case .gradescope, .classroom50, .prairielearn, .autolab: true
        case .json, .csv, .junit, .tap: false
        }
    }
}

/// The words that stand in reports between names: a room that imports nothing has no language.
package struct ReportWords: Sendable {
    /// What the checks that students do not see are called together.
    package let hidden: String
    /// In front of the name of a check that had to pass before.
    package let needs: String
    /// In front of why a submission is not graded.
    package let notGraded: String

    /// Some words.
    package init(hidden: String, needs: String, notGraded: String) {
        self.hidden = hidden
        self.needs = needs
        self.notGraded = notGraded
    }
}

/// Where a submission comes from: what `classroom50/result/v1` wants to know and nobody else does.
package struct ReportOrigin: Sendable {
    /// The short name of the classroom.
    package var classroom: String?
    /// The short name of the assignment; the exercise's title where there is none.
    package var assignment: String?
    /// The tag of the submission.
    package var submission: String?
    /// Addresses of what was submitted, of the release that holds the result, and of where it is reviewed.
    package var commit: String?
    package var release: String?
    package var review: String?

    /// Nothing known.
    package init() {}
}
