/** The names that guests of the cases may have; Stream gets them as they are. */
export const GUEST_NAMES: readonly string[] = ['Ann', 'J\u00f6rg \u{1f600}', 'x'.repeat(100), '__proto__']

/** The name of a guest whom the stand-in for Stream refuses. */
export const REFUSED_NAME = 'Refused by Stream'
