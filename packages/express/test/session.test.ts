import cookieSession from 'cookie-session'
import express from 'express'
import { describe, expect, it } from 'vitest'
import { getStreamAuth, streamTokenProvider, type TokenProviderEvent } from '../src/index.js'
import { listen } from './fixture/listen.js'
import { options } from './fixture/options.js'

/** The app from the README, with a route to sign in. */
function createApp() {
  const app = express()
  app.use(cookieSession({ keys: ['session-secret'], httpOnly: true, sameSite: 'lax' }))
  const stream = streamTokenProvider(req => req.session?.userId, options)
  app.use(stream)
  app.get('/me', stream.requireUserToken(), (req, res) => {
    const auth = getStreamAuth(req)
    res.json(auth.kind === 'user' ? auth.userId : null)
  })
  app.post('/sign-in/:user', (req, res) => {
    req.session = { userId: req.params.user }
    res.end()
  })
  return app
}

describe('an app with sessions', () => {
  it('issues the token for the user of the session and ignores a user id in the request', async () => {
    const url = await listen(createApp())
    const signIn = await fetch(`${url}/sign-in/john`, { method: 'POST' })
    const cookie = signIn.headers
      .getSetCookie()
      .map(line => line.split(';', 1)[0])
      .join('; ')
    const response = await fetch(`${url}/stream/token?user_id=admin`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: '{"user_id":"admin"}',
    })
    const { token, userId } = await response.json()
    expect(userId).toBe('john')
    const me = await fetch(`${url}/me`, { headers: { authorization: `Bearer ${token}` } })
    expect(await me.json()).toBe('john')
  })

  it('A11: reports an endpoint that is mounted before the sessions', async () => {
    const events: TokenProviderEvent[] = []
    const own = { ...options, onEvent: (event: TokenProviderEvent) => events.push(event) }
    const sessions = cookieSession({ keys: ['session-secret'] })
    const send = async (app: express.Express, headers: Record<string, string>) => {
      const url = `${await listen(app)}/stream/token`
      return (await fetch(url, { method: 'POST', headers })).status
    }
    const verifyUser = (req: express.Request) => req.session?.userId
    const before = express().use(streamTokenProvider(verifyUser, own)).use(sessions)
    const after = express().use(sessions).use(streamTokenProvider(verifyUser, own))
    expect(await send(before, { cookie: 'session=a' })).toBe(401)
    expect(await send(before, {})).toBe(401)
    expect(await send(after, { cookie: 'session=a' })).toBe(401)
    expect(events.map(event => Reflect.get(event, 'action'))).toEqual([
      'The request has a Cookie header and no session: mount this middleware after the session middleware.',
      undefined,
      undefined,
    ])
  })

  it('refuses a request without a session, or with a session that was altered', async () => {
    const url = await listen(createApp())
    for (const cookie of ['', 'session=eyJ1c2VySWQiOiJhZG1pbiJ9; session.sig=AAAA']) {
      const response = await fetch(`${url}/stream/token`, { method: 'POST', headers: { cookie } })
      expect([response.status, await response.json()]).toMatchObject([401, { reason: 'unauthenticated' }])
    }
  })
})
