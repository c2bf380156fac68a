import type { ServerResponse } from 'node:http'
import { routePath, type TokenRequest } from '@stream-token/core/adapter'
import { fromNodeRequest, pathnameOf } from '@stream-token/core/node'
import type { ApiRequest } from './api-handler.js'

/** Describes a request to the endpoint; `verifyUser` receives `res` as well, since Auth.js reads the session with it. */
export function describeRequest(req: ApiRequest, res: ServerResponse): TokenRequest<ApiRequest> {
  const socket: ApiRequest['socket'] | undefined = req.socket
  return fromNodeRequest(req, res, {
    path: routePath(pathnameOf(req), segmentsOf(req)),
    raw: req,
    parsed: () => req.body,
    address: socket?.remoteAddress,
    extras: { res },
  })
}

/** The catch-all segments. Next puts them into the query, beside repeated names of the query itself. */
function segmentsOf({ query, url = '' }: ApiRequest): readonly string[] | undefined {
  const start = url.indexOf('?')
  const search = new URLSearchParams(start === -1 ? '' : url.slice(start))
  const lists = Object.entries(query ?? {}).flatMap(([name, value]) => {
    const isOfRoute = Array.isArray(value) && value.join() !== search.getAll(name).join()
    return isOfRoute ? [value] : []
  })
  return lists[0]
}
