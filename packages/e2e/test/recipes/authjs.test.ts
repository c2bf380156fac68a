import { describe, expect, it, vi } from 'vitest'
import { loadRecipe, serve } from './load-recipe.js'
import { openBrowser } from './open-browser.js'
import { stateOf } from './state-of.js'

const checkPassword = async (name: unknown, password: unknown) =>
  password === 'right' ? { id: String(name) } : null

/** Starts the recipe. Returns its token provider, and the sign-in of a browser. */
async function start() {
  vi.stubEnv('AUTH_SECRET', 'a-secret-of-at-least-thirty-two-bytes')
  const recipe = await loadRecipe('### Auth.js', { checkPassword })
  const url = await serve(recipe)
  const signIn = async (name: string) => {
    const browser = openBrowser(url)
    /** Sends a form as the pages of Auth.js do. */
    const submit = async (path: string, fields: Readonly<Record<string, string>> = {}) => {
      const { csrfToken } = await (await browser.request('/auth/csrf')).json()
      return browser.post(path, { ...fields, csrfToken })
    }
    await submit('/auth/callback/credentials', { name, password: 'right' })
    return { ...browser, signOut: () => submit('/auth/signout') }
  }
  return { signIn, stream: recipe.stream }
}

describe('the recipe for Auth.js', () => {
  it('D5: revokes the tokens of a user who signs out, and of nobody else', async () => {
    const { signIn, stream } = await start()
    const [john, jane] = [await signIn('john'), await signIn('jane')]
    const tokens = [await john.token(), await jane.token()]
    expect(await Promise.all(tokens.map(token => stateOf(stream, token)))).toEqual(['valid', 'valid'])
    expect((await john.signOut()).status).toBe(302)
    expect(await Promise.all(tokens.map(token => stateOf(stream, token)))).toEqual(['token_revoked', 'valid'])
    expect(await john.token()).toBe('unauthenticated')
  })

  it('D6: refuses a copy of the cookie after the sign-out, and accepts a new sign-in', async () => {
    const { signIn, stream } = await start()
    const john = await signIn('john')
    const copy = new Map(john.cookies)
    await john.signOut()
    for (const [name, value] of copy) john.cookies.set(name, value)
    // Reading the session renews the cookie, and its iat with it.
    await john.request('/auth/session')
    expect(await john.token()).toBe('reauthentication_required')
    const again = await signIn('john')
    expect(await stateOf(stream, await again.token())).toBe('valid')
  })
})
