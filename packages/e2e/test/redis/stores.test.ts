import { storeSuite } from '@stream-token/conformance'
import { afterAll, beforeAll, describe } from 'vitest'
import { type RedisServer, startRedis } from '../../../redis/test/fixture/redis-server.js'
import { redisServerPath } from '../../src/real-parts.js'
import { ACCESS, createUser, storesAt } from './access.js'

const program = redisServerPath()

describe.runIf(program !== undefined)('redis', () => {
  let server: RedisServer

  beforeAll(async () => {
    server = await startRedis(String(program))
    await createUser(server)
  })
  afterAll(() => server?.remove())

  for (const [name, access] of Object.entries(ACCESS))
    for (const mode of ['mirror', 'direct'] as const) {
      const open = storesAt(() => server.port, access, { mode })
      storeSuite(`redis by ${name}, mode ${mode}`, open, { durable: true, shared: true, withFloor: open })
    }
})
