/** Runs tasks one after the other for each key, and at once for different keys. */
export interface Serial {
  run<Result>(keys: readonly string[], task: () => Promise<Result>): Promise<Result>
  /** Runs a task that nobody waits for but `idle`. */
  background(task: () => Promise<void>): void
  /** Resolves when no task is left, those that began meanwhile included. */
  idle(): Promise<void>
}

export function createSerial(): Serial {
  const tails = new Map<string, Promise<unknown>>()
  const running = new Set<Promise<unknown>>()

  const track = <Result>(task: Promise<Result>): Promise<Result> => {
    const over: Promise<unknown> = task.catch(() => {}).then(() => running.delete(over))
    running.add(over)
    return task
  }

  return {
    run(keys, task) {
      // The tails are taken and set in one go: two tasks with keys in common queue in the order in which they came.
      const before = Promise.all(keys.map(key => tails.get(key)))
      const result = track(before.then(task))
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
    background(task) {
      track(task()).catch(() => {})
    },
    async idle() {
      while (running.size > 0) await Promise.all(running)
    },
  }
}
