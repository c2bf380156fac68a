import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { TokenProviderEvent } from '../src/events/events.js'
import { CANARY, events, make, ORIGIN, PATHS, provider, settings, thrown } from './fixture/canary-paths.js'
import { caught } from './fixture/caught.js'
import { printed } from './fixture/leaks.js'

async function outcome(path: () => unknown): Promise<unknown> {
  try {
    const found = await path()
    return found instanceof Response
      ? { ...found, headers: [...found.headers], body: await found.text() }
      : found
  } catch (error) {
    return error
  }
}

/** An event without the origin that the message of `origin_forbidden` names; everything else in it stays. */
function withoutOrigin(event: TokenProviderEvent): TokenProviderEvent {
  if (event.type !== 'refused' || event.reason !== 'origin_forbidden') return event
  return { ...event, message: event.message.replace(`A page of ${ORIGIN} sent`, 'A page sent') }
}

const written: unknown[] = []
beforeEach(() => {
  events.length = 0
  written.length = 0
  for (const method of ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const) {
    vi.spyOn(console, method).mockImplementation((...parts) => void written.push(...parts))
  }
})
afterEach(() => void vi.restoreAllMocks())

describe('every refusal', () => {
  it('is tested on at least 80 paths', () => {
    expect(Object.keys(PATHS).length).toBeGreaterThanOrEqual(80)
  })

  it.each(Object.entries(PATHS))(
    'shows no secret, token, claim, cookie, body or cause: %s',
    async (_name, path) => {
      const found = await outcome(path)
      expect(
        found instanceof Error || JSON.stringify(found).match(/"status":[45]|"reason"|urn:/) !== null,
      ).toBe(true)
      for (const shown of [found, ...events.map(withoutOrigin), ...written])
        expect(printed(shown)).not.toMatch(new RegExp(CANARY, 'i'))
      expect(written).toEqual([])
    },
  )
})

describe('a provider', () => {
  it.each([
    ['the provider', provider],
    ['a provider without a key', make({ apiKey: undefined })],
    ['the endpoint', provider.endpoint(() => null)],
    ['an error', caught(provider.createToken(''))],
  ])('is printed and serialized without its secret: %s', async (_name, value) => {
    await provider.createToken('john')
    expect(printed(await value)).not.toContain(CANARY)
  })

  it('would fail these tests if it showed its secret', () => {
    expect(printed({ provider: { deep: { settings } } })).toContain(CANARY)
    expect(printed(new Error('x', { cause: thrown() }))).toContain(CANARY)
  })
})
