import { describe, expect, it } from 'vitest'
import { providerMethods } from '../../src/provider/provider-methods.js'
import { fixedProvider } from '../fixture/fixed-provider.js'

const provider = fixedProvider()
const ENDPOINT = ['fetch', 'fetchWithPath', 'handle', 'locate', 'logOut', 'respond']
const { provider: _provider, ...methods } = providerMethods(provider)

describe('createTokenProvider', () => {
  it('creates a frozen object with these members', () => {
    expect(Object.isFrozen(provider)).toBe(true)
    expect(Object.keys(provider).sort()).toEqual(
      [...Object.keys(methods), 'apiKey', 'createServerToken', 'endpoint', 'ready', 'rotateSecrets'].sort(),
    )
    expect(Object.keys(provider.endpoint(() => null)).sort()).toEqual(ENDPOINT)
    expect(Object.isFrozen(provider.endpoint(() => null))).toBe(true)
  })

  it('can be closed twice', async () => {
    await provider.close()
    await provider.close()
    await expect(provider.ready()).resolves.toBeUndefined()
  })
})
