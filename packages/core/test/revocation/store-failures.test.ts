import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { TokenProviderEvent } from '../../src/events/events.js'
import { refusal } from '../fixture/caught.js'
import { fakeTime, rest, settled } from '../fixture/fake-time.js'
import { fixedProvider, NOW } from '../fixture/fixed-provider.js'
import { pair, readingStore } from '../fixture/store-doubles.js'

const ROUNDS = process.env.TEST_FULL === undefined ? 200 : 10_000

const FAILURES: readonly [string, () => unknown][] = [
  [
    'throws',
    () => {
      throw new Error('down')
    },
  ],
  [
    'throws an error of status 401',
    () => {
      throw Object.assign(new Error('down'), { status: 401 })
    },
  ],
  ['rejects', () => Promise.reject(new Error('down'))],
  ['rejects with undefined', () => Promise.reject()],
  ['hangs', () => new Promise(() => {})],
  ['returns null', () => null],
  ['returns undefined', () => undefined],
  ['returns a number', () => NOW],
  ['returns a string', () => 'nothing'],
  ['returns an array', () => []],
  ['returns a Map', () => new Map()],
  ['returns rows', () => ({ rows: [] })],
  ['returns NaN', () => ({ user: pair(Number.NaN) })],
  ['resolves with Infinity', async () => ({ app: pair(Number.POSITIVE_INFINITY) })],
  ['resolves with a cutoff without a version', async () => ({ user: NOW })],
  ['resolves with a cutoff as a string', async () => ({ user: { version: 1, value: String(NOW) } })],
  ['resolves with a null cutoff', async () => ({ user: null })],
  ['resolves with null', async () => null],
  ['resolves with an array', async () => []],
  ['resolves with rows', async () => ({ rows: [] })],
  [
    'returns an object with a throwing getter',
    () => ({
      get user() {
        throw new Error('down')
      },
    }),
  ],
  [
    'returns an object with a throwing then',
    () => ({
      // biome-ignore lint/suspicious/noThenProperty: this case tests it
      get then() {
        throw new Error('down')
      },
    }),
  ],
]

beforeEach(() => fakeTime(NOW))
afterEach(() => void vi.useRealTimers())

describe.each(FAILURES)('with a store that %s', (_name, read) => {
  it(`refuses all ${ROUNDS} verifications with 503 and Retry-After`, async () => {
    const provider = fixedProvider({ revocations: readingStore(read) })
    const token = await fixedProvider().createToken('john')
    const other = await fixedProvider().createToken('jane')
    const found: unknown[] = []
    for (let left = ROUNDS; left > 0; left -= 100) {
      const errors = Array.from({ length: 100 }, (_, at) =>
        refusal(provider.verifyToken(at % 2 ? token : other)),
      )
      found.push(...(await settled(Promise.all(errors))))
    }
    const refusals = new Set(
      found.map(error => {
        const { status, reason, headers } = error as { status: number; reason: string; headers: object }
        return JSON.stringify([status, reason, headers])
      }),
    )
    expect([...refusals]).toEqual([JSON.stringify([503, 'revocation_state_unknown', { 'retry-after': '1' }])])
    expect(found).toHaveLength(ROUNDS)
  })

  it('mints no token, by the endpoint or createToken, and is not ready', async () => {
    const events: TokenProviderEvent[] = []
    const provider = fixedProvider({ revocations: readingStore(read), onEvent: event => events.push(event) })
    const request = new Request('https://app.example/stream/token', { method: 'POST' })
    const reply = await settled(provider.endpoint(() => 'john').fetch(request))
    expect([reply.status, reply.headers.get('retry-after'), await reply.json()]).toMatchObject([
      503,
      '1',
      { reason: 'revocation_state_unknown' },
    ])
    const calls = [provider.createToken('john'), provider.ready()].map(refusal)
    const errors = await settled(Promise.all(calls))
    expect(errors.map(({ reason }) => reason)).toEqual(Array(2).fill('revocation_state_unknown'))
    expect(events.map(({ type }) => type)).toEqual(['store_unknown', 'refused'])
    expect(JSON.stringify(events)).not.toContain('down')
  })
})

describe('with a store that works again', () => {
  it('verifies tokens again, and emits store_recovered', async () => {
    const events: string[] = []
    let broken = true
    const store = readingStore(() => (broken ? Promise.reject(new Error('down')) : Promise.resolve({})))
    const provider = fixedProvider({ revocations: store, onEvent: ({ type }) => events.push(type) })
    const token = await fixedProvider().createToken('john')
    await refusal(provider.verifyToken(token))
    broken = false
    await rest()
    expect(await provider.verifyToken(token)).toHaveProperty('userId', 'john')
    expect(events).toEqual(['store_unknown', 'store_recovered'])
  })
})
