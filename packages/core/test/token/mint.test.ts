import { describe, expect, it } from 'vitest'
import type { TokenProviderEvent } from '../../src/events/events.js'
import type { TokenProviderOptions } from '../../src/settings/options.js'
import type { CreateTokenOptions } from '../../src/token/sign.js'
import { fixedProvider, NOW } from '../fixture/fixed-provider.js'

async function times(options: CreateTokenOptions = {}, settings: TokenProviderOptions = {}) {
  const provider = fixedProvider(settings)
  const { issuedAt, expiresAt } = await provider.verifyToken(await provider.createToken('john', options))
  return [issuedAt, expiresAt]
}

describe('createToken', () => {
  it.each<[string, CreateTokenOptions, TokenProviderOptions, (number | undefined)[]]>([
    ['an hour from now, issued five seconds ago', {}, {}, [NOW - 5, NOW + 3600]],
    ['for expiresIn', { expiresIn: 60 }, {}, [NOW - 5, NOW + 60]],
    ['for the expiresIn of the options', {}, { expiresIn: 60 }, [NOW - 5, NOW + 60]],
    ['until expiresAt', { expiresAt: NOW + 1 }, {}, [NOW - 5, NOW + 1]],
    ['for ever', { expiresIn: null }, {}, [NOW - 5, undefined]],
    ['for ever, as the options say', {}, { expiresIn: null }, [NOW - 5, undefined]],
    [
      'until expiresAt where the options say for ever',
      { expiresAt: NOW + 1 },
      { expiresIn: null },
      [NOW - 5, NOW + 1],
    ],
    [
      'for longer than maxExpiresIn, which bounds verifyUser only',
      { expiresIn: 100_000 },
      {},
      [NOW - 5, NOW + 100_000],
    ],
    ['without backdate', {}, { backdate: 0 }, [NOW, NOW + 3600]],
    ['with a larger backdate', {}, { backdate: 300 }, [NOW - 300, NOW + 3600]],
    ['issued when it is told', { issuedAt: NOW - 1000 }, {}, [NOW - 1000, NOW + 3600]],
    ['issued in 1970', { issuedAt: 0 }, {}, [0, NOW + 3600]],
    ['without iat', { issuedAt: null }, {}, [undefined, NOW + 3600]],
    [
      'for undefined, as if it were not given',
      { expiresIn: undefined, issuedAt: undefined },
      {},
      [NOW - 5, NOW + 3600],
    ],
  ])('mints %s', async (_name, options, settings, expected) => {
    expect(await times(options, settings)).toEqual(expected)
  })

  it('writes whole seconds, none of them ahead of a clock between two', async () => {
    expect(await times({}, { clock: () => NOW * 1000 + 999, backdate: 0 })).toEqual([NOW, NOW + 3600])
  })

  it('asks the clock for each token', async () => {
    let at = NOW
    const provider = fixedProvider({ clock: () => at * 1000, backdate: 0 })
    const first = await provider.createToken('john')
    at++
    expect(await provider.createToken('john')).not.toBe(first)
  })

  it('tells onEvent of the token without giving it away', async () => {
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
