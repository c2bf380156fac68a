/** Runs the tasks of one key one after the other, and tasks of different keys in parallel. */
export interface Serial {
  run<Result>(keys: readonly string[], task: () => Promise<Result>): Promise<Result>
}

export function createSerial(): Serial {
  const tails = new Map<string, Promise<unknown>>()

  return {
    run(keys, task) {
      // The tails are read and set synchronously, so that tasks with a common key run in the order of the calls.
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
