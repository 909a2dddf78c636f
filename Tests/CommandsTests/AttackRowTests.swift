import Commands
import Grammar
import Testing

/// What the rows of `attack` read.
@Suite struct AttackRowTests {
    private func attack(_ text: String) throws -> AttackCommand? {
        guard case .attack(let command) = try Reading.command("attack \(text)") else { return nil }
        return command
    }

    @Test func readsWhichPacket() throws {
        guard case .replay(let number) = try attack("replay 12"),
            case .flip(let flipped, let bit) = try attack("flip 3 bit 0"),
            case .truncate(let cut, let length) = try attack("truncate 0x4 at 65507")
        else {
            Issue.record("another command")
            return
        }
        #expect(number.value == 12 && number.range == 14..<16)
        #expect(flipped.value == 3 && bit.value == 0 && bit.range == 18..<19)
        #expect(cut.value == 4 && length.value == 65_507 && length.range == 23..<28)
    }

    @Test func readsWhichTunnel() throws {
        guard case .forge(let forged) = try attack("forge demo"),
            case .spi(let other) = try attack("spi demo")
        else {
            Issue.record("another command")
            return
        }
        #expect(forged.value == "demo" && forged.range == 13..<17)
        #expect(other.value == "demo" && other.range == 11..<15)
    }

    @Test func readsHowMany() throws {
        for (text, count) in [
            ("reorder demo", AttackCommand.usualReorder), ("reorder demo count 1", 1),
            ("reorder demo count 10000", AttackCommand.reorderLimit),
        ] {
            guard case .reorder(let name, count) = try attack(text) else {
                Issue.record("\(text)")
                continue
            }
            #expect(name.value == "demo")
        }
        for (text, count) in [
            ("flood demo", AttackCommand.usualFlood), ("flood demo count 1", 1),
            ("flood demo count 1000000", AttackCommand.floodLimit),
        ] {
            guard case .flood(let name, count) = try attack(text) else {
                Issue.record("\(text)")
                continue
            }
            #expect(name.value == "demo")
        }
    }

    @Test func readsTwoTexts() throws {
        guard case .reuseIV(let name, let first, let second) = try attack("reuse-iv d \"a\\x00\" b")
        else {
            Issue.record("another command")
            return
        }
        #expect(name.value == "d" && first.value == [0x61, 0] && second.value == [0x62])
        #expect(first.range == 18..<25 && second.range == 26..<27)
    }
}
