import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { TokenProviderError } from '../../src/errors/errors.js'
import { reasonOf, refusal } from '../fixture/caught.js'
import { fakeTime } from '../fixture/fake-time.js'
import { fixedProvider, NOW, SECRET } from '../fixture/fixed-provider.js'

const ROUNDS = process.env.TEST_FULL === undefined ? 2000 : 100_000
const NEWER = 'n'.repeat(32)

beforeEach(() => fakeTime(NOW))
afterEach(() => void vi.useRealTimers())

describe('rotateSecrets', () => {
  it(`accepts both secrets during the overlap and refuses the retired secret after it, in ${ROUNDS} verifications`, async () => {
    const provider = fixedProvider()
    const errors: string[] = []
    const outcomeOf = (token: string): Promise<string> =>
      provider.verifyToken(token).then(
        () => 'valid',
        (error: unknown) => (error instanceof TokenProviderError ? error.reason : String(error)),
      )
    const older: string[] = []
    const newer: string[] = []
    for (let at = 0; at < 20; at++) older.push(await provider.createToken(`user-${at}`))
    const expected = { older: 'valid', newer: 'valid' }
    for (let round = 0; round < ROUNDS; round += 50) {
      if (round === ROUNDS / 4) {
        provider.rotateSecrets([NEWER, SECRET])
        for (let at = 0; at < 20; at++) newer.push(await provider.createToken(`user-${at}`))
      }
      // Some verifications are pending while the secret is retired. Only for these, both outcomes are correct.
      const pool = newer.length === 0 ? older : [...older, ...newer]
      const tokens = Array.from({ length: 50 }, (_, at) => pool[(round + at) % pool.length] ?? '')
      const outcomes = tokens.map(outcomeOf)
      if (round === ROUNDS / 2) {
        provider.rotateSecrets([NEWER])
        await Promise.all(outcomes)
        expected.older = 'token_signature_invalid'
        continue
      }
      for (const [at, found] of (await Promise.all(outcomes)).entries()) {
        const age = older.includes(tokens[at] ?? '') ? 'older' : 'newer'
        if (found !== expected[age]) errors.push(`round ${round}: ${age} ${found}`)
      }
    }
    expect(errors).toEqual([])
    expect([expected.older, newer.length]).toEqual(['token_signature_invalid', 20])
  })

  it('signs user and server tokens with the first secret from then on', async () => {
    const provider = fixedProvider()
    provider.rotateSecrets([NEWER, SECRET])
    const reader = fixedProvider({ apiSecret: NEWER })
    expect(await reader.verifyToken(await provider.createToken('john'))).toHaveProperty('userId', 'john')
    expect(await reader.verifyToken(await provider.createServerToken(), { kind: 'server' })).toHaveProperty(
      'kind',
    )
  })

  it('copies the list', async () => {
    const provider = fixedProvider()
    const secrets = [NEWER, SECRET]
    const token = await provider.createToken('john')
    provider.rotateSecrets(secrets)
    secrets.length = 0
    expect(await provider.verifyToken(token)).toHaveProperty('userId', 'john')
  })

  it('E: uses what it has checked, not what a getter returns the second time', async () => {
    const provider = fixedProvider()
    const values = [NEWER, 'short']
    provider.rotateSecrets(Object.defineProperty([''], 0, { get: () => values.shift() }))
    expect(await provider.createToken('john')).toBe(
      await fixedProvider({ apiSecret: NEWER }).createToken('john'),
    )
  })

  it('keeps revocations', async () => {
    const provider = fixedProvider({ streamApi: false })
    const token = await provider.createToken('john')
    await provider.revokeUserToken('john')
    provider.rotateSecrets([NEWER, SECRET])
    expect(await reasonOf(provider.verifyToken(token))).toBe('token_revoked')
    await provider.revokeUserToken('john', null)
  })

  it('D8: holds for every provider of the key in this process, those created later included', async () => {
    const [one, other] = [fixedProvider(), fixedProvider()]
    const [older, server] = await Promise.all([other.createToken('john'), other.createServerToken()])
    one.rotateSecrets([NEWER])
    for (const provider of [one, other, fixedProvider(), fixedProvider({ apiSecret: 'o'.repeat(32) })]) {
      expect(await reasonOf(provider.verifyToken(older))).toBe('token_signature_invalid')
      expect(await reasonOf(provider.verifyToken(server, { kind: 'server' }))).toBe('token_signature_invalid')
      expect(await provider.createToken('john')).toBe(await one.createToken('john'))
    }
    other.rotateSecrets([SECRET])
    expect(await one.verifyToken(older)).toHaveProperty('userId', 'john')
  })

  it('D8: leaves providers of other keys alone', async () => {
    const other = fixedProvider({ apiKey: 'other' })
    const token = await other.createToken('john')
    fixedProvider().rotateSecrets([NEWER])
    expect(await other.verifyToken(token)).toHaveProperty('userId', 'john')
  })

  it('D8: holds for every provider of the key although its function was not called yet', async () => {
    const [called, apiKey] = [vi.fn(async () => SECRET), vi.fn(async () => 'key')]
    const rotating = fixedProvider({ apiKey, apiSecret: called })
    const [known, late] = [fixedProvider(), fixedProvider({ apiKey })]
    const older = await known.createToken('john')
    rotating.rotateSecrets([NEWER])
    expect(apiKey).not.toHaveBeenCalled()
    await rotating.ready()
    for (const provider of [rotating, known, late])
      expect(await reasonOf(provider.verifyToken(older))).toBe('token_signature_invalid')
    expect(await late.createToken('john')).toBe(await rotating.createToken('john'))
    expect(called).not.toHaveBeenCalled()
  })

  it('D8: shows no secret on the global object', async () => {
    fixedProvider().rotateSecrets([NEWER])
    const shared: unknown = Reflect.get(globalThis, Symbol.for('stream-token-provider.secrets'))
    const shown = inspect(shared, { showHidden: true, depth: 6 })
    expect(shown).toContain("'key'")
    expect(shown).not.toContain(NEWER)
  })

  it.each<[string, unknown]>([
    ['a secret instead of a list', SECRET],
    ['an empty list', []],
    ['undefined', undefined],
    ['an empty secret', [NEWER, '']],
    ['a short secret', ['short']],
    ['a number as a secret', [NEWER, 5]],
    ['null as a secret', [null]],
    ['E: a list of two holes', new Array(2)],
    ['E: a list with a hole', Object.assign(new Array(2), { 0: NEWER })],
    ['a quoted secret', [`"${NEWER}"`]],
    ['the string undefined', ['undefined']],
    ['a PEM', [`-----BEGIN PUBLIC KEY-----\n${NEWER}`]],
    ['eleven secrets', Array(11).fill(NEWER)],
  ])('refuses %s, shows no value and keeps the old secrets', async (_name, secrets) => {
    const provider = fixedProvider()
    const token = await provider.createToken('john')
    const { reason, message } = await refusal(() => provider.rotateSecrets(secrets as string[]))
    expect([reason, message.includes(NEWER)]).toEqual(['config_invalid', false])
    expect(await provider.verifyToken(token)).toHaveProperty('userId', 'john')
  })
})
