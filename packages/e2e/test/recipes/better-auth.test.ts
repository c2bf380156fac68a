import { describe, expect, it, vi } from 'vitest'
import { loadRecipe, serve } from './load-recipe.js'
import { openBrowser } from './open-browser.js'
import { stateOf } from './state-of.js'

/** Starts the recipe. Returns its token provider, and the sign-in of a browser. */
async function start() {
  vi.stubEnv('BETTER_AUTH_SECRET', 'a-secret-of-at-least-thirty-two-bytes')
  vi.stubEnv('BETTER_AUTH_URL', 'http://127.0.0.1')
  const recipe = await loadRecipe('### Better Auth')
  const url = await serve(recipe)
  const open = async (action: 'sign-up' | 'sign-in', name: string) => {
    const browser = openBrowser(url)
    const call = (path: string, body: unknown) =>
      browser.request(`/api/auth/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    const { status } = await call(`${action}/email`, {
      name,
      email: `${name}@example.com`,
      password: 'correct horse',
    })
    expect(status).toBe(200)
    return { ...browser, call }
  }
  return { open, stream: recipe.stream }
}

describe('the recipe for Better Auth', () => {
  it('D5: revokes the tokens of a user who signs out, and of nobody else', async () => {
    const { open, stream } = await start()
    const [john, jane] = [await open('sign-up', 'john'), await open('sign-up', 'jane')]
    const tokens = [await john.token(), await jane.token()]
    expect(await Promise.all(tokens.map(token => stateOf(stream, token)))).toEqual(['valid', 'valid'])
    expect((await john.call('sign-out', {})).status).toBe(200)
    expect(await Promise.all(tokens.map(token => stateOf(stream, token)))).toEqual(['token_revoked', 'valid'])
    expect(await john.token()).toBe('unauthenticated')
    const again = await open('sign-in', 'john')
    expect(await stateOf(stream, await again.token())).toBe('valid')
  })

  it('gives another device a new token, unless its session was ended as well', async () => {
    const { open, stream } = await start()
    const [phone, laptop] = [await open('sign-up', 'john'), await open('sign-in', 'john')]
    const token = await laptop.token()
    await phone.call('sign-out', {})
    expect(await stateOf(stream, token)).toBe('token_revoked')
    expect(await stateOf(stream, await laptop.token())).toBe('valid')
    await (await open('sign-in', 'john')).call('revoke-sessions', {})
    expect(await laptop.token()).toBe('unauthenticated')
  })

  it('gives a token after a change of the password that ends the other sessions', async () => {
    const { open, stream } = await start()
    const john = await open('sign-up', 'john')
    const change = {
      currentPassword: 'correct horse',
      newPassword: 'another horse',
      revokeOtherSessions: true,
    }
    expect((await john.call('change-password', change)).status).toBe(200)
    expect(await stateOf(stream, await john.token())).toBe('valid')
  })
})
