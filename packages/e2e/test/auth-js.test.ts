import { createServer } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import { listen } from '../hosts/listen.js'
import { startNext } from '../hosts/next-process.js'

/** Starts the app with Auth.js and the named callbacks of the recipe. */
async function start(callbacks: string) {
  const provider = await startOAuthProvider()
  const env = { AUTH_SECRET: 'a-secret-of-auth-js-in-this-test', OAUTH_PROVIDER: provider }
  const { url, output, stop } = await startNext({ ...env, AUTH_CALLBACKS: callbacks })
  onTestFinished(stop)
  return { visit: () => createVisitor(url), output }
}

/** A provider that issues an access token for every code. It has one user. */
async function startOAuthProvider(): Promise<string> {
  const server = createServer(({ url }, res) => {
    const body =
      url === '/token' ? { access_token: 'access', token_type: 'bearer' } : { sub: 42, name: 'John' }
    res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  const { url, close } = await listen(server, { base: '', own: '' })
  onTestFinished(close)
  return url
}

/** A browser with cookies of its own. It follows no redirect by itself. */
function createVisitor(url: string) {
  const cookies = new Map<string, string>()
  const open = async (path: string, form?: Readonly<Record<string, string>>): Promise<Response> => {
    const cookie = [...cookies].map(pair => pair.join('=')).join('; ')
    const request = form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }
    const response = await fetch(url + path, { ...request, headers: { cookie }, redirect: 'manual' })
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      cookies.set(name, value)
    }
    return response
  }
  /** Submits a form of Auth.js, with its protection against CSRF. */
  const submit = async (action: string, form: Readonly<Record<string, string>> = {}): Promise<URL> => {
    const { csrfToken } = await (await open('/api/auth/csrf')).json()
    const { headers } = await open(`/api/auth/${action}`, { csrfToken, ...form })
    return new URL(headers.get('location') ?? '')
  }
  return {
    signIn: (name: string) => submit('callback/credentials', { name }),
    async signInWithOAuth() {
      const { searchParams } = await submit('signin/oauth')
      await open(`/api/auth/callback/oauth?code=code&state=${searchParams.get('state')}`)
    },
    signOut: () => submit('signout'),
    session: async () => (await open('/api/auth/session')).json(),
    /** Requests a token; returns the status, and the user or the reason. */
    async requestToken() {
      const response = await open('/authjs/stream/token', {})
      const { userId, reason } = await response.json()
      return [response.status, userId ?? reason]
    },
  }
}

describe('Auth.js in Next', () => {
  it('A3: a session without id is a 500 whose cause names the callback, and no session is a 401', async () => {
    const { visit, output } = await start('')
    const john = visit()
    expect(await john.requestToken()).toEqual([401, 'unauthenticated'])
    await john.signIn('john')
    const { user } = await john.session()
    expect(user).toEqual({ name: 'john', email: undefined, image: undefined })
    expect(await john.requestToken()).toEqual([500, 'verify_user_failed'])
    expect(output()).toMatch(
      /verify_user_failed Error: The session has no user id: add it in the session callback/,
    )
  })

  it('A3: with token.sub in the session callback, each user gets their own token, and 401 after the sign-out', async () => {
    const { visit } = await start('session')
    const [john, jane] = [visit(), visit()]
    await john.signIn('john')
    await jane.signIn('jane')
    expect(await john.requestToken()).toEqual([200, 'id-of-john'])
    expect(await jane.requestToken()).toEqual([200, 'id-of-jane'])
    await john.signOut()
    expect(await john.requestToken()).toEqual([401, 'unauthenticated'])
    expect(await jane.requestToken()).toEqual([200, 'id-of-jane'])
  })

  it('A3: with OAuth and no database, only the account in the jwt callback gives a user the same id at each sign-in', async () => {
    const idsWith = async (callbacks: string) => {
      const { visit } = await start(callbacks)
      const devices = [visit(), visit()]
      for (const device of devices) await device.signInWithOAuth()
      return Promise.all(devices.map(device => device.requestToken()))
    }
    const [first, second] = await idsWith('session')
    expect([first, second]).toEqual([
      [200, expect.any(String)],
      [200, expect.any(String)],
    ])
    expect(first).not.toEqual(second)
    expect(await idsWith('session jwt')).toEqual([
      [200, 'oauth-42'],
      [200, 'oauth-42'],
    ])
  })
})
