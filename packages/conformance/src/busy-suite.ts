import { describe, expect, it } from 'vitest'
import { type AppSetting, FEW_CALLS } from './app-settings.js'
import { exchange } from './exchange.js'
import { fillTemplate } from './fill-template.js'
import type { Served } from './host.js'
import type { HttpAnswer } from './http-answer.js'
import { ask } from './load/ask.js'
import { countsOf, type VerifyUserCounts } from './load/counts-of.js'
import { TEST_USER } from './test-user.js'

/** How many seconds anything may take that a test waits for. */
const PATIENCE = 5

/** How many seconds a client stays that is not told to leave: longer than a test, so that none leaves by itself. */
const STAY = 45

/** A client whose request waits in `verifyUser` until it leaves. */
interface WaitingClient {
  leave(): void
  readonly answer: Promise<HttpAnswer>
}

/** Declares the tests in which more than one request is under way. */
export function busySuite(app: (setting: AppSetting) => Promise<Served>): void {
  // Its verifyUserTimeout is longer than a test: nothing but its client's leaving ends a call.
  const serve = (): Promise<Served> => app('few calls')

  function enter(served: Served): WaitingClient {
    const client = new AbortController()
    const request = { headers: [[TEST_USER, 'until aborted']] } as const
    const fill = (template: string): string => fillTemplate(template, served)
    const answer = exchange(served.url, request, STAY, fill, client.signal)
    return { answer, leave: () => client.abort() }
  }

  // Up to three waits, and the last request of each may take as long again.
  describe('several requests', { timeout: 6 * PATIENCE * 1000 }, () => {
    it('tells verifyUser by its signal that the client is gone', async ({ onTestFinished }) => {
      const served = await serve()
      const counts = (): Promise<VerifyUserCounts> => countsOf(served)
      const client = enter(served)
      onTestFinished(client.leave)
      await untilFound('one call waits', counts, ({ waiting, aborted }) => waiting - aborted === 1)
      client.leave()
      await untilFound('it is told', counts, ({ waiting, aborted }) => waiting === aborted)
      expect(await client.answer).toMatchObject({ status: 0 })
    })

    it('answers 503 to more than maxPending at once, and goes on when one is done', async ({
      onTestFinished,
    }) => {
      const served = await serve()
      const clients = Array.from({ length: FEW_CALLS }, () => enter(served))
      onTestFinished(() => {
        for (const { leave } of clients) leave()
      })
      const jane = (): Promise<HttpAnswer> => ask(served, 'jane')
      await untilFound('no more are let in', jane, ({ status, headers, body }) => {
        if (status === 200) return false
        expect({ status, retryAfter: headers.get('retry-after') }).toEqual({ status: 503, retryAfter: '1' })
        return body.includes('"overloaded"')
      })
      clients[0]?.leave()
      await untilFound('one more is let in', jane, ({ status }) => status === 200)
      for (const { leave } of clients) leave()
      const answers = await Promise.all(clients.map(({ answer }) => answer))
      expect(answers.map(({ status }) => status)).toEqual(clients.map(() => 0))
      await untilFound(
        'all calls are over',
        () => countsOf(served),
        ({ waiting, aborted }) => waiting === aborted,
      )
    })
  })
}

/** Looks again at once until an answer is the one; throws when none is in time. */
async function untilFound<Answer>(
  what: string,
  look: () => Promise<Answer>,
  found: (answer: Answer) => boolean,
): Promise<void> {
  const end = performance.now() + PATIENCE * 1000
  for (;;) {
    const answer = await look()
    if (found(answer)) return
    if (performance.now() > end) {
      throw new Error(`Not within ${PATIENCE} s: ${what}. The last answer: ${JSON.stringify(answer)}`)
    }
  }
}
