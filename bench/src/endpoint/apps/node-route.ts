import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { json } from 'node:stream/consumers'
import { createTokenProvider } from '@stream-token/core'
import { fromNodeRequest, pathnameOf, writeReply } from '@stream-token/core/node'
import { StreamChat } from 'stream-chat'
import { apiKey, apiSecret } from '../../app.js'
import { responseHeaders, tokenBody } from '../fixed-response.js'
import { userOf } from '../session.js'
import type { Ways } from '../ways.js'

/** `POST /stream/token` on Node's own server. */
export const nodeRoute: Ways = {
  ours() {
    const endpoint = createTokenProvider({ apiKey, apiSecret }).endpoint<IncomingMessage>(req =>
      userOf(req.headers.cookie),
    )
    return listener(async (req, res) => {
      const path = endpoint.locate(pathnameOf(req)) ?? ''
      const reply = await endpoint.handle(fromNodeRequest(req, res, { path, raw: req }))
      if (reply === undefined) res.writeHead(404).end()
      else writeReply(res, reply)
    })
  },
  tutorial: () =>
    listener(async (req, res) => {
      await json(req)
      const userId = userOf(req.headers.cookie)
      if (userId === undefined) return res.writeHead(401).end()
      const client = StreamChat.getInstance(apiKey, apiSecret)
      res.setHeader('content-type', 'application/json')
      return res.end(JSON.stringify({ token: client.createToken(userId) }))
    }),
  'no-op': () =>
    listener(async (req, res) => {
      await json(req)
      res.writeHead(200, responseHeaders).end(tokenBody)
    }),
  bare: () => (_req, res) => res.writeHead(200, responseHeaders).end(tokenBody),
}

function listener(handle: (req: IncomingMessage, res: ServerResponse) => Promise<unknown>): RequestListener {
  return (req, res) => {
    handle(req, res).catch(() => res.destroy())
  }
}
