import express from 'express'
import { describe, expect, it } from 'vitest'
import { loadRecipe, serve } from './load-recipe.js'

const PAGE = 'guests.md'

/** Requests a guest; returns the JSON of the response. */
async function requestGuest(url: string, name = 'Ann'): Promise<{ token: string; userId: string }> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`${url}/stream/guest`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ name }),
  })
  expect(response.status).toBe(200)
  return response.json()
}

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })

describe('the example with guests', () => {
  it('lets a guest in, whom its own route recognizes', async () => {
    const recipe = await loadRecipe('# Guests', {}, PAGE)
    const url = await serve(recipe)
    const { token, userId } = await requestGuest(url)
    const messages = await fetch(`${url}/messages`, bearer(token))
    expect(await messages.json()).toEqual({ userId, isGuest: true })
    const named = await fetch(`${url}/messages`, bearer(await recipe.stream.createToken('john')))
    expect(await named.json()).toEqual({ userId: 'john', isGuest: false })
  })

  it('limits how many guests an address can create', async () => {
    const url = await serve(await loadRecipe('# Guests', {}, PAGE))
    const statuses: number[] = []
    for (let time = 0; time < 12; time++)
      statuses.push((await fetch(`${url}/stream/guest`, { method: 'POST' })).status)
    expect(statuses).toEqual([...Array(10).fill(200), 429, 429])
  })
})

describe('the example that renews a guest', () => {
  async function start() {
    const app = express()
    const recipe = await loadRecipe(
      '## A guest who stays, or comes back',
      { app, verifyUser: () => null },
      PAGE,
    )
    const url = await serve({ app })
    const renew = (token: string) => fetch(`${url}/renew-guest`, { ...bearer(token), method: 'POST' })
    return { ...recipe, url, renew }
  }

  it('gives the same guest another token', async () => {
    const { url, renew, stream } = await start()
    const { token, userId } = await requestGuest(url)
    const response = await renew(token)
    expect(response.headers.get('cache-control')).toBe('no-store')
    const renewed = await response.json()
    await expect(stream.verifyToken(renewed.token)).resolves.toMatchObject({ userId })
  })

  it('refuses a named user, and a guest who was revoked', async () => {
    const { url, renew, stream } = await start()
    expect((await renew(await stream.createToken('john'))).status).toBe(403)
    const { token, userId } = await requestGuest(url)
    await stream.revokeUserToken(userId, { wait: false })
    expect((await renew(token)).status).toBe(401)
  })
})
