/// Small submissions: right ones, wrong ones, and what nobody should hand in.
enum SubmissionSeeds {
    static var all: [FuzzTarget.Seed] {
        [
            ("right", right), ("wrong", wrong), ("transcript", transcript), ("edits", edits),
            ("sets", sets), ("forbidden", "rule add allow\nquit\nexpect allowed\nrule load x\n"),
            ("limits", limits), ("links", links),
        ].map { ($0.0, Array($0.1.utf8)) }
    }

    private static let right = """
        rule add deny proto tcp to any port 23
        rule add allow proto tcp from 10.0.0.0/24 to 10.1.0.0/24 port 443
        rule add allow proto udp from 10.0.0.0/8 state established

        """
    private static let wrong = "rule default allow\nrule add deny port 23\nrule order last-match\n"
    private static let transcript = """
        # garita 1.0.0 transcript
        garita> rule add allow proto tcp from 10.0.0.0/24 to any port 443
        rule 1 added
        garita> rule lisst
        error: column 6
        garita> rule move 1 to 1

        """
    private static let edits = """
        rule add allow from 10.0.0.0/8 name "own"
        rule add deny proto tcp port 23,443 at 1
        rule replace own allow from 10.0.0.0/7
        rule move 2 to 1
        rule disable 1
        rule undo
        rule clear

        """
    private static let sets = """
        set add own 10.0.0.0/8 10.0.0.5
        rule add allow proto tcp from @own to any port 443
        set remove own 10.0.0.5
        rule add reject from not @own

        """
    private static let limits = """
        rule add allow proto tcp from 10.0.0.0/24 to any port 443 limit 5/s burst 1
        rule add log from 10.0.0.0/8
        rule add allow proto tcp,icmp from 10.0.0.0/24

        """
    private static let links = """
        rule add allow on lan-a out internet from 10.0.0.0/24 to 10.1.0.0/24 proto tcp
        rule add deny on internet
        rule add allow proto tcp to 10.1.0.0/24 port 443

        """
}
