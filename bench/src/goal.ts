/** A bound for a figure: the minimum of a ratio, or the maximum of a cost. */
export interface Goal {
  readonly text: string
  readonly met: boolean
}

/** Bounds by Node major: the cost of parsing a key depends on the OpenSSL version. */
export type BoundByNode = Readonly<Record<number, number>>

const major = Number(process.versions.node.split('.', 1).join())

/** The goal for a ratio on the current Node major; empty if no bound is set for it. */
export function atLeast(what: string, ratio: number, least: BoundByNode): Goal[] {
  const goal = least[major]
  return goal === undefined ? [] : [{ text: `${what}: at least ${goal}×`, met: ratio >= goal }]
}

/** The goal for a cost, in microseconds of CPU; empty if no bound is set for the current Node major. */
export function atMost(what: string, cost: number, most: BoundByNode): Goal[] {
  const goal = most[major]
  return goal === undefined ? [] : [{ text: `${what}: at most ${goal} µs`, met: cost <= goal }]
}

export function below(what: string, cost: number, most: number, unit: string): Goal {
  return { text: `${what}: below ${most} ${unit}`, met: cost < most }
}
