/** One way to do what a bench measures. */
export interface Contender {
  readonly name: string
  /** Does it once; a promise is awaited. */
  readonly run: () => unknown
}
