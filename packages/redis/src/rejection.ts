/** A promise to reject later, which may have nobody who waits for it. */
export interface Rejection {
  readonly promise: Promise<never>
  readonly reject: (cause: unknown) => void
}

/** Creates one. */
export function rejection(): Rejection {
  let reject: (cause: unknown) => void = () => {}
  const promise = new Promise<never>((_, rejectIt) => {
    reject = rejectIt
  })
  promise.catch(() => {})
  return { promise, reject: cause => reject(cause) }
}
