import { describe, expect, it } from 'vitest'
import { type AppSetting, LOW_MAX_PENDING } from './app-settings.js'
import { exchange } from './exchange.js'
import { fillTemplate } from './fill-template.js'
import type { Served } from './host.js'
import type { HttpResponse } from './http-response.js'
import { countsOf, type VerifyUserCounts } from './load/counts-of.js'
import { sendRequest } from './load/send-request.js'
import { TEST_USER } from './test-user.js'

/** How many seconds a test waits for an event. */
const TIMEOUT = 5

/** How many seconds a client waits for its response: longer than a test, so that it never gives up by itself. */
const CLIENT_TIMEOUT = 45

/** A client whose request waits in `verifyUser` until the client disconnects. */
interface WaitingClient {
  disconnect(): void
  readonly response: Promise<HttpResponse>
}

/** Declares the tests with several requests at once. */
export function busySuite(app: (setting: AppSetting) => Promise<Served>): void {
  // Its verifyUserTimeout is longer than a test: a call ends only when its client disconnects.
  const serve = (): Promise<Served> => app('low maxPending')

  function enter(served: Served): WaitingClient {
    const client = new AbortController()
    const request = { headers: [[TEST_USER, 'until aborted']] } as const
    const fill = (template: string): string => fillTemplate(template, served)
    const response = exchange(served.url, request, CLIENT_TIMEOUT, fill, client.signal)
    return { response, disconnect: () => client.abort() }
  }

  // Up to three waits; the last request of each may take another timeout.
  describe('several requests', { timeout: 6 * TIMEOUT * 1000 }, () => {
    it('aborts the signal of verifyUser when the client disconnects', async ({ onTestFinished }) => {
      const served = await serve()
      const counts = (): Promise<VerifyUserCounts> => countsOf(served)
      const client = enter(served)
      onTestFinished(client.disconnect)
      await waitFor('one pending call', counts, ({ waiting, aborted }) => waiting - aborted === 1)
      client.disconnect()
      await waitFor('an aborted signal', counts, ({ waiting, aborted }) => waiting === aborted)
      expect(await client.response).toMatchObject({ status: 0 })
    })

    it('responds 503 to more than maxPending calls at once, and accepts a call once one has ended', async ({
      onTestFinished,
    }) => {
      const served = await serve()
      const clients = Array.from({ length: LOW_MAX_PENDING }, () => enter(served))
      onTestFinished(() => {
        for (const { disconnect } of clients) disconnect()
      })
      const jane = (): Promise<HttpResponse> => sendRequest(served, 'jane')
      await waitFor('a refusal of further calls', jane, ({ status, headers, body }) => {
        if (status === 200) return false
        expect({ status, retryAfter: headers.get('retry-after') }).toEqual({ status: 503, retryAfter: '1' })
        return body.includes('"overloaded"')
      })
      clients[0]?.disconnect()
      await waitFor('one accepted call', jane, ({ status }) => status === 200)
      for (const { disconnect } of clients) disconnect()
      const responses = await Promise.all(clients.map(({ response }) => response))
      expect(responses.map(({ status }) => status)).toEqual(clients.map(() => 0))
      await waitFor(
        'the end of all calls',
        () => countsOf(served),
        ({ waiting, aborted }) => waiting === aborted,
      )
    })
  })
}

/** Repeats a request without pause until its result is accepted; throws on timeout. */
async function waitFor<Result>(
  what: string,
  read: () => Promise<Result>,
  isAccepted: (result: Result) => boolean,
): Promise<void> {
  const end = performance.now() + TIMEOUT * 1000
  for (;;) {
    const result = await read()
    if (isAccepted(result)) return
    if (performance.now() > end) {
      throw new Error(`Timeout after ${TIMEOUT} s: ${what}. The last result: ${JSON.stringify(result)}`)
    }
  }
}
