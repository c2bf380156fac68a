import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One call as Stream received it. */
export interface StreamCall {
  readonly method: string
  readonly path: string
  readonly apiKey: string | null
  readonly headers: IncomingHttpHeaders
  readonly body: {
    readonly users?: readonly { readonly id: string; readonly set: Readonly<Record<string, string | null>> }[]
    readonly revoke_tokens_issued_before?: string | null
  }
}

/** How Stream answers a call; nothing: 200. */
export type StreamAnswer =
  | {
      readonly status: number
      readonly code?: number
      readonly message?: string
      readonly headers?: Record<string, string>
    }
  | 'hang'
  | 'reset'
  | undefined

export interface StreamServer {
  readonly url: string
  readonly calls: StreamCall[]
  /** Resolves once that many calls have come in. */
  received(count: number): Promise<void>
  close(): Promise<void>
}

/** Stream on loopback: keeps what it is sent, and answers as it is told, at once or when the promise resolves. */
export async function startStream(
  answer: (call: StreamCall, index: number) => StreamAnswer | Promise<StreamAnswer> = () => undefined,
): Promise<StreamServer> {
  const calls: StreamCall[] = []
  const waiting: { readonly count: number; readonly resolve: () => void }[] = []

  const server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://stream')
    const call: StreamCall = {
      method: request.method ?? '',
      path: pathname,
      apiKey: searchParams.get('api_key'),
      headers: request.headers,
      body: JSON.parse(text),
    }
    const index = calls.push(call) - 1
    for (const { count, resolve } of waiting) if (calls.length >= count) resolve()
    reply(response, await answer(call, index))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    received: count =>
      calls.length >= count
        ? Promise.resolve()
        : new Promise(resolve => void waiting.push({ count, resolve })),
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function reply(response: ServerResponse, answer: StreamAnswer): void {
  if (answer === 'hang') return
  if (answer === 'reset') return void response.destroy()
  const { status = 200, code, message = 'duration', headers = {} } = answer ?? {}
  const body = status < 400 ? {} : { code, message, StatusCode: status }
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}

/** The date that a call gives each user, or the app under the empty id. */
export function datesOf({ body }: StreamCall): Record<string, string | null> {
  const field = 'revoke_tokens_issued_before'
  if (body.users === undefined) return { '': body[field] ?? null }
  return Object.fromEntries(body.users.map(({ id, set }) => [id, set[field] ?? null]))
}

/**
 * The platform's fetch has one timer for all its bounds, made with the first of them and kept. Made here it is a real
 * one: a test that moves the time does not make calls time out.
 */
async function makeTimer(): Promise<void> {
  const { url, close } = await startStream()
  await fetch(url, { method: 'POST', body: '{}' })
  await close()
}

await makeTimer()
