import { APP_SETTINGS, createTestVerifyUser } from '@stream-token/conformance'
import { afterEach, describe, expect, it } from 'vitest'
import { startNext } from '../hosts/next-process.js'
import { RUNTIME_HOSTS } from '../hosts/runtimes/index.js'

const started: { stop(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of started.splice(0)) await one.stop()
})

const reasonAt = async (url: string): Promise<unknown> => (await (await fetch(url)).json()).reason

/** `verifySuite` checks the hosts of this process. */
describe('devTokens outside development and tests', () => {
  it('is refused by Next in production: App Router, Pages Router, Edge', async () => {
    const next = await startNext({})
    started.push(next)
    const paths = ['/env/dev-tokens', '/api/env/dev-tokens', '/edge/dev-tokens']
    const reasons = await Promise.all(paths.map(path => reasonAt(next.url + path)))
    expect(reasons).toEqual(paths.map(() => 'config_invalid'))
  })

  it.each(RUNTIME_HOSTS.filter(({ program }) => program() !== undefined))(
    'is refused by $name, where NODE_ENV is not set',
    async host => {
      started.push(host)
      const { url } = await host.serve({
        parser: 'none',
        mount: 'root',
        setting: 'standard',
        options: APP_SETTINGS.standard,
        verifyUser: createTestVerifyUser(),
      })
      expect(await reasonAt(`${url}/dev-tokens`)).toBe('config_invalid')
    },
  )
})
