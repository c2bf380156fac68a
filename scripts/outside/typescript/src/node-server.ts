import { createServer, type Server } from 'node:http'
import { createTokenProvider } from '@stream-token/core'
import { createGuard } from '@stream-token/core/adapter'
import { fromNodeRequest, pathnameOf, writeReply } from '@stream-token/core/node'
import { settings } from './settings.js'

/** What an adapter is made of, put together by hand. */
export function nodeServer(): Server {
  const provider = createTokenProvider(settings)
  const endpoint = provider.endpoint<object>(() => 'john')
  const guard = createGuard(provider, 'user')
  return createServer(async (req, res) => {
    const path = endpoint.locate(pathnameOf(req))
    if (path !== undefined) {
      const reply = await endpoint.handle(fromNodeRequest(req, res, { path, raw: req }))
      if (reply !== undefined) writeReply(res, reply)
      return
    }
    const found = await guard(req)
    if ('reply' in found) writeReply(res, found.reply)
    else
      res.end(
        JSON.stringify({ id: found.auth.kind === 'user' ? found.auth.userId : null, kind: found.auth.kind }),
      )
  })
}
