import { describe, expect, it } from 'vitest'
import { faceOf, resolveProvider } from '../src/provider-face.js'
import { reasonOf, refusal } from './caught.js'
import { fixedProvider, SECRET } from './fixed-provider.js'

const provider = fixedProvider()
const ENDPOINT = ['answer', 'fetch', 'fetchBelow', 'handle', 'locate', 'logOut']
const COMMANDS = ['revokeUserToken', 'revokeUsersToken', 'revokeTokens', 'blockUser', 'unblockUser']
const FACE = [...COMMANDS, 'authenticate', 'authenticateUpgrade', 'close', 'createToken', 'verifyToken']

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

describe('faceOf', () => {
  it('carries what an adapter shows, and nothing that Connect would take for an app', () => {
    expect(Object.keys(faceOf(provider)).sort()).toEqual([...FACE, 'provider'].sort())
  })

  it('works on its own, without the provider as this', async () => {
    const { createToken, verifyToken, close } = faceOf(provider)
    await expect(verifyToken(await createToken('john'))).resolves.toHaveProperty('userId', 'john')
    await expect(close()).resolves.toBeUndefined()
  })
})

describe('createTokenProvider', () => {
  it('makes a frozen object with these members', () => {
    expect(Object.isFrozen(provider)).toBe(true)
    expect(Object.keys(provider).sort()).toEqual(
      [...FACE, 'apiKey', 'createServerToken', 'endpoint', 'ready', 'rotateSecrets'].sort(),
    )
    expect(Object.keys(provider.endpoint(() => null)).sort()).toEqual(ENDPOINT)
    expect(Object.isFrozen(provider.endpoint(() => null))).toBe(true)
  })

  it('closes as often as it is told to', async () => {
    await provider.close()
    await provider.close()
    await expect(provider.ready()).resolves.toBeUndefined()
  })
})
