import { describe, expect, it } from 'vitest'
import type { RevocationState } from '../../src/cutoffs/store.js'
import { TokenProviderError } from '../../src/errors/errors.js'
import { createTokenProvider } from '../../src/index.js'
import { hostileInput } from '../fixture/hostile-recipes.js'
import { pair, readingStore } from '../fixture/store-doubles.js'
import { type HostileCase, hostile } from '../fixture/vectors.js'

interface Presets {
  readonly noIat: 'accept' | 'reject'
  readonly revokedUsers?: Readonly<Record<string, string | null>>
  /** The same as pairs, for names such as `__proto__` that an object literal cannot hold. */
  readonly revokedUsersList?: readonly (readonly [string, string | null])[]
  readonly revokedApp?: string | null
}

const presetsOf = ({ options }: HostileCase): Presets => options as unknown as Presets

const cases = hostile.cases.filter(one => {
  const { revokedUsers, revokedUsersList, revokedApp } = presetsOf(one)
  return (
    one.group === 'revoked' ||
    [revokedUsers, revokedUsersList, revokedApp].some(preset => preset !== undefined)
  )
})

/** A date in seconds, with digits below a millisecond; NaN if the date is invalid. */
function secondsOf(date: string): number {
  const [whole = '', fraction = ''] = date.replace('Z', '').split('.')
  return Date.parse(`${whole}Z`) / 1000 + Number(`0.${fraction}0`)
}

/** A store with preset cutoffs. */
function storeOf({ revokedUsers = {}, revokedUsersList = [], revokedApp }: Presets) {
  const users = new Map([...Object.entries(revokedUsers), ...revokedUsersList])
  return readingStore((userId = ''): RevocationState => {
    const user = users.get(userId)
    return {
      ...(typeof user === 'string' && { user: pair(secondsOf(user)) }),
      ...(typeof revokedApp === 'string' && { app: pair(secondsOf(revokedApp)) }),
    }
  })
}

async function outcomeOf(one: HostileCase): Promise<object> {
  const { secret, now, nowMs = now * 1000, options } = one
  const provider = createTokenProvider({
    apiKey: 'key',
    apiSecret: secret,
    clock: () => nowMs,
    clockTolerance: options.leewaySec,
    devTokens: options.devTokens,
    maxTokenBytes: options.maxTokenBytes,
    tokensWithoutIat: presetsOf(one).noIat === 'accept' ? 'valid' : 'revoked',
    revocations: storeOf(presetsOf(one)),
  })
  try {
    const found = await provider.verifyToken(hostileInput(one), { kind: options.mode })
    return found.kind === 'user'
      ? { result: 'accept', userId: found.userId }
      : { result: 'accept', server: true }
  } catch (error) {
    if (!(error instanceof TokenProviderError)) throw error
    return { result: 'reject', reason: error.reason, code: error.streamCode ?? error.status }
  }
}

describe('verifyToken', () => {
  it('has 45 hostile cases with cutoffs', () => {
    expect(cases).toHaveLength(45)
  })

  it.each(cases)('decides $id ($strength)', async one => {
    const found = await outcomeOf(one)
    if (one.expect.result === 'accept') expect(found).toEqual(one.expect)
    else if (one.expect.code === 503)
      expect(found).toEqual({ result: 'reject', reason: 'revocation_state_unknown', code: 503 })
    else expect(found).toEqual({ result: 'reject', reason: 'token_revoked', code: 40 })
  })
})
