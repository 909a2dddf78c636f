import Platform
import Testing

@testable import EventLoop

/// Datagrams between real sockets on loopback.
@Suite struct UDPSocketTests {
    @Test(arguments: [0, 1, 64, 1_500, 9_000, 65_507])
    func carriesDatagramsOfAnySize(_ size: Int) throws {
        let left = try UDPSocket(port: 0)
        let right = try UDPSocket(port: 0)
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        try left.send(bytes.span, to: right.localPort)
        var buffer = [UInt8](repeating: 0xEE, count: 65_535)
        let datagram = try #require(try right.receive(into: &buffer))
        #expect(datagram.count == size)
        #expect(!datagram.isTruncated)
        #expect(datagram.senderPort == left.localPort)
        #expect(Array(buffer[..<size]) == bytes)
        #expect(buffer.count == 65_535)
        #expect(try right.receive(into: &buffer) == nil)
        try left.close()
        try right.close()
    }

    @Test func refusesADatagramThatIsTooLong() throws {
        let socket = try UDPSocket(port: 0)
        let bytes = [UInt8](repeating: 0, count: 65_508)
        let port = socket.localPort
        #expect(throws: SystemFault(operation: .send, code: EMSGSIZE)) {
            try socket.send(bytes.span, to: port)
        }
    }

    @Test func refusesAPortThatIsTaken() throws {
        let first = try UDPSocket(port: 0)
        let port = first.localPort
        #expect(throws: SystemFault(operation: .bind, code: EADDRINUSE)) {
            _ = try UDPSocket(port: port)
        }
        try first.close()
        let second = try UDPSocket(port: port)
        #expect(second.localPort == port)
    }

    @Test func saysWhenTheEndIsLost() throws {
        let socket = try UDPSocket(port: 0)
        try socket.send([1, 2, 3, 4].span, to: socket.localPort)
        var buffer: [UInt8] = [0, 0, 0]
        let datagram = try #require(try socket.receive(into: &buffer))
        #expect(datagram.isTruncated)
        #expect(datagram.count == 3)
        #expect(buffer == [1, 2, 3])
    }

    @Test(arguments: [64, 1_500, 4_000, 8_192, 16_384, 65_507])
    func losesNothingWithinTheSafeWindowAndCountsWhatIsLostBeyond(_ size: Int) throws {
        let sender = try UDPSocket(port: 0)
        let receiver = try UDPSocket(port: 0)
        let bytes = [UInt8](repeating: 7, count: size)
        let window = receiver.safeWindow(forDatagramsOf: size)
        #expect(window >= 1)
        for _ in 0..<window { try sender.send(bytes.span, to: receiver.localPort) }
        #expect(receiver.droppedCount == 0)
        var buffer = [UInt8](repeating: 0, count: 65_535)
        for _ in 0..<window { #expect(try receiver.receive(into: &buffer)?.count == size) }
        #expect(try receiver.receive(into: &buffer) == nil)
        let flood = receiver.receiveBuffer / 512
        for _ in 0..<flood { try sender.send(bytes.span, to: receiver.localPort) }
        var received = 0
        while try receiver.receive(into: &buffer) != nil { received += 1 }
        #expect(received < flood)
        #expect(receiver.droppedCount == flood - received)
    }

    @Test func sendingToNobodyIsNoFault() throws {
        let gone = try UDPSocket(port: 0)
        let port = gone.localPort
        try gone.close()
        let socket = try UDPSocket(port: 0)
        for _ in 0..<3 { try socket.send([1].span, to: port) }
        var buffer: [UInt8] = [0]
        #expect(try socket.receive(into: &buffer) == nil)
    }

    @Test func aForgottenSocketClosesItself() throws {
        func open() throws -> Int32 { try UDPSocket(port: 0).descriptor }
        let first = try open()
        for _ in 0..<2_000 { _ = try open() }
        #expect(try open() < first + 200)
    }
}
