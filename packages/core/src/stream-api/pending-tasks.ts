/** Tracks running tasks, so that `close` can wait for them. */
export interface PendingTasks {
  track<Result>(task: Promise<Result>): Promise<Result>
  /** Resolves when no task is running, including tasks that started during the wait. */
  idle(): Promise<void>
}

export function createPendingTasks(): PendingTasks {
  const running = new Set<Promise<unknown>>()
  return {
    track(task) {
      const done: Promise<unknown> = task.catch(() => {}).then(() => running.delete(done))
      running.add(done)
      return task
    },
    async idle() {
      while (running.size > 0) await Promise.all(running)
    },
  }
}
