import { describe, expect, it } from 'vitest'
import { TokenProviderError } from '../../src/errors/errors.js'
import { fixedProvider, NOW } from '../fixture/fixed-provider.js'

const CHARACTERS = [
  ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
  ...['=', '+', '/', ' ', '.', '~', '\n', '\0', 'é'],
]

const provider = fixedProvider()
const tokens: Record<string, () => Promise<string>> = {
  'a plain token': () => provider.createToken('john'),
  'a token with every member set': () =>
    provider.createToken('a@b_c-1', { role: 'host', callCids: ['default:1'], claims: { note: 'é' } }),
  'a token that never expires': () => provider.createToken('j', { expiresIn: null, issuedAt: NOW }),
}

/** Every string that differs by one deletion, insertion or replacement. */
function* edits(token: string): Generator<string> {
  for (let at = 0; at <= token.length; at++) {
    const [before, after] = [token.slice(0, at), token.slice(at)]
    for (const character of CHARACTERS) yield before + character + after
    if (after === '') continue
    yield before + after.slice(1)
    for (const character of CHARACTERS) if (character !== after[0]) yield before + character + after.slice(1)
  }
}

describe('verifyToken', () => {
  it.each(Object.entries(tokens))('refuses every string one character away from %s', async (_name, mint) => {
    const token = await mint()
    const unrefused: string[] = []
    let tried = 0
    for (const edited of edits(token)) {
      tried++
      const found = await provider.verifyToken(edited).catch((error: unknown) => error)
      if (!(found instanceof TokenProviderError)) unrefused.push(edited)
    }
    expect(unrefused).toEqual([])
    expect(tried).toBeGreaterThan(token.length * CHARACTERS.length * 2 - 1)
    await expect(provider.verifyToken(token)).resolves.toHaveProperty('kind', 'user')
  })
})
