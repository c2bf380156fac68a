import type { TokenProviderOptions } from '@stream-token/core'
import { hostileInput } from './hostile-input.js'
import { presetCutoffs, type StoreWith } from './preset-cutoffs.js'
import { GOLDEN, type GoldenCase, HOSTILE, type HostileCase, type HostileVerdict } from './vectors.js'

/** A token, the app that reads it, and what the app must find. */
export interface VerifyCase {
  readonly id: string
  readonly kind: 'user' | 'server'
  /** Made when asked for: some are megabytes. */
  readonly input: () => unknown
  /** The verdicts that are right; undefined: any, as long as every reader comes to the same. */
  readonly verdicts: readonly HostileVerdict[] | undefined
  /** Whether an app with this secret starts at all. */
  readonly hasUsableSecret: boolean
  /** The same for cases that one app can read. */
  readonly app: string
  options(storeWith: StoreWith): Promise<TokenProviderOptions>
}

/** The instant at which the golden tokens are read, as a NumericDate. */
const GOLDEN_NOW = 1_800_000_000

const golden = (one: GoldenCase): VerifyCase => {
  const { server, dev = false, userId = '' } = one.input
  return {
    id: `golden/${one.name}`,
    kind: server === true ? 'server' : 'user',
    input: () => one.token,
    verdicts: [server === true ? { result: 'accept', server } : { result: 'accept', userId }],
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
  const rejections = codes.map((code): HostileVerdict => ({ result: 'reject', code }))
  return {
    id: one.id,
    kind,
    input: () => hostileInput(one),
    verdicts: one.strength === 'either' ? undefined : rejections.length > 0 ? rejections : [expect],
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

/** Every token of the vectors. */
export const VERIFY_CASES: readonly VerifyCase[] = [
  ...GOLDEN.cases.map(golden),
  ...HOSTILE.cases.map(hostile),
]
