// swift-tools-version: 6.3
import PackageDescription

/// What every target is compiled with; see docs/contributing.md for the reasons.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

/// A room of the design: a target that may import `rooms` and nothing else of this package.
func room(
    _ name: String, rooms: [Target.Dependency] = [], path: String? = nil
) -> Target {
    .target(name: name, dependencies: rooms, path: path, swiftSettings: settings)
}

/// The tests of one room.
func tests(_ name: String, of rooms: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: rooms, swiftSettings: settings)
}

let package = Package(
    name: "garita",
    products: [.executable(name: "garita", targets: ["garita"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CLibcrypto", pkgConfig: "libcrypto",
            providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]),
        .systemLibrary(
            name: "CLibedit", pkgConfig: "libedit",
            providers: [.apt(["libedit-dev"]), .brew(["libedit"])]),
        room("Platform"),
        room("Wire"),
        room(
            "Timeline",
            rooms: [.product(name: "HeapModule", package: "swift-collections")]),
        room("Grammar"),
        room("Reports"),
        room("Cipher", rooms: ["CLibcrypto"]),
        room("Firewall", rooms: ["Wire", "Timeline"]),
        room("Network", rooms: ["Wire", "Timeline", "Firewall"]),
        room("Dialects", rooms: ["Wire", "Timeline", "Firewall", "Network"]),
        room("Tunnel", rooms: ["Wire", "Timeline", "Cipher"]),
        room("EventLoop", rooms: ["Timeline", "Platform"]),
        room(
            "Fabric",
            rooms: [
                "Wire", "Timeline", "Cipher", "Firewall", "Network", "Tunnel", "EventLoop",
                .product(name: "DequeModule", package: "swift-collections"),
            ]),
        room("Captures", rooms: ["Wire", "Timeline", "Network", "Fabric"]),
        room(
            "Commands",
            rooms: ["Grammar", "Wire", "Timeline", "Firewall", "Dialects", "Network", "Tunnel"]),
        room(
            "Events",
            rooms: [
                "Grammar", "Wire", "Timeline", "Firewall", "Dialects", "Network", "Tunnel",
                "EventLoop", "Fabric", "Captures", "Commands",
            ]),
        room(
            "Transcript",
            rooms: [
                "Grammar", "Wire", "Timeline", "Cipher", "Firewall", "Dialects", "Network",
                "Tunnel",
                "EventLoop", "Fabric", "Captures", "Commands", "Events", "Reports",
            ]),
        room(
            "Session",
            rooms: [
                "Grammar", "Wire", "Timeline", "Firewall", "Dialects", "Network", "Tunnel",
                "EventLoop", "Fabric", "Captures", "Commands", "Events", "Reports", "Transcript",
            ]),
        room(
            "Handouts",
            rooms: [
                "Grammar", "Wire", "Timeline", "EventLoop", "Fabric", "Commands", "Events",
                "Reports", "Transcript", "Session",
            ]),
        room("Terminal", rooms: ["CLibedit", "EventLoop"]),
        .executableTarget(
            name: "garita",
            dependencies: [
                "Cipher", "Commands", "EventLoop", "Events", "Fabric", "Grammar", "Handouts",
                "Reports", "Session",
                "Terminal", "Timeline", "Transcript",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings),
        room("Chance", rooms: ["Firewall", "Wire"], path: "Tests/Chance"),
        room("Processes", rooms: ["EventLoop", "Platform"], path: "Tests/Processes"),
        room("TestSupport", rooms: ["Processes"], path: "Tests/Support"),
        tests("WireTests", of: ["Chance", "TestSupport", "Wire"]),
        tests("TimelineTests", of: ["Chance", "Timeline"]),
        tests("CipherTests", of: ["Chance", "Cipher", "TestSupport"]),
        tests(
            "TunnelTests", of: ["Chance", "TestSupport", "Tunnel", "Wire", "Timeline", "Cipher"]),
        tests("EventLoopTests", of: ["EventLoop", "Platform", "TestSupport", "Timeline"]),
        tests("GrammarTests", of: ["Chance", "Grammar"]),
        tests("ReportsTests", of: ["Reports", "TestSupport"]),
        tests("FirewallTests", of: ["Chance", "Firewall", "Wire", "Timeline"]),
        .executableTarget(
            name: "KernelProbe", dependencies: ["Platform"], path: "Tests/KernelProbe",
            swiftSettings: settings),
        tests(
            "NetworkTests",
            of: [
                "Chance", "Dialects", "Firewall", "KernelProbe", "Network", "TestSupport",
                "Timeline", "Wire",
            ]),
        tests(
            "DialectsTests",
            of: [
                "Chance", "Dialects", "Firewall", "KernelProbe", "Network", "TestSupport",
                "Timeline", "Wire",
            ]),
        .executableTarget(
            name: "FloodProbe",
            dependencies: [
                "Chance", "Cipher", "EventLoop", "Fabric", "Firewall", "Network", "Platform",
                "Timeline", "Tunnel", "Wire",
            ],
            path: "Tests/FloodProbe", swiftSettings: settings),
        tests(
            "CommandsTests",
            of: ["Chance", "Commands", "Dialects", "Grammar", "Firewall", "Wire", "Timeline"]),
        tests(
            "FabricTests",
            of: [
                "Captures", "Chance", "Fabric", "Wire", "Timeline", "Cipher", "Firewall",
                "FloodProbe", "Network",
                "Tunnel", "EventLoop", "Platform", "TestSupport",
            ]),
        room(
            "FuzzTargets",
            rooms: [
                "Cipher", "Commands", "Dialects", "Firewall", "Grammar", "Reports", "Session",
                "Timeline", "Tunnel", "Wire",
            ], path: "Tests/Fuzz/Targets"),
        tests("FuzzTests", of: ["FuzzTargets"]),
        tests(
            "TerminalTests",
            of: ["Terminal", "EventLoop", "Platform", "Processes", "TestSupport", "garita"]),
        tests(
            "GaritaTests",
            of: [
                "garita", "Captures", "Cipher", "Commands", "EventLoop", "Events", "Fabric",
                "Grammar", "Handouts", "Network", "Session", "TestSupport", "Timeline",
                "Transcript", "Tunnel", "Wire",
            ]),
    ]
)
