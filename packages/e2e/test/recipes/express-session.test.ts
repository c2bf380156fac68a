import express from 'express'
import session from 'express-session'
import { describe, expect, it, vi } from 'vitest'
import { loadRecipe, serve } from './load-recipe.js'
import { openBrowser } from './open-browser.js'
import { stateOf } from './state-of.js'

/** Starts the first example of the page, with a sign-in route. */
async function start() {
  const recipe = await loadRecipe('# Log out everywhere')
  const { app, signIn, stream } = recipe
  app.post('/sign-in', express.urlencoded(), async (req, res) => {
    await signIn(req, String(Object(req.body).name))
    res.json('Welcome.')
  })
  const url = await serve(recipe)
  const signInAs = async (name: string) => {
    const browser = openBrowser(url)
    await browser.post('/sign-in', { name })
    return browser
  }
  return { signInAs, stream }
}

describe('the example with express-session', () => {
  it('D6: gives a session from before the log-out no token, and a session from after it one', async () => {
    const { signInAs, stream } = await start()
    const [phone, laptop, jane] = [await signInAs('john'), await signInAs('john'), await signInAs('jane')]
    const tokens = [await phone.token(), await laptop.token(), await jane.token()]
    expect(await (await phone.post('/log-out')).json()).toBe('You are logged out on all devices.')
    expect(await Promise.all(tokens.map(token => stateOf(stream, token)))).toEqual([
      'token_revoked',
      'token_revoked',
      'valid',
    ])
    expect(await phone.token()).toBe('unauthenticated')
    expect(await laptop.token()).toBe('reauthentication_required')
    expect(await stateOf(stream, await jane.token())).toBe('valid')
    const again = await signInAs('john')
    expect(await stateOf(stream, await again.token())).toBe('valid')
  })

  it('D4: revokes only when the store has deleted the session', async () => {
    const { signInAs, stream } = await start()
    const phone = await signInAs('john')
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
