// swift-tools-version: 6.3
import PackageDescription

// A package of its own, because libFuzzer brings a `main` of its own: it is only built with
// `--sanitize=fuzzer`. It compiles the rooms through the link `Rooms`, as the benchmarks do.

/// What every target is compiled with, as in the package around this one.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

/// A room of Garita.
func room(_ name: String, rooms: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: rooms, path: "Rooms/\(name)", swiftSettings: settings)
}

let package = Package(
    name: "fuzz",
    dependencies: [
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0")
    ],
    targets: [
        .systemLibrary(name: "CLibcrypto", path: "Rooms/CLibcrypto", pkgConfig: "libcrypto"),
        room("Platform"),
        room("Wire"),
        room("Timeline", rooms: [.product(name: "HeapModule", package: "swift-collections")]),
        room("Grammar"),
        room("Cipher", rooms: ["CLibcrypto"]),
        room("Firewall", rooms: ["Wire", "Timeline"]),
        room("Dialects", rooms: ["Wire", "Timeline", "Firewall", "Network"]),
        room("Network", rooms: ["Wire", "Timeline", "Firewall"]),
        room("Tunnel", rooms: ["Wire", "Timeline", "Cipher"]),
        room(
            "Commands",
            rooms: ["Grammar", "Wire", "Timeline", "Firewall", "Dialects", "Network", "Tunnel"]),
        room("Reports"),
        room("EventLoop", rooms: ["Timeline", "Platform"]),
        room(
            "Fabric",
            rooms: [
                "Wire", "Timeline", "Cipher", "Firewall", "Network", "Tunnel", "EventLoop",
                .product(name: "DequeModule", package: "swift-collections"),
            ]),
        room("Captures", rooms: ["Wire", "Timeline", "Network", "Fabric"]),
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
        .target(
            name: "FuzzTargets",
            dependencies: [
                "Cipher", "Commands", "Dialects", "Firewall", "Grammar", "Reports", "Session",
                "Timeline", "Tunnel", "Wire",
            ],
            path: "Targets", swiftSettings: settings),
        // Without the flag a file called main, or the attribute @main, would be asked for.
        .executableTarget(
            name: "fuzz", dependencies: ["FuzzTargets", "Platform"], path: "Driver",
            swiftSettings: settings + [.unsafeFlags(["-parse-as-library"])]),
    ]
)
