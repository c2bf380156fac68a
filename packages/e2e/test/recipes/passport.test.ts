import session from 'express-session'
import { describe, expect, it, vi } from 'vitest'
import { loadRecipe, serve } from './load-recipe.js'
import { openBrowser } from './open-browser.js'
import { stateOf } from './state-of.js'

const checkPassword = async (name: string, password: string) => (password === 'right' ? { id: name } : false)

async function start() {
  const recipe = await loadRecipe('### Passport', { checkPassword })
  const url = await serve(recipe)
  const signIn = async (username: string, password = 'right') => {
    const browser = openBrowser(url)
    const { status } = await browser.post('/sign-in', { username, password })
    return { ...browser, status }
  }
  return { signIn, stream: recipe.stream, app: recipe.app }
}

describe('the recipe for Passport', () => {
  it('D6: gives a session from before the log-out no token, and a session from after it one', async () => {
    const { signIn, stream } = await start()
    const [phone, laptop] = [await signIn('john'), await signIn('john')]
    const tokens = [await phone.token(), await laptop.token()]
    expect(await Promise.all(tokens.map(token => stateOf(stream, token)))).toEqual(['valid', 'valid'])
    expect((await phone.post('/log-out')).status).toBe(200)
    expect(await Promise.all(tokens.map(token => stateOf(stream, token)))).toEqual([
      'token_revoked',
      'token_revoked',
    ])
    expect([await phone.token(), await laptop.token()]).toEqual([
      'unauthenticated',
      'reauthentication_required',
    ])
    const again = await signIn('john')
    expect(await stateOf(stream, await again.token())).toBe('valid')
  })

  it('gives nobody a token whose password is wrong', async () => {
    const { signIn } = await start()
    const { status, token } = await signIn('john', 'wrong')
    expect([status, await token()]).toEqual([401, 'unauthenticated'])
  })

  it('D4: revokes only when the store has deleted the session', async () => {
    const { signIn, stream, app } = await start()
    app.get('/messages', stream.requireUserToken(), (_req, res) => res.json([]))
    const phone = await signIn('john')
    const token = await phone.token()
    const { destroy } = session.MemoryStore.prototype
    const seen: unknown[] = []
    vi.spyOn(session.MemoryStore.prototype, 'destroy').mockImplementationOnce(function (
      this: session.Store,
      id,
      done,
    ) {
      // A request of its own takes longer than a revocation that does not wait.
      void phone
        .request('/messages', { headers: { authorization: `Bearer ${token}` } })
        .then(({ status }) => seen.push(status))
        .finally(() => destroy.call(this, id, done))
    })
    expect((await phone.post('/log-out')).status).toBe(200)
    expect(seen).toEqual([200])
    expect(await stateOf(stream, token)).toBe('token_revoked')
  })
})
