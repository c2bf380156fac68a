import { memoryRevocationStore } from '@stream-token/core'
import type { Context } from 'koa'
import { describe, expect, it } from 'vitest'
import { streamTokenProvider } from '../src/index.js'
import { koas } from './fixture/koas.js'
import { listen } from './fixture/listen.js'
import { options } from './fixture/options.js'

describe.each(koas)('$name: POST /stream/revocations', ({ create }) => {
  it.each([
    ['yes', 200, 401],
    ['no', 403, 200],
  ])(
    "passes Koa's context to authorizeRevocation, which decides: %s",
    async (admin, revokeStatus, useStatus) => {
      const stream = streamTokenProvider<Context>(() => 'john', {
        ...options,
        revocations: memoryRevocationStore(),
        authorizeRevocation: ctx => ctx.get('x-admin') === 'yes',
      })
      const app = create().use(stream).use(stream.requireUserToken())
      app.use(ctx => {
        ctx.body = 'welcome'
      })
      const url = await listen(app.callback())
      const authorization = `Bearer ${await stream.createToken('john')}`
      const { status } = await fetch(`${url}/stream/revocations`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-admin': admin },
        body: JSON.stringify({ userIds: ['john'] }),
      })
      expect([status, (await fetch(url, { headers: { authorization } })).status]).toEqual([
        revokeStatus,
        useStatus,
      ])
    },
  )
})
