// swift-tools-version: 6.3
import PackageDescription

// A package of its own: people who build Garita do not build it, and it compiles the rooms through
// the link `Rooms` as targets of its own, because what they offer each other is `package` access.

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
    name: "benchmarks",
    dependencies: [
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0")
    ],
    targets: [
        .systemLibrary(name: "CLibcrypto", path: "Rooms/CLibcrypto", pkgConfig: "libcrypto"),
        room("Platform"),
        room("Wire"),
        room("Timeline", rooms: [.product(name: "HeapModule", package: "swift-collections")]),
        room("Cipher", rooms: ["CLibcrypto"]),
        room("Firewall", rooms: ["Wire", "Timeline"]),
        room("Network", rooms: ["Wire", "Timeline", "Firewall"]),
        room("Tunnel", rooms: ["Wire", "Timeline", "Cipher"]),
        room("EventLoop", rooms: ["Timeline", "Platform"]),
        room(
            "Fabric",
            rooms: [
                "Wire", "Timeline", "Cipher", "Firewall", "Network", "Tunnel", "EventLoop",
                .product(name: "DequeModule", package: "swift-collections"),
            ]),
        // How the tests start programs, shared by a link as well.
        .target(
            name: "Processes", dependencies: ["EventLoop", "Platform"], path: "Processes",
            swiftSettings: settings),
        // The same work in plain C, and a count of allocations.
        .target(name: "Yardstick", dependencies: ["CLibcrypto"], path: "Yardstick"),
        .executableTarget(
            name: "bench",
            dependencies: [
                "Yardstick", "Wire", "Timeline", "Cipher", "Firewall", "Network", "Tunnel",
                "EventLoop", "Fabric", "Platform", "Processes",
            ],
            path: "Bench", swiftSettings: settings),
    ]
)
