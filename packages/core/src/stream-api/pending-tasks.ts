/** What has begun and is not over, so that `close` can wait for it. */
export interface PendingTasks {
  track<Result>(task: Promise<Result>): Promise<Result>
  /** Resolves when nothing is left, what began meanwhile included. */
  idle(): Promise<void>
}

export function createPendingTasks(): PendingTasks {
  const running = new Set<Promise<unknown>>()
  return {
    track(task) {
      const over: Promise<unknown> = task.catch(() => {}).then(() => running.delete(over))
      running.add(over)
      return task
    },
    async idle() {
      while (running.size > 0) await Promise.all(running)
    },
  }
}
