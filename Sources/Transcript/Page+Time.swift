package import Timeline

extension Page {
    /// Adds an instant of virtual time, in milliseconds.
    package mutating func put(_ instant: Instant) {
        put { instant.write(to: &$0) }
    }

    /// Adds a duration of virtual time, in milliseconds.
    package mutating func put(_ duration: Duration) {
        put { duration.write(to: &$0) }
    }
}
