import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TokenProviderEvent, TokenProviderOptions } from '@stream-token/core'
import { startStreamEmulator } from '@stream-token/emulator'
import { streamTokenProvider } from '@stream-token/express'
import express from 'express'
import { type Channel, StreamChat } from 'stream-chat'
import { describe, expect, it, onTestFinished } from 'vitest'

const app = { apiKey: 'e2e', apiSecret: 'e2e-test-secret-of-more-than-32-bytes' }

/** Stream, an app with guests in which nobody is signed in, and Stream's client for servers. */
async function start(options: TokenProviderOptions = {}) {
  const emulator = await startStreamEmulator(app)
  onTestFinished(() => emulator.close())
  const events: TokenProviderEvent[] = []
  const stream = streamTokenProvider(() => null, {
    ...app,
    guests: { expiresIn: 1800 },
    streamApi: { baseUrl: emulator.url, retries: 0 },
    onEvent: event => events.push(event),
    ...options,
  })
  onTestFinished(() => stream.close())
  const web = express()
  web.use(stream)
  web.get('/me', stream.requireUserToken(), (req, res) => res.json(req.streamAuth))
  const server = createServer(web)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const client = (secret?: string): StreamChat => {
    const chat = new StreamChat(app.apiKey, secret, {
      baseURL: emulator.url,
      allowServerSideConnect: true,
      timeout: 5000,
    })
    onTestFinished(() => chat.disconnectUser())
    return chat
  }
  const requestGuest = (body: object = {}): Promise<Response> =>
    fetch(`${url}/stream/guest`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  return { stream, events, url, client, requestGuest }
}

/** Resolves with the next message that a client receives in a channel. */
function nextMessage(channel: Channel): Promise<unknown> {
  return new Promise(resolve => channel.on('message.new', ({ message }) => resolve(message)))
}

describe('a guest', () => {
  it('connects with the real stream-chat, as a user whom Stream knows with its role and name', async () => {
    const { client, requestGuest } = await start()
    const { userId, token } = await (await requestGuest({ name: 'Ann' })).json()
    const chat = client()
    const connected = await chat.connectUser({ id: userId }, token)
    expect(connected).toMatchObject({ me: { id: userId } })
    const { users } = await client(app.apiSecret).queryUsers({ id: userId })
    expect(users).toEqual([expect.objectContaining({ id: userId, role: 'guest', name: 'Ann' })])
  })

  it('talks with a user, in the channel that the app has added it to and in no other', async () => {
    const { stream, client, requestGuest } = await start()
    const server = client(app.apiSecret)
    await server.upsertUser({ id: 'john', name: 'John' })
    const { userId, token } = await (await requestGuest({ name: 'Ann' })).json()
    const created_by_id = 'john'
    await server.channel('messaging', 'desk', { members: ['john', userId], created_by_id }).create()
    await server.channel('messaging', 'office', { members: ['john'], created_by_id }).create()
    const [guest, john] = [client(), client()]
    await guest.connectUser({ id: userId }, token)
    await john.connectUser({ id: 'john' }, () => stream.createToken('john'))
    const [guests, johns] = [guest.channel('messaging', 'desk'), john.channel('messaging', 'desk')]
    await Promise.all([guests.watch(), johns.watch()])

    const asked = nextMessage(johns)
    await guests.sendMessage({ text: 'Is anybody there?' })
    const user = { id: userId, name: 'Ann', role: 'guest' }
    expect(await asked).toMatchObject({ text: 'Is anybody there?', user })
    const answered = nextMessage(guests)
    await johns.sendMessage({ text: 'Yes' })
    expect(await answered).toMatchObject({ text: 'Yes', user: { id: 'john' } })

    const refused = { code: 17, status: 403 }
    await expect(guest.channel('messaging', 'office').watch()).rejects.toMatchObject(refused)
    await expect(guest.queryChannels({ cid: 'messaging:office' })).rejects.toMatchObject(refused)
  })

  it('passes the guards of the app as the guest, and as nobody else', async () => {
    const { url, requestGuest } = await start()
    const { userId, token } = await (await requestGuest()).json()
    const me = await fetch(`${url}/me`, { headers: { authorization: `Bearer ${token}` } })
    expect(await me.json()).toMatchObject({ kind: 'user', userId })
  })

  it('cannot connect as another user', async () => {
    const { client, requestGuest } = await start()
    const { token } = await (await requestGuest()).json()
    await expect(client().connectUser({ id: 'john' }, async () => token)).rejects.toThrow(/"code":5\b/)
  })

  it('changes nobody whom Stream knows, whatever the body says', async () => {
    const { client, requestGuest } = await start()
    const server = client(app.apiSecret)
    await server.upsertUser({ id: 'john', role: 'admin', name: 'John' })
    const { userId } = await (
      await requestGuest({
        id: 'john',
        user_id: 'john',
        user: { id: 'john' },
        users: { john: {} },
        name: 'Ann',
      })
    ).json()
    expect(userId).toMatch(/^guest-[0-9a-f]{32}$/)
    const { users } = await server.queryUsers({ id: 'john' })
    expect(users).toEqual([expect.objectContaining({ id: 'john', role: 'admin', name: 'John' })])
  })

  it('is locked out by a revocation, like every user', async () => {
    const { stream, client, requestGuest } = await start()
    const { userId, token } = await (await requestGuest()).json()
    await stream.revokeUserToken(userId)
    await expect(stream.verifyToken(token)).rejects.toHaveProperty('reason', 'token_revoked')
    await expect(client().connectUser({ id: userId }, token)).rejects.toThrow(/"code":40\b/)
  })

  it('is not created if the secret is of another app at Stream: no token, and the remedy in an event', async () => {
    const { client, events, requestGuest } = await start({ apiSecret: 'x'.repeat(40) })
    const response = await requestGuest({ name: 'Ann' })
    expect([response.status, await response.json()]).toEqual([
      502,
      expect.objectContaining({ reason: 'stream_api_failed' }),
    ])
    expect(events).toEqual([
      expect.objectContaining({ type: 'refused', action: expect.stringContaining('apiKey and apiSecret') }),
    ])
    expect((await client(app.apiSecret).queryUsers({ name: 'Ann' })).users).toEqual([])
  })
})
