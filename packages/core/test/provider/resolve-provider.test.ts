import { describe, expect, it } from 'vitest'
import { resolveProvider } from '../../src/provider/resolve-provider.js'
import { reasonOf, refusal } from '../fixture/caught.js'
import { fixedProvider, SECRET } from '../fixture/fixed-provider.js'

const provider = fixedProvider()

describe('resolveProvider', () => {
  it('accepts an existing provider', () => {
    expect(resolveProvider({ provider })).toBe(provider)
  })

  it('creates a provider with and without options', async () => {
    expect(resolveProvider({ apiKey: 'other', apiSecret: SECRET }).apiKey).toBe('other')
    expect(resolveProvider()).toHaveProperty('endpoint')
  })

  it('refuses a provider together with an option, without showing its value', async () => {
    const { reason, message } = await refusal(() =>
      resolveProvider({ provider, apiSecret: 'canary' } as never),
    )
    expect([reason, message]).toEqual(['config_invalid', expect.not.stringContaining('canary')])
  })

  it.each([[undefined], [null], [{}], ['provider'], [() => provider]])(
    'refuses %j as the provider',
    async wrong => {
      expect(await reasonOf(() => resolveProvider({ provider: wrong } as never))).toBe('config_invalid')
    },
  )

  it.each([[null], ['options'], [5]])('refuses %j as the options', async wrong => {
    expect(await reasonOf(() => resolveProvider(wrong as never))).toBe('config_invalid')
  })
})
