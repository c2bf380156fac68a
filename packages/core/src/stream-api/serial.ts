/** Runs tasks one after the other for each key, and at once for different keys. */
export interface Serial {
  run<Result>(keys: readonly string[], task: () => Promise<Result>): Promise<Result>
}

export function createSerial(): Serial {
  const tails = new Map<string, Promise<unknown>>()

  return {
    run(keys, task) {
      // The tails are taken and set in one go: two tasks with keys in common queue in the order in which they came.
      const before = Promise.all(keys.map(key => tails.get(key)))
      const result = before.then(task)
      const tail: Promise<void> = result
        .then(
          () => {},
          () => {},
        )
        .then(() => {
          for (const key of keys) if (tails.get(key) === tail) tails.delete(key)
        })
      for (const key of keys) tails.set(key, tail)
      return result
    },
  }
}
