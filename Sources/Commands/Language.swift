package import Grammar

/// Garita's language.
package enum Language {
    /// Makes the table of all commands; it is built once by whoever reads lines.
    package static func table() -> CommandTable<LabCommand> {
        let names = CommandName.allCases
        return CommandTable(names.map(\.rawValue), adviser: LineMender.advice) { names[$0].row }
    }

    /// The `help` that a line asks for that is no command and ends as other programs are asked: `rule add --help`.
    package static func help(asked reading: LineReading<LabCommand>) -> [UInt8]? {
        guard case .failure? = reading.command, case .success(let line) = reading.words,
            let last = line.tokens.last, ["--help", "-h"].contains(line.text(of: last))
        else { return nil }
        return Array("help ".utf8) + line.bytes[..<last.range.lowerBound]
    }

    /// Whether a line has a letter or a sign with which another spelling may be meant: most lines have none.
    package static func maySpellOtherwise(_ line: [UInt8]) -> Bool {
        var last: UInt8 = 0
        for byte in line {
            switch byte {
            case 0x41...0x5A, 0x80..., UInt8(ascii: "?"): return true
            case UInt8(ascii: "h"), UInt8(ascii: "-"):
                if last == UInt8(ascii: "-") { return true }
            default: break
            }
            last = byte
        }
        return false
    }
}

/// Every command, by its words, in the order in which help lists them.
package enum CommandName: String, CaseIterable, Sendable {
    case ruleAdd = "rule add"
    case ruleList = "rule list"
    case ruleDelete = "rule delete"
    case ruleMove = "rule move"
    case ruleReplace = "rule replace"
    case ruleEnable = "rule enable"
    case ruleDisable = "rule disable"
    case ruleClear = "rule clear"
    case ruleDefault = "rule default"
    case ruleOrder = "rule order"
    case ruleUndo = "rule undo"
    case ruleRedo = "rule redo"
    case ruleCheck = "rule check"
    case ruleFind = "rule find"
    case ruleWhyNot = "rule why-not"
    case ruleCompare = "rule compare"
    case ruleDiff = "rule diff"
    case ruleLoad = "rule load"
    case ruleSave = "rule save"
    case setAdd = "set add"
    case setRemove = "set remove"
    case setDelete = "set delete"
    case setList = "set list"
    case flowList = "flow list"
    case flowClear = "flow clear"
    case natAdd = "nat add"
    case natList = "nat list"
    case natDelete = "nat delete"
    case natMove = "nat move"
    case natClear = "nat clear"
    case natShow = "nat show"
    case natUndo = "nat undo"
    case natRedo = "nat redo"
    case linkLoss = "link loss"
    case linkDelay = "link delay"
    case linkReorder = "link reorder"
    case linkDuplicate = "link duplicate"
    case linkMark = "link mark"
    case linkList = "link list"
    case linkClear = "link clear"
    case netLoad = "net load"
    case netFrom = "net from"
    case netSave = "net save"
    case netShow = "net show"
    case netList = "net list"
    case netFind = "net find"
    case netDiff = "net diff"
    case netCheck = "net check"
    case netAddHost = "net add host"
    case netAddSite = "net add site"
    case netAddGateway = "net add gateway"
    case netAddRouter = "net add router"
    case netAddLink = "net add link"
    case netMTU = "net mtu"
    case netRemove = "net remove"
    case mssClamp = "mss clamp"
    case mssRelease = "mss release"
    case routeAdd = "route add"
    case routeDelete = "route delete"
    case routeList = "route list"
    case zoneAdd = "zone add"
    case zoneDelete = "zone delete"
    case zoneList = "zone list"
    case antispoof
    case packetSend = "packet send"
    case packetReply = "packet reply"
    case packetTest = "packet test"
    case packetLoad = "packet load"
    case packetShow = "packet show"
    case packetBytes = "packet bytes"
    case packetTrace = "packet trace"
    case packetList = "packet list"
    case step
    case play
    case watch
    case zoom
    case tunnelOpen = "tunnel open"
    case tunnelListen = "tunnel listen"
    case tunnelConnect = "tunnel connect"
    case tunnelServe = "tunnel serve"
    case tunnelSend = "tunnel send"
    case tunnelKey = "tunnel key"
    case tunnelKeys = "tunnel keys"
    case tunnelRekey = "tunnel rekey"
    case tunnelDummy = "tunnel dummy"
    case tunnelKeepalive = "tunnel keepalive"
    case tunnelShow = "tunnel show"
    case tunnelList = "tunnel list"
    case tunnelClose = "tunnel close"
    case tunnelWatch = "tunnel watch"
    case policyAdd = "policy add"
    case policyDelete = "policy delete"
    case policyList = "policy list"
    case attackReplay = "attack replay"
    case attackFlip = "attack flip"
    case attackTruncate = "attack truncate"
    case attackReorder = "attack reorder"
    case attackForge = "attack forge"
    case attackSpi = "attack spi"
    case attackFlood = "attack flood"
    case attackReuseIV = "attack reuse-iv"
    case attackSYNFlood = "attack syn-flood"
    case attackReset = "attack reset"
    case attackInject = "attack inject"
    case ping
    case traceroute
    case connect
    case fetch
    case resolve
    case scan
    case connectionList = "connection list"
    case connectionClose = "connection close"
    case serviceAdd = "service add"
    case serviceDelete = "service delete"
    case serviceList = "service list"
    case recordAdd = "record add"
    case recordDelete = "record delete"
    case recordList = "record list"
    case captureStart = "capture start"
    case captureStop = "capture stop"
    case captureShow = "capture show"
    case captureSave = "capture save"
    case expectDelivered = "expect delivered"
    case expectAllowed = "expect allowed"
    case expectDenied = "expect denied"
    case expectRejected = "expect rejected"
    case expectRefused = "expect refused"
    case expectReply = "expect reply"
    case expectNone = "expect none"
    case expectSameAs = "expect same-as"
    case expectError = "expect error"
    case use
    case seed
    case clock
    case wait
    case counters
    case source
    case transcript
    case help
    case explain
    case history
    case back
    case undo
    case redo
    case rewind
    case predict
    case snapshot
    case fork
    case restore
    case language = "lang"
    case theme
    case quit
    case exit
    case pipe = "|"

    /// What the grammar knows of it.
    var row: CommandRow<LabCommand> {
        switch self {
        case .ruleAdd: RuleRows.add
        case .ruleList: RuleRows.list
        case .ruleDelete: RuleRows.delete
        case .ruleMove: RuleRows.move
        case .ruleReplace: RuleRows.replace
        case .ruleEnable: RuleRows.enable
        case .ruleDisable: RuleRows.disable
        case .ruleClear: RuleRows.clear
        case .ruleDefault: RuleRows.setDefault
        case .ruleOrder: RuleRows.order
        case .ruleUndo: RuleRows.undo
        case .ruleRedo: RuleRows.redo
        case .ruleCheck: RuleProofRows.check
        case .ruleFind: RuleProofRows.find
        case .ruleWhyNot: RuleProofRows.whyNot
        case .ruleCompare: RuleProofRows.compare
        case .ruleDiff: RuleProofRows.diff
        case .ruleLoad: RuleProofRows.load
        case .ruleSave: RuleProofRows.save
        case .setAdd: SetRows.add
        case .setRemove: SetRows.remove
        case .setDelete: SetRows.delete
        case .setList: SetRows.list
        case .flowList: FlowRows.list
        case .flowClear: FlowRows.clear
        case .natAdd: NATRows.add
        case .natList: NATRows.list
        case .natDelete: NATRows.delete
        case .natMove: NATRows.move
        case .natClear: NATRows.clear
        case .natShow: NATRows.show
        case .natUndo: NATRows.undo
        case .natRedo: NATRows.redo
        case .linkLoss: LinkRows.loss
        case .linkDelay: LinkRows.delay
        case .linkReorder: LinkRows.reorder
        case .linkDuplicate: LinkRows.duplicate
        case .linkMark: LinkRows.mark
        case .linkList: LinkRows.list
        case .linkClear: LinkRows.clear
        case .netLoad: NetRows.load
        case .netFrom: NetRows.from
        case .netSave: NetRows.save
        case .netShow: NetRows.show
        case .netList: NetRows.list
        case .netFind: NetRows.find
        case .netDiff: NetRows.diff
        case .netCheck: NetRows.check
        case .netAddHost: NetRows.addHost
        case .netAddSite: NetRows.addSite
        case .netAddGateway: NetRows.addGateway
        case .netAddRouter: NetRows.addRouter
        case .netAddLink: NetRows.addLink
        case .netMTU: NetRows.mtu
        case .netRemove: NetRows.remove
        case .mssClamp: NetRows.clamp
        case .mssRelease: NetRows.unclamp
        case .routeAdd: RouteRows.add
        case .routeDelete: RouteRows.delete
        case .routeList: RouteRows.list
        case .zoneAdd: NetRows.addZone
        case .zoneDelete: NetRows.deleteZone
        case .zoneList: PlaceRows.listZones
        case .antispoof: PlaceRows.antispoof
        case .packetSend: PacketRows.send
        case .packetReply: PacketRows.reply
        case .packetTest: PacketRows.test
        case .packetLoad: PacketRows.load
        case .packetShow: PacketRows.show
        case .packetBytes: PacketRows.bytes
        case .packetTrace: PacketRows.trace
        case .packetList: PacketRows.list
        case .step: StepRows.step
        case .play: StepRows.play
        case .watch: StepRows.watch
        case .zoom: StepRows.zoom
        case .tunnelOpen: TunnelRows.open
        case .tunnelListen: TunnelRows.listen
        case .tunnelConnect: TunnelRows.connect
        case .tunnelServe: TunnelActionRows.serve
        case .tunnelSend: TunnelActionRows.send
        case .tunnelKey: TunnelActionRows.key
        case .tunnelKeys: TunnelActionRows.keys
        case .tunnelRekey: TunnelActionRows.rekey
        case .tunnelDummy: TunnelActionRows.dummy
        case .tunnelKeepalive: TunnelActionRows.keepalive
        case .tunnelShow: TunnelActionRows.show
        case .tunnelList: TunnelActionRows.list
        case .tunnelClose: TunnelActionRows.close
        case .tunnelWatch: TunnelActionRows.watch
        case .policyAdd: PolicyRows.add
        case .policyDelete: PolicyRows.delete
        case .policyList: PolicyRows.list
        case .attackReplay: AttackRows.replay
        case .attackFlip: AttackRows.flip
        case .attackTruncate: AttackRows.truncate
        case .attackReorder: AttackRows.reorder
        case .attackForge: AttackRows.forge
        case .attackSpi: AttackRows.spi
        case .attackFlood: AttackRows.flood
        case .attackReuseIV: AttackRows.reuseIV
        case .attackSYNFlood: AttackRows.synFlood
        case .attackReset: AttackRows.reset
        case .attackInject: AttackRows.inject
        case .ping: HostRows.ping
        case .traceroute: HostRows.traceroute
        case .connect: HostRows.connect
        case .fetch: HostRows.fetch
        case .resolve: HostRows.resolve
        case .scan: HostRows.scan
        case .connectionList: HostRows.connections
        case .connectionClose: HostRows.closeConnection
        case .serviceAdd: ServiceRows.add
        case .serviceDelete: ServiceRows.delete
        case .serviceList: ServiceRows.list
        case .recordAdd: ServiceRows.addRecord
        case .recordDelete: ServiceRows.deleteRecord
        case .recordList: ServiceRows.listRecords
        case .captureStart: CaptureRows.start
        case .captureStop: CaptureRows.stop
        case .captureShow: CaptureRows.show
        case .captureSave: CaptureRows.save
        case .expectDelivered: ExpectRows.delivered
        case .expectAllowed: ExpectRows.allowed
        case .expectDenied: ExpectRows.denied
        case .expectRejected: ExpectRows.rejected
        case .expectRefused: ExpectRows.refused
        case .expectReply: ExpectRows.reply
        case .expectNone: ExpectRows.none
        case .expectSameAs: ExpectRows.sameAs
        case .expectError: ExpectRows.error
        case .use: LabRows.use
        case .seed: LabRows.seed
        case .clock: LabRows.clock
        case .wait: LabRows.wait
        case .counters: LabRows.counters
        case .source: LabRows.source
        case .transcript: LabRows.transcript
        case .help: LabRows.help
        case .explain: ExplainRows.explain
        case .history: LabRows.history
        case .back: TrailRows.back
        case .undo: TrailRows.undo
        case .redo: TrailRows.redo
        case .rewind: TrailRows.rewind
        case .predict: PredictRows.predict
        case .snapshot: TrailRows.snapshot
        case .fork: TrailRows.fork
        case .restore: TrailRows.restore
        case .language: LabRows.language
        case .theme: LabRows.theme
        case .quit: LabRows.quit
        case .exit: LabRows.exit
        case .pipe: PipeRows.pipe
        }
    }
}

extension CommandRow<LabCommand> {
    /// A command of which nothing but its words is said.
    convenience init(_ name: CommandName, examples: [String], _ command: LabCommand) {
        self.init(name.rawValue, .nothing, examples: examples) { _ in command }
    }

    /// A command that is made from whatever its pattern reads.
    convenience init<Value>(
        _ name: CommandName, _ pattern: Pattern<Value>, examples: [String],
        making make: @escaping @Sendable (consuming Value) -> LabCommand
    ) {
        self.init(name.rawValue, pattern, examples: examples, making: make)
    }

    /// A command whose parts have to go together.
    convenience init<Value>(
        checking name: CommandName, _ pattern: Pattern<Value>, examples: [String],
        reading make: @escaping @Sendable (consuming Value, Extent) throws(UsageFault) -> LabCommand
    ) {
        self.init(name.rawValue, pattern, examples: examples, reading: make)
    }
}
