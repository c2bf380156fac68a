/** The current time of the apps under test, as a NumericDate. */
export const NOW = 1_800_000_000
