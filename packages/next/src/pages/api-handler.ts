import type { IncomingMessage, ServerResponse } from 'node:http'

/** The part of Next's API request that is the same in every version: Node's request and the fields that Next parses. */
export type ApiRequest = IncomingMessage & {
  readonly cookies: Readonly<Partial<Record<string, string>>>
  readonly query: Readonly<Partial<Record<string, string | string[]>>>
  body?: unknown
}

/** The part of Next's API response that is the same in every version. */
export type ApiResponse = ServerResponse & {
  status(code: number): ApiResponse
  json(body: unknown): void
  send(body: unknown): void
  redirect(url: string): ApiResponse
  redirect(status: number, url: string): ApiResponse
}

/** An API route of the Pages Router. */
export type ApiHandler<Req extends ApiRequest = ApiRequest, Res extends ServerResponse = ApiResponse> = (
  req: Req,
  res: Res,
) => Promise<void>
