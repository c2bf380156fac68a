import { describe, expect, it } from 'vitest'
import { prepareAdapter } from '../../src/provider/prepare-adapter.js'
import { reasonOf } from '../fixture/caught.js'
import { fixedProvider, SECRET } from '../fixture/fixed-provider.js'
import { bodyOf, tokenRequest } from '../fixture/token-request.js'

describe('prepareAdapter', () => {
  it('creates an endpoint from verifyUser on an existing provider', async () => {
    const provider = fixedProvider()
    const parts = prepareAdapter(() => 'john', { provider })
    expect(parts.provider).toBe(provider)
    expect(bodyOf(await parts.endpoint.handle(tokenRequest()))).toMatchObject({ userId: 'john' })
  })

  it('has the methods of the provider that it creates from options', async () => {
    const { methods, provider } = prepareAdapter(() => null, { apiKey: 'key', apiSecret: SECRET })
    expect(methods.provider).toBe(provider)
    expect(await provider.verifyToken(await methods.createToken('john'))).toHaveProperty('userId', 'john')
  })

  it.each([[undefined], [null], ['john'], [{}]])('refuses %j as verifyUser', async wrong => {
    expect(await reasonOf(() => prepareAdapter(wrong as never))).toBe('config_invalid')
  })
})
