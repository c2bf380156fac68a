import { describe, expect, it } from 'vitest'
import type { AppSetting } from './app-settings.js'
import { exchange } from './exchange.js'
import { fillTemplate } from './fill-template.js'
import type { Served } from './host.js'
import type { HttpAnswer } from './http-answer.js'
import { readPayload } from './read-payload.js'
import { TEST_USER } from './test-user.js'

/** Declares the tests in which more than one request is under way. */
export function busySuite(app: (setting: AppSetting) => Promise<Served>): void {
  const ask = async (setting: AppSetting, user: string, signal?: AbortSignal): Promise<HttpAnswer> => {
    const served = await app(setting)
    const headers = [[TEST_USER, user]] as const
    return exchange(served.url, { headers }, 5, template => fillTemplate(template, served), signal)
  }

  /** Asks until an answer is the one; the test's own time limit ends it. */
  async function untilAnswer(
    ask: () => Promise<HttpAnswer>,
    found: (answer: HttpAnswer) => boolean,
  ): Promise<void> {
    while (!found(await ask()));
  }

  describe('several requests', () => {
    it('tells verifyUser by its signal that the client is gone', async () => {
      const client = new AbortController()
      const counts = (): Promise<HttpAnswer> => ask('standard', 'count')
      const counted =
        (name: string) =>
        (answer: HttpAnswer): boolean =>
          Number(readPayload(answer)[name]) === 1
      const gone = ask('standard', 'until aborted', client.signal)
      await untilAnswer(counts, counted('waiting'))
      client.abort()
      await untilAnswer(counts, counted('aborted'))
      expect(await gone).toMatchObject({ status: 0 })
    })

    it('answers 503 to more than maxPending at once, and goes on when one is done', async () => {
      const client = new AbortController()
      const first = ask('narrow', 'until aborted', client.signal)
      const second = (): Promise<HttpAnswer> => ask('narrow', 'jane')
      await untilAnswer(second, ({ status, headers, body }) => {
        if (status === 200) return false
        expect({ status, retryAfter: headers.get('retry-after') }).toEqual({ status: 503, retryAfter: '1' })
        return body.includes('"overloaded"')
      })
      client.abort()
      await untilAnswer(second, ({ status }) => status === 200)
      expect(await first).toMatchObject({ status: 0 })
    })
  })
}
