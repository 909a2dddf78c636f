import TestSupport

/// Packets whose checksums were computed outside this package.
enum GoldenPackets {
    /// SYN from 192.168.1.50:50000 to 192.168.1.1:443, identification 7.
    static let tcp4 = bytes(
        "45000028000740004006b745c0a80132c0a80101 c35001bb01020304000000005002ffff634d0000")
    /// "hola" from [2001:db8::7]:5353 to [2001:db8:1::9]:53, hop limit 9.
    static let udp6 = bytes(
        """
        60000000000c110920010db800000000000000000000000720010db8000100000000000000000009
        14e90035000cba64686f6c61
        """)
    /// Echo request 5 of 0x1234 with "abc", from 2001:db8::7 to 2001:db8:1::9.
    static let icmp6 = bytes(
        """
        60000000000b3a4020010db800000000000000000000000720010db8000100000000000000000009
        80004d9b12340005616263
        """)
    /// Echo reply 5 of 0x1234 with "abc", from 10.0.0.1 to 10.0.0.2.
    static let icmp4 = bytes(
        "4500001f00004000400126dc0a0000010a000002 0000296412340005616263")

    /// All of them.
    static let all = [tcp4, udp6, icmp6, icmp4]
}
