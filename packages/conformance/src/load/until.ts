import { setTimeout as sleep } from 'node:timers/promises'

const PAUSE = 20

/** Repeats a request until its result is accepted or the time is up; returns the last result. */
export async function until<Result>(
  read: () => Promise<Result>,
  isAccepted: (result: Result) => boolean,
  seconds: number,
): Promise<Result> {
  const end = performance.now() + seconds * 1000
  for (;;) {
    const result = await read()
    if (isAccepted(result) || performance.now() > end) return result
    await sleep(PAUSE)
  }
}
