import { describe, expect, it, vi } from 'vitest'
import type { TokenProviderEvent } from '../../src/events/events.js'
import { providerMethods } from '../../src/provider/provider-methods.js'
import type { TokenProviderOptions } from '../../src/settings/options.js'
import { fixedProvider, NOW } from '../fixture/fixed-provider.js'

const provider = fixedProvider()
const ENDPOINT = 'fetch fetchWithPath handle issueToken locate logOut respond tokenHandler'.split(' ')
const { provider: _provider, ...methods } = providerMethods(provider)

describe('createTokenProvider', () => {
  it('creates a frozen object with these members', () => {
    expect(Object.isFrozen(provider)).toBe(true)
    expect(Object.keys(provider).sort()).toEqual(
      [
        ...Object.keys(methods),
        ...['apiKey', 'loadsCredentials', 'createServerToken', 'endpoint', 'ready', 'rotateSecrets'],
      ].sort(),
    )
    expect(Object.keys(provider.endpoint(() => null)).sort()).toEqual(ENDPOINT)
    expect(Object.isFrozen(provider.endpoint(() => null))).toBe(true)
  })

  it.each<[string, TokenProviderOptions['streamApi'], string | undefined, number]>([
    ['it names another host', { baseUrl: 'http://localhost:9999' }, 'localhost:3030', 1],
    ['it names that host', { baseUrl: 'http://localhost:3030/' }, ' localhost:3030 ', 0],
    ['there is no test host', { baseUrl: 'http://localhost:9999' }, undefined, 0],
    ['it is not given', { retries: 0 }, 'localhost:3030', 0],
    ['nothing is sent', false, 'localhost:3030', 0],
  ])(
    'C11: emits misconfigured for the baseUrl beside STREAM_LOCAL_TEST_HOST if %s',
    (_what, streamApi, host, times) => {
      vi.stubEnv('STREAM_LOCAL_TEST_HOST', host)
      const events: TokenProviderEvent[] = []
      fixedProvider({ streamApi, onEvent: event => events.push(event) })
      const message = expect.stringMatching(/^STREAM_LOCAL_TEST_HOST is set, .* Remove one of the two\.$/)
      expect(events).toEqual(Array(times).fill({ type: 'misconfigured', at: NOW, message }))
    },
  )

  it('can be closed twice', async () => {
    await provider.close()
    await provider.close()
    await expect(provider.ready()).resolves.toBeUndefined()
  })
})
