import { describe, expect, it } from 'vitest'
import { prepareAdapter } from '../../src/provider/prepare-adapter.js'
import { reasonOf } from '../fixture/caught.js'
import { fixedProvider, SECRET } from '../fixture/fixed-provider.js'
import { bodyOf, tokenRequest } from '../fixture/token-request.js'

describe('prepareAdapter', () => {
  it('makes an endpoint of verifyUser on a provider that exists', async () => {
    const provider = fixedProvider()
    const parts = prepareAdapter(() => 'john', { provider })
    expect(parts.provider).toBe(provider)
    expect(bodyOf(await parts.endpoint.handle(tokenRequest()))).toMatchObject({ userId: 'john' })
  })

  it('carries the methods of the provider that it makes from options', async () => {
    const { methods, provider } = prepareAdapter(() => null, { apiKey: 'key', apiSecret: SECRET })
    expect(methods.provider).toBe(provider)
    expect(await provider.verifyToken(await methods.createToken('john'))).toHaveProperty('userId', 'john')
  })

  it.each([[undefined], [null], ['john'], [{}]])('refuses %j for verifyUser', async wrong => {
    expect(await reasonOf(() => prepareAdapter(wrong as never))).toBe('config_invalid')
  })
})
