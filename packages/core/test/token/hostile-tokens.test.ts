import { AsyncLocalStorage, createHook } from 'node:async_hooks'
import { access } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RevocationStore, Versioned } from '../../src/cutoffs/store.js'
import { TokenProviderError } from '../../src/errors/errors.js'
import { createTokenProvider } from '../../src/index.js'
import type { VerifiedToken } from '../../src/token/verified-token.js'
import { createVerifier } from '../../src/token/verify.js'
import { caught, reasonOf } from '../fixture/caught.js'
import { countingKeyring } from '../fixture/counting-keyring.js'
import { hostileInput } from '../fixture/hostile-recipes.js'
import { pair } from '../fixture/pair.js'
import { type HostileCase, hostile } from '../fixture/vectors.js'

const { cases } = hostile
const unusable = (secret: string): boolean => secret === ''

/** A store with the dates that a case presets, in Stream's format; an invalid date becomes a NaN cutoff. */
function storeOf({
  revokedUsers,
  revokedUsersList = [],
  revokedApp,
}: HostileCase['options']): RevocationStore {
  const dates = new Map([...Object.entries(revokedUsers ?? {}), ...revokedUsersList])
  const cutoff = (date: string | null | undefined): Versioned | undefined =>
    date === null || date === undefined ? undefined : pair(Date.parse(date) / 1000)
  return {
    read(userId) {
      const [user, app] = [cutoff(dates.get(userId ?? '')), cutoff(revokedApp)]
      return { ...(user !== undefined && { user }), ...(app !== undefined && { app }) }
    },
    write: () => Promise.reject(new Error('Nothing is written here.')),
  }
}

const read = ({ secret, now, nowMs = now * 1000, options }: HostileCase, input: unknown) =>
  createTokenProvider({
    apiKey: 'key',
    apiSecret: secret,
    clock: () => nowMs,
    clockTolerance: options.leewaySec,
    devTokens: options.devTokens,
    maxTokenBytes: options.maxTokenBytes,
    tokensWithoutIat: options.noIat === 'accept' ? 'valid' : 'revoked',
    revocations: storeOf(options),
  }).verifyToken(input, { kind: options.mode })

/** The outcome in the terms of the vectors; any error but a TokenProviderError fails the test. */
async function outcomeOf(token: Promise<VerifiedToken>): Promise<object> {
  try {
    const found = await token
    return found.kind === 'user'
      ? { result: 'accept', userId: found.userId }
      : { result: 'accept', server: true }
  } catch (error) {
    if (error instanceof TokenProviderError)
      return { result: 'reject', code: error.streamCode ?? error.status }
    throw error
  }
}

/** The files, sockets, processes and name look-ups that a call opens. */
const openedBy = new AsyncLocalStorage<string[]>()
const hook = createHook({
  init(_id, type) {
    if (/^(FS|FILE|TCP|UDP|PIPE|PROCESS|GETADDR|QUERY|DNS)/.test(type)) openedBy.getStore()?.push(type)
  },
})
beforeAll(() => void hook.enable())
afterAll(() => void hook.disable())

describe('verifyToken', () => {
  it('has 304 hostile cases, 45 of them with a cutoff', () => {
    const cutOff = cases.filter(({ options }) =>
      Object.keys(options).some(name => name.startsWith('revoked')),
    )
    expect([cases.length, cutOff.length]).toEqual([304, 45])
  })

  it.each(cases.filter(({ strength, secret }) => strength !== 'either' && !unusable(secret)))(
    'decides $id ($strength)',
    async one => {
      const found = await outcomeOf(read(one, hostileInput(one)))
      const codes = one.expect.result === 'reject' ? [one.expect.code, ...(one.alsoCodes ?? [])] : []
      if (one.expect.result === 'accept') expect(found).toEqual(one.expect)
      else expect(codes.map(code => ({ result: 'reject', code }))).toContainEqual(found)
    },
  )

  it.each(cases.filter(({ strength }) => strength === 'either'))(
    'decides $id without opening a file, socket or process',
    async one => {
      const opened: string[] = []
      const found = await openedBy.run(opened, () => outcomeOf(read(one, hostileInput(one))))
      expect([found, opened]).toEqual([expect.objectContaining({ result: expect.any(String) }), []])
    },
  )

  it.each(cases.filter(({ secret }) => unusable(secret)))('refuses the secret of $id', async one => {
    expect(await reasonOf(() => read(one, hostileInput(one)))).toBe('config_invalid')
  })

  it('changes no prototype, and reads no kind from one', async () => {
    const prototypes = [Object.prototype, Array.prototype, Function.prototype]
    const before = prototypes.map(Reflect.ownKeys)
    const accepted = cases.filter(({ expect }) => expect.result === 'accept' && !('server' in expect))
    for (const one of accepted) {
      const found = await read(one, hostileInput(one))
      expect([found.claims.polluted, found.claims.server ?? false], one.id).toEqual([undefined, false])
    }
    expect(accepted.length).toBeGreaterThan(30)
    expect(prototypes.map(Reflect.ownKeys)).toEqual(before)
  })

  it('would detect an opened file', async () => {
    const opened: string[] = []
    await openedBy.run(opened, () => caught(access('/nowhere')))
    expect(opened).not.toEqual([])
  })
})

describe('createVerifier', () => {
  const huge = cases.filter(({ group, recipe }) => group === 'size' && recipe !== undefined)

  it('has six huge inputs', () => {
    expect(huge).toHaveLength(6)
  })

  it.each(huge)('refuses $id before it parses or computes a MAC', async one => {
    const { keyring, count } = countingKeyring(one.secret)
    const times = { clockTolerance: 0, maxTokenAge: undefined, tokensWithoutIat: 'revoked' } as const
    const settings = { maxTokenBytes: 8192, devTokens: true, ...times }
    const verify = createVerifier(
      keyring,
      settings,
      () => ({}),
      () => one.now,
    )
    const parsed: unknown[] = []
    const parse = JSON.parse
    JSON.parse = (text: string) => {
      parsed.push(text)
      return parse(text)
    }
    try {
      expect(await reasonOf(() => verify(hostileInput(one)))).toBe('token_malformed')
    } finally {
      JSON.parse = parse
    }
    expect({ parsed, verified: count() }).toEqual({ parsed: [], verified: 0 })
  })
})
