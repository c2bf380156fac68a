/** Whether an answer is still to come: also of what only has a `then`, as a query builder has. */
export function isPromise<Value>(value: Value | PromiseLike<Value>): value is PromiseLike<Value> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}

/** Rejects when an answer takes longer than that many seconds. */
export function within<Value>(answer: Promise<Value>, seconds: number): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`No answer within ${seconds} s.`)), seconds * 1000)
    answer.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

/** Resolves after that many seconds. */
export function sleep(seconds: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, seconds * 1000))
}
