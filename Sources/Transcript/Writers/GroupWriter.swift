package import Events
package import Reports

/// Says which submissions decide the same.
struct GroupWriter: Writer {
    private typealias Say = GradingPhrase
    var page: Page

    /// The groups, and then what was not graded.
    mutating func write(
        _ groups: [SubmissionGroup], _ title: String, notGraded: [SubmissionResult]
    ) {
        page.line(
            Say.groups, (.name, title),
            (.count, groups.reduce(notGraded.count) { $0 + 1 + $1.others.count }),
            (.number, groups.count))
        for (place, group) in groups.enumerated() { write(group, number: place + 1) }
        let row = Columns(.fitting(notGraded.map(\.name)))
        for result in notGraded {
            page.begin(row, result.name, "")
            page.lend(GradeWriter.self) { $0.writeReason(result) }
        }
    }

    private mutating func write(_ group: SubmissionGroup, number: Int) {
        page.line(
            Say.group, (.number, number), (.count, 1 + group.others.count), (.found, group.earned),
            (.total, group.points))
        let row = Columns(.fitting([group.first] + group.others.map(\.name)))
        page.line(in: 2, Say.name, (.name, group.first))
        for other in group.others {
            page.fill(2)
            switch other.likeness {
            case .text: page.row(row, other.name, Say.sameText)
            case .meaning: page.row(row, other.name, Say.sameMeaning)
            }
        }
        if let difference = group.difference { write(difference) }
    }

    /// Where a group decides otherwise than the first one.
    private mutating func write(_ difference: DecisionDifference) {
        switch difference {
        case .packet(let packet, let gateway, let here, let there):
            page.line(
                in: 2, Say.firstGroup, (.packet, Characters(packet[...])),
                (.node, gateway.map { "\($0) " } ?? ""), (.first, here.action),
                (.decider, here.decider),
                (.last, there.action), (.rule, there.decider))
        case .elsewhere: page.line(in: 2, Say.otherNetwork)
        case .unknown: page.line(in: 2, Say.otherUnknown)
        case .nowhere: page.line(in: 2, Say.otherChecks)
        }
    }
}

extension TranscriptWriter {
    /// Says which submissions decide the same, and which were not graded.
    package mutating func write(
        _ groups: [SubmissionGroup], of exercise: String, notGraded: [SubmissionResult]
    ) {
        page.lend(GroupWriter.self) { $0.write(groups, exercise, notGraded: notGraded) }
    }
}
