/** Whether a value is a promise, or has a `then` method, as query builders have. */
export function isPromise<Value>(value: Value | PromiseLike<Value>): value is PromiseLike<Value> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}

/** Continues with a value at once, or when its promise resolves: in some frameworks each promise adds about 10 µs. */
export function after<Value, Next>(
  value: Value | PromiseLike<Value>,
  next: (value: Value) => Next | Promise<Next>,
): Next | Promise<Next> {
  return isPromise(value) ? Promise.resolve(value).then(next) : next(value)
}

/** Rejects if a promise takes longer than that many seconds. */
export function within<Value>(promise: Promise<Value>, seconds: number): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`No result within ${seconds} s.`)), seconds * 1000)
    promise.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

/** Resolves after that many seconds. */
export function sleep(seconds: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, seconds * 1000))
}
