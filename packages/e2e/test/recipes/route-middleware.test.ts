import express, { type RequestHandler } from 'express'
import { describe, expect, it, vi } from 'vitest'
import { loadRecipe, serve } from './load-recipe.js'
import { openBrowser } from './open-browser.js'
import { stateOf } from './state-of.js'

/** Signs in whoever asks, as an example. */
const requireUser: RequestHandler = (req, _res, next) => {
  Object.assign(req, { user: { id: 'john' } })
  next()
}

describe('the example with middleware of single routes', () => {
  it('D2: revokes the tokens, because the log-out route has the same middleware as the token route', async () => {
    const endSession = vi.fn(async () => {})
    const recipe = await loadRecipe('## What `revokeOnLogout` does', { requireUser, endSession })
    const browser = openBrowser(await serve(recipe))
    const token = await browser.token()
    expect(await stateOf(recipe.stream, token)).toBe('valid')
    expect((await browser.post('/log-out')).status).toBe(302)
    expect(endSession).toHaveBeenCalledOnce()
    expect(await stateOf(recipe.stream, token)).toBe('token_revoked')
  })

  it('D2: ends the session and revokes nothing on a log-out route without it', async () => {
    const endSession = vi.fn(async () => {})
    const recipe = await loadRecipe('## What `revokeOnLogout` does', { requireUser, endSession })
    const app = express().use(recipe.app)
    app.post('/leave', recipe.stream.revokeOnLogout(endSession), (_req, res) => void res.json('Bye.'))
    const browser = openBrowser(await serve({ ...recipe, app }))
    const token = await browser.token()
    expect((await browser.post('/leave')).status).toBe(200)
    expect(endSession).toHaveBeenCalledOnce()
    expect(await stateOf(recipe.stream, token)).toBe('valid')
  })
})
