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
const NOT_A_NUMBER: readonly unknown[] = [
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
const NOT_A_BOOLEAN: readonly unknown[] = ['true', 1, 0, null, {}]
const NOT_A_FUNCTION: readonly unknown[] = ['fn', 1, {}, [], null]
const path = (...texts: string[]): string[] => texts

/** Values that each option accepts, at the limits of its range, and values that it refuses. */
const TABLE: Readonly<
  Record<keyof TokenProviderOptions, readonly [good: readonly unknown[], bad: readonly unknown[]]>
> = {
  apiKey: [
    ['k', 'abc123', 'undefinedkey', () => 'key'],
    [5, null, {}, ['key']],
  ],
  apiSecret: [
    [SECRET, [SECRET], Array(10).fill(SECRET), async () => SECRET],
    [[], Array(11).fill(SECRET), 5, null, {}, [5], [SECRET, null]],
  ],
  allowShortSecret: [[true, false], NOT_A_BOOLEAN],
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
    [0, TEN_YEARS + 1, 1.5, ...NOT_A_NUMBER.filter(value => value !== null)],
  ],
  maxExpiresIn: [
    [1, 86_400, TEN_YEARS],
    [0, TEN_YEARS + 1, 1.5, ...NOT_A_NUMBER],
  ],
  backdate: [
    [0, 5, 300],
    [301, 0.5, ...NOT_A_NUMBER],
  ],
  clockSkew: [
    [0, 0.2, 0.3],
    [0.301, ...NOT_A_NUMBER],
  ],
  clockTolerance: [
    [0, 0.5, 300],
    [300.1, ...NOT_A_NUMBER],
  ],
  verifyUserTimeout: [
    [0.001, 5, 300],
    [0, 301, ...NOT_A_NUMBER],
  ],
  maxPending: [
    [1, 256, 1_000_000],
    [0, 1_000_001, 1.5, ...NOT_A_NUMBER],
  ],
  maxHeld: [
    [1, 10_000, 1_000_000],
    [0, 1_000_001, 1.5, ...NOT_A_NUMBER],
  ],
  bodyLimit: [
    [1, 4096, 1_048_576],
    [0, 1_048_577, 1.5, ...NOT_A_NUMBER],
  ],
  bodyTimeout: [
    [0.001, 10, 300],
    [0, 301, ...NOT_A_NUMBER],
  ],
  maxTokenBytes: [
    [256, 8192, 65_536],
    [255, 65_537, 300.5, ...NOT_A_NUMBER],
  ],
  revocations: [
    [store, memoryRevocationStore()],
    [{}, { read: fn }, { write: fn }, { read: 1, write: 1 }, ...NOT_A_FUNCTION],
  ],
  streamApi: [
    [
      false,
      {},
      { baseUrl: 'http://localhost:3030', timeout: 0.001, retries: 0 },
      ...path(
        'https://chat.example',
        'http://app.localhost:1',
        'http://127.0.0.2',
        'http://[::1]:3030/api',
      ).map(baseUrl => ({ baseUrl })),
      { timeout: 300, retries: 10 },
    ],
    [
      true,
      ...path(
        'ftp://a',
        'https://a/?x',
        'https://a/#x',
        'https://',
        'chat.example',
        '',
        'http://chat.example',
      ).map(baseUrl => ({ baseUrl })),
      ...path(
        '10.0.0.1',
        '0.0.0.0',
        '[::2]',
        'localhost.a.example',
        '127.0.0.1.a.example',
        'localhost@a.example',
        'notlocalhost',
      ).map(host => ({ baseUrl: `http://${host}` })),
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
    [0, TEN_YEARS + 1, 1.5, ...NOT_A_NUMBER],
  ],
  storeTimeout: [
    [0.001, 1, 60],
    [0, 60.1, ...NOT_A_NUMBER],
  ],
  writeTimeout: [
    [0.001, 5, 60],
    [0, 60.1, ...NOT_A_NUMBER],
  ],
  devTokens: [[true, false], NOT_A_BOOLEAN],
  allowDevTokensInProduction: [[true, false], NOT_A_BOOLEAN],
  guests: [
    [false, {}, { expiresIn: 1 }, { expiresIn: TEN_YEARS }, { expiresIn: undefined }],
    [
      ...[true, 5, null, 'true', [], { name: 'x' }],
      ...[0, -1, 1.5, TEN_YEARS + 1, '60', null].map(expiresIn => ({ expiresIn })),
    ],
  ],
  authorizeRevocation: [[fn], NOT_A_FUNCTION],
  allowedOrigins: [
    [
      [],
      ['https://a.example'],
      ['http://localhost:3000', 'https://a.example:8443'],
      ['capacitor://localhost', 'chrome-extension://abcdef'],
      () => true,
      async () => true,
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
      (_origin: string, callback: () => void) => callback(),
    ],
  ],
  allowedHeaders: [
    [[], ['x-csrftoken', 'X-Requested-With']],
    [['*'], ['a b'], ['a,b'], ['a:b'], [''], ['x-é'], [5], Array(51).fill('x'), 'x-csrftoken', true, null],
  ],
  rateLimit: [[{ consume: fn }], [{}, { consume: 1 }, ...NOT_A_FUNCTION]],
  onEvent: [[fn, async () => {}], NOT_A_FUNCTION],
  onServerError: [
    ['respond', 'forward'],
    ['throw', '', true, null],
  ],
  waitUntil: [[fn, async () => {}], NOT_A_FUNCTION],
  clock: [[Date.now, () => 0], NOT_A_FUNCTION],
}
const rows = Object.entries(TABLE)

describe('OPTION_RULES', () => {
  it('has a rule for each option', () => {
    expect(Object.keys(OPTION_RULES).sort()).toEqual(Object.keys(TABLE).sort())
  })

  it.each(rows)('accepts valid values of %s', (name, [good]) => {
    for (const value of good) expect(() => parseOptions({ [name]: value }), String(value)).not.toThrow()
  })

  it.each(rows)('refuses invalid values of %s, and names the rule', async (name, [, bad]) => {
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
