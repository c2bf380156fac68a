import type { TokenProviderOptions } from '@stream-token/core'
import { hostileInput } from './hostile-input.js'
import { presetCutoffs, type StoreWith } from './preset-cutoffs.js'
import { GOLDEN, type GoldenCase, HOSTILE, type HostileCase, type HostileOutcome } from './vectors.js'

/** A token, the options of the app that verifies it, and the expected outcome. */
export interface VerifyCase {
  readonly id: string
  readonly kind: 'user' | 'server'
  /** A function, because some inputs have several megabytes. */
  readonly input: () => unknown
  /** The accepted outcomes; undefined: any, but guards and `verifyToken` must agree. */
  readonly outcomes: readonly HostileOutcome[] | undefined
  /** Whether a provider accepts this secret. */
  readonly hasUsableSecret: boolean
  /** A key that is equal for cases which can share one app. */
  readonly app: string
  options(storeWith: StoreWith): Promise<TokenProviderOptions>
}

/** The current time for the golden tokens, as a NumericDate. */
const GOLDEN_NOW = 1_800_000_000

const golden = (one: GoldenCase): VerifyCase => {
  const { server, dev = false, userId = '' } = one.input
  return {
    id: `golden/${one.name}`,
    kind: server === true ? 'server' : 'user',
    input: () => one.token,
    outcomes: [server === true ? { result: 'accept', server } : { result: 'accept', userId }],
    hasUsableSecret: true,
    app: `golden, dev tokens ${dev}`,
    options: async () => ({
      apiKey: 'conformance-golden',
      apiSecret: GOLDEN.secret,
      clock: () => GOLDEN_NOW * 1000,
      devTokens: dev,
      streamApi: false,
    }),
  }
}

const hostile = (one: HostileCase): VerifyCase => {
  const { secret, now, nowMs = now * 1000, options, expect, alsoCodes = [] } = one
  const { mode: kind, ...others } = options
  const codes = expect.result === 'reject' ? [expect.code, ...alsoCodes] : []
  const rejections = codes.map((code): HostileOutcome => ({ result: 'reject', code }))
  return {
    id: one.id,
    kind,
    input: () => hostileInput(one),
    outcomes: one.strength === 'either' ? undefined : rejections.length > 0 ? rejections : [expect],
    hasUsableSecret: secret !== '',
    app: JSON.stringify({ secret, nowMs, ...others }),
    options: async storeWith => ({
      apiKey: 'conformance-hostile',
      apiSecret: secret,
      clock: () => nowMs,
      clockTolerance: options.leewaySec,
      devTokens: options.devTokens,
      maxTokenBytes: options.maxTokenBytes,
      tokensWithoutIat: options.noIat === 'accept' ? 'valid' : 'revoked',
      revocations: await presetCutoffs(options, storeWith),
      streamApi: false,
    }),
  }
}

/** All tokens of the vectors. */
export const VERIFY_CASES: readonly VerifyCase[] = [
  ...GOLDEN.cases.map(golden),
  ...HOSTILE.cases.map(hostile),
]
