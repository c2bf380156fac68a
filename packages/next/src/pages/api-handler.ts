import type { IncomingMessage, ServerResponse } from 'node:http'

/** The part of Next's API request that is used: Node's own, and the body that Next may have parsed. */
export type ApiRequest = IncomingMessage & { body?: unknown }

/** An API route of the Pages Router. */
export type ApiHandler<Req extends ApiRequest = ApiRequest, Res extends ServerResponse = ServerResponse> = (
  req: Req,
  res: Res,
) => Promise<void>
