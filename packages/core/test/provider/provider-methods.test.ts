import { describe, expect, it } from 'vitest'
import { providerMethods } from '../../src/provider/provider-methods.js'
import { fixedProvider } from '../fixture/fixed-provider.js'

const provider = fixedProvider()
const COMMANDS = ['revokeUserToken', 'revokeUsersToken', 'revokeTokens', 'blockUser', 'unblockUser']
const METHODS = [...COMMANDS, 'authenticate', 'authenticateUpgrade', 'close', 'createToken', 'verifyToken']

describe('providerMethods', () => {
  it('has the methods that an adapter exposes, and none that Connect would treat as an app', () => {
    expect(Object.keys(providerMethods(provider)).sort()).toEqual([...METHODS, 'provider'].sort())
  })

  it('works without the provider as `this`', async () => {
    const { createToken, verifyToken, close } = providerMethods(provider)
    await expect(verifyToken(await createToken('john'))).resolves.toHaveProperty('userId', 'john')
    await expect(close()).resolves.toBeUndefined()
  })
})
