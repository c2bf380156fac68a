import { createTokenProvider, type TokenProvider, type TokenProviderOptions } from '@stream-token/core'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { exchange } from './exchange.js'
import type { Cell, Host, Served } from './host.js'
import { memoryStoreWith, type StoreWith } from './preset-cutoffs.js'
import { createTestVerifyUser } from './test-user.js'
import { tokenOutcome } from './token-outcome.js'
import { isSendable, UNSENDABLE } from './unsendable.js'
import { GOLDEN } from './vectors.js'
import { VERIFY_CASES, type VerifyCase } from './verify-case.js'

/** How the cutoffs of cases are stored: tokens issued before a cutoff are revoked. */
export interface VerifySuiteOptions {
  /** Creates a store with the cutoffs of a case. Default: a memory store. */
  readonly storeWith?: StoreWith
}

/** Values of `NODE_ENV` other than 'development' and 'test'; undefined: it is not set. */
const OTHER_ENVIRONMENTS = ['production', 'staging', 'Development', 'test ', '', undefined] as const

const DEV_TOKENS: TokenProviderOptions = {
  apiKey: 'conformance-golden',
  apiSecret: GOLDEN.secret,
  devTokens: true,
  streamApi: false,
}

/** Creates a provider, like `createTokenProvider`. */
export type ProviderFactory = (options: TokenProviderOptions) => TokenProvider

/**
 * Declares the tests of token verification: tokens of Stream's SDKs, and 304 hostile tokens. A provider must accept or
 * reject each as the vectors specify. The guards of a host must respond according to the provider's decision.
 *
 * @example
 * ```ts
 * import { verifySuite } from '@stream-token/conformance'
 * import { createTokenProvider } from '@stream-token/core'
 *
 * verifySuite(createTokenProvider)
 * ```
 */
export function verifySuite(
  subject: ProviderFactory | Host,
  { storeWith = memoryStoreWith }: VerifySuiteOptions = {},
): void {
  if (typeof subject === 'function') describe('verifyToken', () => providerTests(subject, storeWith))
  else describe(`${subject.name}: guards`, () => hostTests(subject, storeWith))
}

function providerTests(create: ProviderFactory, storeWith: StoreWith): void {
  const usable = VERIFY_CASES.filter(({ hasUsableSecret }) => hasUsableSecret)

  it.each(usable)('decides $id', async one => {
    const { outcome } = await tokenOutcome(create(await one.options(storeWith)), one)
    if (one.outcomes === undefined) expect(outcome).toHaveProperty('result')
    else expect(one.outcomes).toContainEqual(outcome)
  })

  it.each(VERIFY_CASES.filter(one => !usable.includes(one)))('refuses the secret of $id', async one => {
    const options = await one.options(storeWith)
    expect(() => create(options)).toThrow(expect.objectContaining({ reason: 'config_invalid' }))
  })

  devTokenTests(async () => create(DEV_TOKENS))
}

function hostTests(host: Host, storeWith: StoreWith): void {
  const apps = new Map<string, Promise<Served>>()
  const app = (one: VerifyCase): Promise<Served> => {
    const served = apps.get(one.app) ?? serve(host, one, storeWith)
    apps.set(one.app, served)
    return served
  }
  afterAll(async () => {
    for (const served of apps.values()) await (await served).close()
  })

  const started = VERIFY_CASES.filter(({ hasUsableSecret }) => hasUsableSecret)
  const unsendable = new Set(UNSENDABLE.flatMap(({ cases }) => cases))

  it('skips only tokens that a header cannot carry', () => {
    const found = started.filter(({ input }) => !isSendable(input())).map(({ id }) => id)
    expect(found.sort()).toEqual([...unsendable].sort())
  })

  it.each(started.filter(({ id }) => !unsendable.has(id)))('responds to $id', async one => {
    const provider = createTokenProvider(await one.options(storeWith))
    const { reply } = await tokenOutcome(provider, one)
    const { url } = await app(one)
    const headers = [['Authorization', `Bearer ${one.input()}`]] as const
    const target = `/guarded/${one.kind}`
    const response = await exchange(url, { method: 'GET', target, headers }, 5, template => template)
    expect(response).toMatchObject({ status: reply.status, body: reply.body })
    expect(response.headers.get('www-authenticate')).toBe(reply.headers['www-authenticate'])
    expect(response.headers.get('retry-after')).toBe(reply.headers['retry-after'])
  })

  devTokenTests(async () =>
    host.serve({
      ...firstCell(host),
      setting: 'dev tokens',
      options: DEV_TOKENS,
      verifyUser: createTestVerifyUser(),
    }),
  )
}

/** A developer token is unsigned: an app that reads it must not start elsewhere than where it is developed. */
function devTokenTests(start: () => Promise<unknown>): void {
  it.each(OTHER_ENVIRONMENTS)('refuses devTokens where NODE_ENV is %j', async environment => {
    vi.stubEnv('NODE_ENV', environment)
    try {
      await expect(start()).rejects.toMatchObject({ reason: 'config_invalid' })
    } finally {
      vi.unstubAllEnvs()
    }
  })
}

async function serve(host: Host, one: VerifyCase, storeWith: StoreWith): Promise<Served> {
  const options = await one.options(storeWith)
  return host.serve({ ...firstCell(host), setting: one.app, options, verifyUser: createTestVerifyUser() })
}

function firstCell({ cells: [cell = { parser: 'none', mount: 'root' }] }: Host): Cell {
  return cell
}
