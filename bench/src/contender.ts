/** One implementation of the operation that a bench measures. */
export interface Contender {
  readonly name: string
  /** Runs the operation once. A returned promise is awaited. */
  readonly run: () => unknown
}
