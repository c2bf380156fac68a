import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { TokenProviderError } from '../../src/errors/errors.js'
import { memoryRevocationStore } from '../../src/index.js'
import { reasonOf } from '../fixture/caught.js'
import { fakeTime, rest, settled } from '../fixture/fake-time.js'
import { fixedProvider, NOW } from '../fixture/fixed-provider.js'
import { type Seeded, seeded } from '../fixture/seeded.js'

const ROUNDS = process.env.TEST_FULL === undefined ? 1500 : 100_000

/** How far the second instance's clock is ahead of, or behind, the first one's, in milliseconds. */
const APART = 150

/** Two instances of an app that share a store but not a clock. */
function setUp(apart: number, backdate: number) {
  const revocations = memoryRevocationStore()
  const make = (offset: number) => {
    const clock = () => Date.now() + offset
    return { clock, provider: fixedProvider({ revocations, streamApi: false, backdate, clock }) }
  }
  return [make(0), make(apart)] as const
}

type Instance = ReturnType<typeof setUp>[number]

/** Revokes all tokens issued until now, in one of four ways; a date less than clockSkew ago means now. */
function revoke({ provider, clock }: Instance, { below, pick }: Seeded, userId: string): Promise<unknown> {
  const now = () => new Date(Math.round(clock()) - below(180))
  return pick([
    () => provider.revokeUserToken(userId),
    () => provider.revokeUserToken(userId, now()),
    () => provider.revokeUsersToken(['somebody', userId]),
    () => provider.revokeTokens(now()),
  ])()
}

const accepts = ({ provider }: Instance, token: string): Promise<boolean | string> =>
  provider.verifyToken(token).then(
    () => true,
    (error: unknown) => (error instanceof TokenProviderError ? error.reason : String(error)),
  )

beforeEach(() => fakeTime(NOW))
afterEach(() => void vi.useRealTimers())

describe(`two instances whose clocks are ${APART} ms apart`, () => {
  it.each([
    [APART, 0],
    [-APART, 0],
    [APART, 5],
    [-APART, 5],
  ])(
    `in ${ROUNDS / 4} rounds accept no token from before a revocation and refuse none requested after it (%d ms, backdate %d)`,
    async (apart, backdate) => {
      const random = seeded(apart + backdate)
      const [one, other] = setUp(apart, backdate)
      // Without a backdate, a token from the clock ahead is too early for the other, and revoked a moment later.
      const refused: unknown[] = ['token_revoked', ...(backdate === 0 ? ['token_used_before_issued'] : [])]
      const errors: string[] = []
      let newest = 0
      for (let round = 0; round < ROUNDS / 4; round++) {
        vi.setSystemTime(NOW * 1000 + round * 4000 + random.below(1000))
        const userId = `user-${random.below(5)}`
        const older = await settled(other.provider.createToken(userId))
        // Up to half a second later.
        vi.advanceTimersByTime(random.pick([0, 0, random.below(500)]))
        await revoke(one, random, userId)
        const requestedAt = Date.now()
        const minting = other.provider.createToken(userId)
        for (const instance of [one, other]) {
          const found = await accepts(instance, older)
          if (!refused.includes(found)) errors.push(`round ${round}: older ${found}`)
        }
        const token = await settled(minting)
        if (Date.now() - requestedAt > 2000)
          errors.push(`round ${round}: newer after ${Date.now() - requestedAt} ms`)
        const { iat } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
        for (const instance of [one, other]) {
          const found = await accepts(instance, token)
          if (found !== true) errors.push(`round ${round}: newer ${found}`)
          if (iat > instance.clock() / 1000) errors.push(`round ${round}: iat ahead`)
          const still = await accepts(instance, older)
          if (!refused.includes(still)) errors.push(`round ${round}: older later ${still}`)
        }
        if (iat < newest) errors.push(`round ${round}: iat before that of the round before`)
        newest = iat
      }
      expect(errors).toEqual([])
      expect(newest).toBeGreaterThan(NOW + ROUNDS - 10)
    },
  )

  it.each([APART, -APART])(
    'treat a token minted in the same millisecond as a revocation as revoked (%d ms)',
    async apart => {
      const [one, other] = setUp(apart, 0)
      for (let millisecond = 0; millisecond < 1000; millisecond += 7) {
        vi.setSystemTime((NOW + millisecond * 3) * 1000 + millisecond)
        const userId = `user-${millisecond}`
        const tokens = await settled(
          Promise.all([one, other].map(({ provider }) => provider.createToken(userId))),
        )
        await one.provider.revokeUserToken(userId)
        vi.advanceTimersByTime(APART)
        for (const token of tokens) {
          expect(await reasonOf(other.provider.verifyToken(token)), `at ${millisecond} ms`).toBe(
            'token_revoked',
          )
        }
      }
    },
  )
})

describe('a clock that is set back by an hour', () => {
  it('makes no revoked token valid again', async () => {
    const [one, other] = setUp(APART, 5)
    const random = seeded(1)
    const revoked: string[] = []
    for (let step = 0; step < 40; step++) {
      const userId = `user-${step % 4}`
      const token = await settled(one.provider.createToken(userId).catch(() => undefined))
      if (token !== undefined) revoked.push(token)
      await revoke(random.pick([one, other]), random, userId)
      vi.advanceTimersByTime(random.below(4000))
      if (step % 8 === 7) vi.setSystemTime(Date.now() - 3_600_000)
      for (const old of revoked) {
        for (const { provider } of [one, other]) {
          const reason = await reasonOf(provider.verifyToken(old))
          expect(['token_revoked', 'token_used_before_issued']).toContain(reason)
        }
      }
    }
    expect(revoked.length).toBeGreaterThan(5)
  })

  it('does not lower a later cutoff, and no token is minted before it', async () => {
    const [one] = setUp(0, 5)
    const { before } = (await one.provider.revokeUserToken('john')) as { before: string }
    vi.setSystemTime((NOW - 3600) * 1000)
    expect(await one.provider.revokeUserToken('john')).toHaveProperty('before', before)
    expect(await reasonOf(one.provider.createToken('john'))).toBe('revocation_in_force')
    await rest()
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('a revocation by a date at most a second ago', () => {
  it.each([0, 50, 199, 201, 500, 999, 1000])('revokes tokens issued before it: %d ms ago', async ago => {
    const [one] = setUp(0, 0)
    for (const millisecond of [0, 1, 199, 200, 500, 800, 999]) {
      vi.setSystemTime((NOW + 5 * millisecond) * 1000 + millisecond)
      const now = Date.now()
      const userId = `user-${millisecond}`
      const iats = [-2, -1, 0].map(offset => Math.floor(now / 1000) + offset)
      const tokens = await Promise.all(iats.map(issuedAt => one.provider.createToken(userId, { issuedAt })))
      await one.provider.revokeUserToken(userId, new Date(now - ago))
      for (const [at, iat] of iats.entries()) {
        const revoked = ago < 200 || iat * 1000 < now - ago
        expect(await accepts(one, tokens[at] ?? ''), `iat ${iat} at ${now}`).toBe(
          revoked ? 'token_revoked' : true,
        )
      }
      const newer = await settled(one.provider.createToken(userId))
      expect(await accepts(one, newer)).toBe(true)
    }
  })
})
