import { createServer } from 'node:http'
import { startStreamEmulator } from '@stream-token/emulator'
import { streamTokenProvider, type TokenProviderEvent, type VerifyUser } from '@stream-token/express'
import express, { type Request } from 'express'
import { StreamChat } from 'stream-chat'
import { describe, expect, it, onTestFinished } from 'vitest'
import { listen } from '../hosts/listen.js'

const keys = { apiKey: 'e2e', apiSecret: 'e2e-test-secret-of-more-than-32-bytes' }

/** Starts a service that refuses every request with a status, as Stream or another API does. */
async function refusing(status: number): Promise<string> {
  const server = createServer((_req, res) => res.writeHead(status, { 'retry-after': '9' }).end('canary'))
  const { url, close } = await listen(server, { base: '', own: '' })
  onTestFinished(close)
  return url
}

/** Requests a token from an app with this `verifyUser`; returns the response and what `onEvent` received. */
async function request(verifyUser: VerifyUser<Request>) {
  const events: TokenProviderEvent[] = []
  const onEvent = (event: TokenProviderEvent): unknown => events.push(event)
  const stream = streamTokenProvider(verifyUser, { ...keys, streamApi: false, onEvent })
  const { url, close } = await listen(createServer(express().use(stream)), { base: '/stream', own: '' })
  onTestFinished(close)
  const response = await fetch(`${url}/stream/token`, { method: 'POST' })
  return { response, body: await response.text(), cause: Reflect.get(events[0] ?? {}, 'cause') }
}

describe('the refusal of a service that verifyUser calls', () => {
  it('A1: by Stream, of an upsert with a wrong secret, is 500 with the error as cause', async () => {
    const emulator = await startStreamEmulator(keys)
    onTestFinished(() => emulator.close())
    const chat = new StreamChat(keys.apiKey, 'a-wrong-secret-of-more-than-32-bytes', {
      baseURL: emulator.url,
    })
    const { response, body, cause } = await request(async () => {
      await chat.upsertUser({ id: 'john' })
      return 'john'
    })
    expect([response.status, JSON.parse(body).reason]).toEqual([500, 'verify_user_failed'])
    expect(cause).toMatchObject({ status: 401, code: 43 })
    expect(body).not.toContain(cause.message)
  })

  it.each([401, 403, 429, 503])('A1: by axios, with %i, is 500 with the error as cause', async status => {
    const url = await refusing(status)
    // The client that stream-chat carries throws the errors of axios.
    const { axiosInstance } = new StreamChat('key')
    const { response, body, cause } = await request(async () => (await axiosInstance.get(url)).data)
    expect([response.status, JSON.parse(body).reason]).toEqual([500, 'verify_user_failed'])
    expect(response.headers.get('retry-after')).toBeNull()
    expect(cause).toMatchObject({ isAxiosError: true, status, response: { status } })
    expect(body).not.toContain('canary')
  })

  it.each([401, 503])('A1: by fetch, whose response with %i is thrown, is 500', async status => {
    const url = await refusing(status)
    const { response, cause } = await request(async () => {
      throw await fetch(url)
    })
    expect([response.status, cause]).toEqual([500, expect.any(Response)])
    expect(cause.status).toBe(status)
  })
})
