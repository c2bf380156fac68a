import { setTimeout as sleep } from 'node:timers/promises'

const PAUSE = 20

/** Asks again and again until an answer will do, or the time is over; answers the last. */
export async function until<Answer>(
  ask: () => Promise<Answer>,
  found: (answer: Answer) => boolean,
  seconds: number,
): Promise<Answer> {
  const end = performance.now() + seconds * 1000
  for (;;) {
    const answer = await ask()
    if (found(answer) || performance.now() > end) return answer
    await sleep(PAUSE)
  }
}
