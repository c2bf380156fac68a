import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RedisServer, startRedis } from '../../../redis/test/fixture/redis-server.js'
import { redisServerPath } from '../../src/real-parts.js'
import { type Instance, startInstance } from './instance.js'
import { startProxy, type TcpProxy } from './tcp-proxy.js'

const program = redisServerPath()
const isFull = process.env.TEST_FULL !== undefined
const rounds = isFull ? 2000 : 100

describe.runIf(program !== undefined)('an instance that does not see the log', () => {
  let server: RedisServer
  let proxy: TcpProxy
  let lagging: Instance
  let other: Instance

  beforeAll(async () => {
    server = await startRedis(String(program))
    proxy = await startProxy(server.port)
    proxy.swallowWith('xread')
    lagging = startInstance({ url: `redis://127.0.0.1:${proxy.port}`, maxStale: 3600 })
    other = startInstance({ url: server.url })
    await lagging.provider.createToken('somebody')
  })
  afterAll(async () => {
    await lagging?.close()
    await other?.close()
    await proxy?.close()
    await server?.remove()
  })

  it('mints no token for a user whom another instance has just revoked or blocked', async () => {
    const users = Array.from({ length: rounds }, (_, at) => `user_${at}`)
    const signedInAt = Math.floor(Date.now() / 1000) - 60
    const endpoint = lagging.provider.endpoint((request: Request) => {
      return { id: String(request.headers.get('x-user')), signedInAt }
    })
    const outcomes = new Map<string, number>()
    const attempt = async (userId: string): Promise<void> => {
      const request = new Request('http://action.invalid', { headers: { 'x-user': userId } })
      const outcome = await endpoint.issueToken(request).then(
        () => 'minted',
        error => String(error.reason),
      )
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
    }
    // A user who was just revoked waits for about a second, so many are tried at once.
    for (let at = 0; at < rounds; at += 100)
      await Promise.all(
        users.slice(at, at + 100).map(async (userId, index) => {
          if (index % 2 === 0) await other.provider.revokeUserToken(userId)
          else await other.provider.blockUser(userId)
          await attempt(userId)
        }),
      )
    expect(Object.fromEntries(outcomes)).toEqual({
      reauthentication_required: rounds / 2,
      user_blocked: rounds / 2,
    })
  }, 300_000)

  it('mints tokens that no revocation of another instance from before revokes', async () => {
    const users = Array.from({ length: rounds }, (_, at) => `again_${at}`)
    const tokens: string[] = []
    // Not all at once: the time limits of reads would end them on a busy machine.
    for (let at = 0; at < rounds; at += 100)
      tokens.push(
        ...(await Promise.all(
          users.slice(at, at + 100).map(async userId => {
            await other.provider.revokeUserToken(userId)
            return lagging.provider.createToken(userId)
          }),
        )),
      )
    const states = await Promise.all(tokens.map(token => other.check(token)))
    expect(states).toEqual(tokens.map(() => 'valid'))
  }, 300_000)
})
