import { describe, expect, it } from 'vitest'
import type { TokenProviderEvent } from '../../src/events/events.js'
import type { TokenProviderOptions } from '../../src/settings/options.js'
import type { CreateTokenOptions } from '../../src/token/create-token-options.js'
import { fixedProvider, NOW } from '../fixture/fixed-provider.js'

async function times(options: CreateTokenOptions = {}, settings: TokenProviderOptions = {}) {
  const provider = fixedProvider(settings)
  const { issuedAt, expiresAt } = await provider.verifyToken(await provider.createToken('john', options))
  return [issuedAt, expiresAt]
}

describe('createToken', () => {
  it.each<[string, CreateTokenOptions, TokenProviderOptions, (number | undefined)[]]>([
    ['for an hour, issued five seconds ago', {}, {}, [NOW - 5, NOW + 3600]],
    ['for expiresIn', { expiresIn: 60 }, {}, [NOW - 5, NOW + 60]],
    ['for the expiresIn of the provider', {}, { expiresIn: 60 }, [NOW - 5, NOW + 60]],
    ['until expiresAt', { expiresAt: NOW + 1 }, {}, [NOW - 5, NOW + 1]],
    ['without an expiry', { expiresIn: null }, {}, [NOW - 5, undefined]],
    ['without an expiry, as the provider sets', {}, { expiresIn: null }, [NOW - 5, undefined]],
    [
      'until expiresAt if the provider sets no expiry',
      { expiresAt: NOW + 1 },
      { expiresIn: null },
      [NOW - 5, NOW + 1],
    ],
    [
      'for longer than maxExpiresIn, which limits verifyUser only',
      { expiresIn: 100_000 },
      {},
      [NOW - 5, NOW + 100_000],
    ],
    ['without backdate', {}, { backdate: 0 }, [NOW, NOW + 3600]],
    ['with a larger backdate', {}, { backdate: 300 }, [NOW - 300, NOW + 3600]],
    ['issued at issuedAt', { issuedAt: NOW - 1000 }, {}, [NOW - 1000, NOW + 3600]],
    ['issued in 1970', { issuedAt: 0 }, {}, [0, NOW + 3600]],
    ['without iat', { issuedAt: null }, {}, [undefined, NOW + 3600]],
    [
      'with the defaults for undefined options',
      { expiresIn: undefined, issuedAt: undefined },
      {},
      [NOW - 5, NOW + 3600],
    ],
  ])('mints a token %s', async (_name, options, settings, expected) => {
    expect(await times(options, settings)).toEqual(expected)
  })

  it('rounds its times down to whole seconds', async () => {
    expect(await times({}, { clock: () => NOW * 1000 + 999, backdate: 0 })).toEqual([NOW, NOW + 3600])
  })

  it('reads the clock for each token', async () => {
    let at = NOW
    const provider = fixedProvider({ clock: () => at * 1000, backdate: 0 })
    const first = await provider.createToken('john')
    at++
    expect(await provider.createToken('john')).not.toBe(first)
  })

  it('emits an event that contains no part of the token', async () => {
    const events: TokenProviderEvent[] = []
    const provider = fixedProvider({ onEvent: event => events.push(event) })
    const token = await provider.createToken('john', { expiresIn: null, claims: { note: 'canary' } })
    expect(events).toEqual([
      {
        type: 'issued',
        at: NOW,
        userId: 'john',
        expiresAt: null,
        tokenId: expect.stringMatching(/^[0-9a-f]{16}$/),
      },
    ])
    for (const part of [...token.split('.'), 'canary']) expect(JSON.stringify(events)).not.toContain(part)
  })
})
