import Grammar

/// The rows of `set ...`.
enum SetRows {
    static let add = CommandRow(
        .setAdd, members,
        examples: ["set add office 192.168.1.0/24 10.1.0.0/16", "set add servers web dns"]
    ) { .set(.add($0.0, $0.1)) }

    static let remove = CommandRow(
        .setRemove, members, examples: ["set remove office 10.1.0.0/16"]
    ) { .set(.remove($0.0, $0.1)) }

    static let delete = CommandRow(
        .setDelete, .argument(Arguments.set), examples: ["set delete office"]
    ) { .set(.delete($0)) }

    static let list = CommandRow(.setList, examples: ["set list"], .set(.list))

    private static let members = Pattern.sequence(
        .argument(Arguments.set), .repeated(.argument(Arguments.members)))
}

/// The rows of `flow ...`.
enum FlowRows {
    static let list = CommandRow(.flowList, examples: ["flow list"], .flow(.list))

    static let clear = CommandRow(.flowClear, examples: ["flow clear"], .flow(.clear))
}
