/** What a figure is to be: a ratio of at least, or a cost of at most, so much. */
export interface Goal {
  readonly text: string
  readonly met: boolean
}

/** A bound for a Node version: by its major, since the cost of parsing a key changed with OpenSSL. */
export type BoundByNode = Readonly<Record<number, number>>

const major = Number(process.versions.node.split('.', 1).join())

/** A goal for the Node that runs, or none where none was set for it. */
export function atLeast(what: string, ratio: number, least: BoundByNode): Goal[] {
  const goal = least[major]
  return goal === undefined ? [] : [{ text: `${what}: at least ${goal}×`, met: ratio >= goal }]
}

/** The same for a cost, in microseconds of CPU. */
export function atMost(what: string, cost: number, most: BoundByNode): Goal[] {
  const goal = most[major]
  return goal === undefined ? [] : [{ text: `${what}: at most ${goal} µs`, met: cost <= goal }]
}

export function below(what: string, cost: number, most: number, unit: string): Goal {
  return { text: `${what}: below ${most} ${unit}`, met: cost < most }
}
