import Commands
import Timeline
import Tunnel
import Wire

extension SAParameters: Written {
    /// What holds for one direction: the suite, and what is not as usual.
    func write(on page: inout Page) {
        page.put(suite)
        if mode == .transport { page.say(TunnelPhrase.transport) }
        switch outerDF {
        case .copy: break
        case .set: page.say(TunnelPhrase.dfSet)
        case .clear: page.say(TunnelPhrase.dfClear)
        }
        if isExtended { page.say(TunnelPhrase.extended) }
        if windowSize == 0 {
            page.say(TunnelPhrase.unchecked)
        } else if windowSize != ReplayWindow.usualSize {
            page.say(TunnelPhrase.window, (.total, windowSize))
        }
        if paddingMultiple > 1 {
            page.say(
                mode == .tunnel ? TunnelPhrase.padded : .paddedUDP, (.count, paddingMultiple))
        }
    }
}

extension ESPSuite: Written {
    /// `AES-256-GCM with a 16-byte ICV`.
    func write(on page: inout Page) {
        let name: TunnelPhrase =
            switch transform {
            case .aesGCM: .gcm
            case .chaCha20Poly1305: .chaCha
            case .aesGMAC: .gmac
            }
        let suite = Composed { $0.say(name, (.count, keyLength * 8)) }
        page.say(icvLength == 8 ? TunnelPhrase.icvOf8 : .icv, (.suite, suite), (.count, icvLength))
    }
}

extension SALifetime: Written {
    /// Both bounds as the language reads them: `soft 60s,1000packets hard 90s`.
    func write(on page: inout Page) {
        if !soft.isUnbounded { page.say(TunnelPhrase.soft, (.limit, soft)) }
        if !soft.isUnbounded, !hard.isUnbounded { page.put(" ") }
        if !hard.isUnbounded { page.say(TunnelPhrase.hard, (.limit, hard)) }
    }
}

extension Duration {
    /// As a person types it: in whole seconds, or else in milliseconds.
    var typed: String {
        let milliseconds = nanoseconds / 1_000_000
        return milliseconds.isMultiple(of: 1_000)
            ? "\(milliseconds / 1_000)s" : "\(milliseconds)ms"
    }
}

extension SALifetime.Bound: Written {
    func write(on page: inout Page) {
        var parts: [String] = []
        if let time { parts.append(time.typed) }
        if let packets { parts.append("\(packets)packets") }
        if let bytes { parts.append("\(bytes)bytes") }
        page.put(parts.joined(separator: ","))
    }
}

extension ReplayWindow: Written {
    /// Draws the newest numbers: `3 |##.#| 6`, # for one that was accepted; or says which: `3 to 6, accepted: 3-4, 6`.
    func write(on page: inout Page) {
        guard size > 0 else { return page.say(TunnelPhrase.windowOff) }
        guard highest.rawValue > 0 else { return page.say(TunnelPhrase.windowEmpty) }
        let shown = UInt64(min(size, Self.drawn))
        let lowest = highest.rawValue > shown ? highest.rawValue - shown + 1 : 1
        if page.layout == .linear {
            page.say(
                TunnelPhrase.windowSaid, (.first, lowest), (.last, highest),
                (.members, Listed(accepted(from: lowest))))
        } else {
            draw(from: lowest, on: &page)
        }
        if lowest > 1, size > Self.drawn {
            page.say(TunnelPhrase.windowNewest, (.count, Self.drawn), (.total, size))
        }
    }

    /// The numbers from one on that were accepted, those that follow each other as one.
    private func accepted(from lowest: UInt64) -> [String] {
        var runs: [ClosedRange<UInt64>] = []
        for number in lowest...highest.rawValue
        where check(SequenceNumber(rawValue: number)) == .replayed {
            if let last = runs.last, last.upperBound + 1 == number {
                runs[runs.count - 1] = last.lowerBound...number
            } else {
                runs.append(number...number)
            }
        }
        return runs.map { run in
            run.count == 1 ? "\(run.lowerBound)" : "\(run.lowerBound)-\(run.upperBound)"
        }
    }

    private func draw(from lowest: UInt64, on page: inout Page) {
        page.put(lowest)
        page.put(" |")
        for number in lowest...highest.rawValue {
            let isSeen = check(SequenceNumber(rawValue: number)) == .replayed
            page.put(isSeen ? "#" : ".", isSeen ? .good : .faint)
        }
        page.put("| ")
        page.put(highest)
    }

    /// How many numbers are drawn.
    private static let drawn = 64
}

extension Policy: Written {
    /// As `policy add` reads it.
    func write(on page: inout Page) {
        switch action {
        case .protect(let name): page.put("protect \(name)")
        case .bypass: page.put("bypass")
        case .discard: page.put("discard")
        }
        var text: [UInt8] = [UInt8(ascii: " ")]
        selectors.write(to: &text)
        page.put(raw: text[...])
        if direction == .outbound { page.put(" outbound") }
    }
}

/// Bytes that are characters, as they are.
struct Characters: Written {
    private let bytes: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
    }

    func write(on page: inout Page) { page.put(raw: bytes) }
}
