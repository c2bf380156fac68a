import { once } from 'node:events'
import { WebSocket } from 'ws'

/** A socket to the demo, and the messages that it has received, in order. */
export interface OpenSocket {
  readonly client: WebSocket
  /** Resolves with the next message. */
  next(): Promise<Readonly<Record<string, unknown>>>
  /** Resolves with the next message that has this member. */
  until(member: string): Promise<Readonly<Record<string, unknown>>>
  /** The code and reason with which it was closed. */
  readonly closed: Promise<readonly [number, string]>
}

type Headers = Readonly<Record<string, string>>

/** Opens a socket. Rejects if it is refused. */
export async function openSocket(url: string, headers: Headers = {}): Promise<OpenSocket> {
  const client = new WebSocket(url, { headers })
  const told: Readonly<Record<string, unknown>>[] = []
  const wake: (() => void)[] = []
  client.on('message', data => {
    told.push(JSON.parse(String(data)))
    for (const go of wake.splice(0)) go()
  })
  const closed = once(client, 'close').then(([code, reason]) => [Number(code), String(reason)] as const)
  closed.catch(() => {})
  await once(client, 'open')
  const next: OpenSocket['next'] = async () => {
    for (;;) {
      const message = told.shift()
      if (message !== undefined) return message
      await new Promise<void>(resolve => wake.push(resolve))
    }
  }
  const until: OpenSocket['until'] = async member => {
    for (;;) {
      const message = await next()
      if (member in message) return message
    }
  }
  return { client, next, until, closed }
}

/** The status and challenge of a refused upgrade, once the server has closed the connection. */
export async function upgradeStatus(url: string, headers: Headers = {}) {
  const client = new WebSocket(url, { headers }).on('error', () => {})
  const [, response] = await once(client, 'unexpected-response', { signal: AbortSignal.timeout(2000) })
  response.resume()
  await once(response.socket, 'close', { signal: AbortSignal.timeout(2000) })
  return { status: response.statusCode, challenge: response.headers['www-authenticate'] }
}
