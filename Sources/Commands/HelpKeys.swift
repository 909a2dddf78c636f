import Grammar

/// Every kind of value of the language: the key of what help says about it.
package enum ArgumentName: String, CaseIterable, Sendable {
    case addresses, members, protocols, links, zones, link, linkAliases, gateway, anyLink,
        percentage,
        icmpTypes,
        icmpCodes,
        flags, flagNames, states, oneState, rate, burst, byte, ruleName, rule, ruleRange, set,
        captureFile, endpoint, ports, port, protocolNumber, service, ruleNumber, packetNumber,
        count, seed, data, message, duration, file, topic, suite, prefix, newTunnel, tunnel,
        key, password, spi, windowSize, paddingMultiple, dummySize, sequence, policyNumber,
        lifetime, loopback, bit, cut, heldBack, hostile, synCount, sequenceOffset, connectionNumber,
        netName, network, nextHop, mtu,
        interfaceAddresses, header, command
    case steps, placeName, question, choices, choice
    case exerciseText, exerciseName, variantName, variantWord, checkName, points, commandWords
    case natNumber, natPorts, natTarget, segmentSize
    case host, hostPort, page, domain, account, serviceText, pings, pingSize, hops, backlog,
        preference, address4, address6
    case searchedText, term
}

/// What a keyword is for, wherever it stands: the key of what help says about it.
package enum WordUse: String, CaseIterable, Sendable {
    case attackBit, attackAt, attackHeldBack, attackFlood, attackSYNs, attackSources, attackEvery,
        attackOff
    case connectKeep
    case predictChoices, predictAnswer, predictExpect, predictDelivered, predictAllowed,
        predictDenied, predictRejected, predictRefused, predictReply
    case captureWithout, captureKeys
    case expectBy, expectRule, expectDefault, expectBecause
    case labOff, labPage, historyTree, languageEnglish, languageSpanish
    case themeLight, themeDark, themeNone
    case explainRule, explainPacket, explainTunnel
    case pipeFind, pipeCount, pipeSave
    case listInput, listForward, listOutput
    case spoofStrict, spoofLoose, spoofOff
    case netDelay, netMTU, netOn, netLinear, routeDefault, routeVia, routeOut
    case mssOn, mssTo
    case natMasquerade, natSource, natDestination, natForward, natOneToOne, natTo, natFor, natAs,
        natOutside, natPorts, natPersistent, natAt, natMoveTo
    case linkOn, linkJitter, linkBy
    case packetFlags, packetData, packetState, packetFragment, packetCount, packetEvery, packetHold,
        playEvery, packetTCP,
        packetUDP,
        packetICMP, packetICMPv6, packetESP, packetProto, packetFrom, packetSourcePort,
        packetTo, packetDestinationPort, packetType, packetCode, packetAbout, packetOn,
        packetOut, packetVia, packetECN, packetDF
    case ecnNotCapable, ecnCapable0, ecnCapable1, ecnCongested, dfCopy, dfSet, dfClear
    case loadSend, loadTest
    case policyProtect, policyBypass, policyDiscard, policyFrom, policyTo,
        policyOpaque, policyOutbound
    case queryAllow, queryDeny, queryReject, queryDrop, queryReach
    case checkFix, fileLenient, fileFormat, fileLinks
    case ruleListPath, ruleMoveTo, ruleAt, ruleLimit, ruleOver, ruleBurst, ruleAllow, ruleDeny,
        ruleReject, ruleLog,
        ruleName, ruleType, ruleCode, ruleOn, ruleOut, ruleProto, ruleFlags, ruleState, ruleICMP,
        ruleICMPv6, ruleESP, ruleFrom, ruleTo, ruleFromZone, ruleToZone, ruleSourcePorts,
        ruleDestinationPorts
    case orderFirstMatch, orderLastMatch, orderSourceFirst
    case defaultAllow, defaultDeny, defaultReject
    case everyProtocol, everyAddress
    case notProtocols, notAddresses, notPorts, notValues
    case tunnelClient, tunnelServer, tunnelKeysShown, tunnelSuite,
        tunnelMode, tunnelDF, tunnelESN, tunnelWindow, tunnelPad, tunnelSoft, tunnelHard, tunnelKey,
        tunnelKeys, tunnelPassword
    case dummySize, dummyCount
    case serveCount, serveWithin
    case endPort, endSPI, endSuite, endWindow, endESN, endSequence, endClient, endServer
    case modeTunnel, modeTransport, windowOff, keepaliveEvery, keepaliveOff
    case pingCount, pingEvery, pingSize, traceUDP, traceICMP, traceHops, resolveAt
    case recordA, recordAAAA, recordCNAME, recordPTR, recordMX, recordAny
    case scanPorts, scanSYN, scanConnect, scanUDP, scanACK, scanEvery
    case serviceEcho, serviceDiscard, serviceHTTP, serviceSSH, serviceTelnet, serviceSMTP,
        serviceDNS, serviceTCP, serviceUDP, servicePort, serviceBacklog, serviceCookies,
        servicePage,
        serviceBanner, serviceLogin, cookiesOff, cookiesWhenFull, cookiesAlways
    /// A reason, which is said by its source, and a number of the IP header.
    case reason, header
}

extension ArgumentKind {
    /// A kind of value, as it is called in usage lines.
    init(_ word: String, _ name: ArgumentName, isSecret: Bool = false) {
        self.init(word, key: name.rawValue, isSecret: isSecret)
    }
}

extension Pattern {
    /// A keyword that means something.
    static func keyword<Meaning: Sendable>(
        _ word: StaticWord, _ use: WordUse, as meaning: Meaning
    ) -> Pattern where Value == Placed<Meaning> {
        keyword(word, use.rawValue, as: meaning)
    }

    /// A keyword and what stands behind it.
    static func clause(_ word: StaticWord, _ use: WordUse, _ rest: Pattern) -> Pattern {
        clause(word, use.rawValue, rest)
    }

    /// A keyword and the value behind it.
    static func clause<Read>(
        _ word: StaticWord, _ use: WordUse, _ argument: Argument<Read>
    ) -> Pattern where Value == Placed<Read> {
        clause(word, use.rawValue, .argument(argument))
    }
}

extension Pattern<Void> {
    /// A keyword that only leads to what follows it.
    static func keyword(_ word: StaticWord, _ use: WordUse) -> Pattern {
        keyword(word, use.rawValue)
    }
}
