import { describe, expect, it } from 'vitest'
import { memoryRevocationStore } from '../../src/index.js'
import { OPTION_RULES } from '../../src/settings/option-rules.js'
import type { TokenProviderOptions } from '../../src/settings/options.js'
import { parseOptions } from '../../src/settings/settings.js'
import { refusal } from '../fixture/caught.js'

const SECRET = 's'.repeat(32)
const TEN_YEARS = 315_360_000
const fn = (): void => {}
const store = { read: fn, write: fn }
const NO_NUMBER: readonly unknown[] = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  -1,
  '5',
  true,
  {},
  [],
  null,
  5n,
]
const NO_SWITCH: readonly unknown[] = ['true', 1, 0, null, {}]
const NO_FUNCTION: readonly unknown[] = ['fn', 1, {}, [], null]
const path = (...texts: string[]): string[] => texts

/** What each option takes, at the edges of its range, and what it does not. */
const TABLE: Readonly<
  Record<keyof TokenProviderOptions, readonly [good: readonly unknown[], bad: readonly unknown[]]>
> = {
  apiKey: [
    ['k', 'abc123', 'undefinedkey'],
    ['', ' ', ' key', 'key\n', 'a key', 'undefined', 'null', 5, null, {}, ['key']],
  ],
  apiSecret: [
    [SECRET, [SECRET], Array(10).fill(SECRET)],
    [[], Array(11).fill(SECRET), 5, null, {}, [5], [SECRET, null]],
  ],
  allowShortSecret: [[true, false], NO_SWITCH],
  basePath: [
    path('', '/stream', '/a/b', '/ä', '/.well-known/x'),
    [
      ...path(
        '/',
        'stream',
        '/stream/',
        '//',
        '/a//b',
        '/a?b',
        '/a#b',
        '/a b',
        '/:id',
        '/a/*',
        '/(a)',
        '/{a}',
        ' ',
      ),
      5,
      null,
    ],
  ],
  expiresIn: [
    [1, 3600, TEN_YEARS, null],
    [0, TEN_YEARS + 1, 1.5, ...NO_NUMBER.filter(value => value !== null)],
  ],
  maxExpiresIn: [
    [1, 86_400, TEN_YEARS],
    [0, TEN_YEARS + 1, 1.5, ...NO_NUMBER],
  ],
  backdate: [
    [0, 5, 300],
    [301, 0.5, ...NO_NUMBER],
  ],
  clockSkew: [
    [0, 0.2, 0.5],
    [0.51, ...NO_NUMBER],
  ],
  clockTolerance: [
    [0, 0.5, 300],
    [300.1, ...NO_NUMBER],
  ],
  verifyUserTimeout: [
    [0.001, 5, 300],
    [0, 301, ...NO_NUMBER],
  ],
  maxPending: [
    [1, 256, 1_000_000],
    [0, 1_000_001, 1.5, ...NO_NUMBER],
  ],
  maxHeld: [
    [1, 10_000, 1_000_000],
    [0, 1_000_001, 1.5, ...NO_NUMBER],
  ],
  bodyLimit: [
    [1, 4096, 1_048_576],
    [0, 1_048_577, 1.5, ...NO_NUMBER],
  ],
  bodyTimeout: [
    [0.001, 10, 300],
    [0, 301, ...NO_NUMBER],
  ],
  maxTokenBytes: [
    [256, 8192, 65_536],
    [255, 65_537, 300.5, ...NO_NUMBER],
  ],
  revocations: [
    [store, memoryRevocationStore()],
    [{}, { read: fn }, { write: fn }, { read: 1, write: 1 }, ...NO_FUNCTION],
  ],
  streamApi: [
    [
      false,
      {},
      { baseUrl: 'http://localhost:3030', timeout: 0.001, retries: 0 },
      { timeout: 300, retries: 10 },
    ],
    [
      true,
      { baseUrl: 'ftp://a' },
      { baseUrl: 'https://a/?x' },
      { timeout: 0 },
      { retries: 11 },
      { retry: 1 },
      5,
      null,
    ],
  ],
  tokensWithoutIat: [
    ['revoked', 'valid'],
    ['Valid', '', true, null],
  ],
  maxTokenAge: [
    [1, TEN_YEARS],
    [0, TEN_YEARS + 1, 1.5, ...NO_NUMBER],
  ],
  maxStale: [[10], [0, 3601, ...NO_NUMBER]],
  storeTimeout: [
    [0.001, 0.25, 60],
    [0, 61, ...NO_NUMBER],
  ],
  devTokens: [[true, false], NO_SWITCH],
  allowDevTokensInProduction: [[true, false], NO_SWITCH],
  guests: [[false], [true, { expiresIn: 0 }, { expiresIn: null }, { name: 'x' }, 5, null]],
  authorizeRevocation: [[fn], NO_FUNCTION],
  allowedOrigins: [
    [
      [],
      ['https://a.example'],
      ['http://localhost:3000', 'https://a.example:8443'],
      ['capacitor://localhost', 'chrome-extension://abcdef'],
      () => true,
    ],
    [
      ...path(
        '*',
        'null',
        'https://*.a.example',
        'https://a.example/',
        'https://a.example/x',
        'https://A.example',
        'https://a.example:443',
        'http://a.example:80',
        'a.example',
        '//a.example',
        '',
        'https://',
        'https://user@a.example',
        'https://a.example?x',
        'capacitor://',
        'capacitor://a/b',
        'file:///',
      ).map(origin => [origin]),
      'https://a.example',
      [5],
      true,
      null,
      {},
    ],
  ],
  rateLimit: [[{ consume: fn }], [{}, { consume: 1 }, ...NO_FUNCTION]],
  onEvent: [[fn, async () => {}], NO_FUNCTION],
  clock: [[Date.now, () => 0], NO_FUNCTION],
}
const rows = Object.entries(TABLE)

describe('OPTION_RULES', () => {
  it('has a rule for each option', () => {
    expect(Object.keys(OPTION_RULES).sort()).toEqual(Object.keys(TABLE).sort())
  })

  it.each(rows)('takes good values of %s', (name, [good]) => {
    for (const value of good) expect(() => parseOptions({ [name]: value }), String(value)).not.toThrow()
  })

  it.each(rows)('refuses bad values of %s, naming the rule', async (name, [, bad]) => {
    expect(bad.length).toBeGreaterThan(0)
    for (const value of bad) {
      const { reason, message } = await refusal(() => parseOptions({ [name]: value }))
      const rule = `${name} must be ${OPTION_RULES[name as keyof TokenProviderOptions].words}`
      expect([reason, message.startsWith(rule)], `${name}: ${String(value)} ${message}`).toEqual([
        'config_invalid',
        true,
      ])
    }
  })
})

describe('unavailable', () => {
  it.each<[string, unknown]>([
    ['maxStale', 1],
    ['guests', {}],
  ])('refuses %s rather than ignoring it, while its part is not there', async (name, value) => {
    expect((await refusal(() => parseOptions({ [name]: value }))).message).toBe(
      `${name} is not available yet.`,
    )
  })
})
