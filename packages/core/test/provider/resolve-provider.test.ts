import { describe, expect, it } from 'vitest'
import { resolveProvider } from '../../src/provider/resolve-provider.js'
import { reasonOf, refusal } from '../fixture/caught.js'
import { fixedProvider, SECRET } from '../fixture/fixed-provider.js'

const provider = fixedProvider()

describe('resolveProvider', () => {
  it('takes a provider that is made already', () => {
    expect(resolveProvider({ provider })).toBe(provider)
  })

  it('makes one from options, and from nothing', async () => {
    expect(resolveProvider({ apiKey: 'other', apiSecret: SECRET }).apiKey).toBe('other')
    expect(resolveProvider()).toHaveProperty('endpoint')
  })

  it('refuses a provider beside an option, without naming its value', async () => {
    const { reason, message } = await refusal(() =>
      resolveProvider({ provider, apiSecret: 'canary' } as never),
    )
    expect([reason, message]).toEqual(['config_invalid', expect.not.stringContaining('canary')])
  })

  it.each([[undefined], [null], [{}], ['provider'], [() => provider]])(
    'refuses %j for a provider',
    async wrong => {
      expect(await reasonOf(() => resolveProvider({ provider: wrong } as never))).toBe('config_invalid')
    },
  )

  it.each([[null], ['options'], [5]])('refuses %j for the options', async wrong => {
    expect(await reasonOf(() => resolveProvider(wrong as never))).toBe('config_invalid')
  })
})
