/** The instant at which the apps under test live, as a NumericDate. */
export const NOW = 1_800_000_000
