import { Client } from 'undici'
import type { Exchange } from './exchange.js'

/** How many connections are kept busy, each with one request at a time. */
export const CONNECTIONS = 64

/** The maximum number of requests per connection in one burst, in case the clock does not end it. */
const MAX_REQUESTS = 100_000

/** How long a response may take, in milliseconds. */
const TIMEOUT = 30_000

/** Clients that repeat one request. */
export interface Load {
  /** Sends for some milliseconds and waits for the last response. Returns their number. Rejects unless all are 200. */
  send(milliseconds: number): Promise<number>
  close(): Promise<void>
}

export function createLoad(url: string, exchange: Exchange): Load {
  const clients = Array.from(
    { length: CONNECTIONS },
    () => new Client(url, { headersTimeout: TIMEOUT, bodyTimeout: TIMEOUT }),
  )
  return {
    async send(milliseconds) {
      const allowSleep = stayAwake()
      try {
        const end = performance.now() + milliseconds
        const counts = await Promise.all(clients.map(client => repeat(client, exchange, end)))
        return counts.reduce((sum, count) => sum + count, 0)
      } finally {
        allowSleep()
      }
    },
    async close() {
      await Promise.all(clients.map(client => client.destroy()))
    },
  }
}

/**
 * Keeps this process from sleeping until the returned function is called. Waking a client counts as the server's CPU
 * time: 10 µs and more per request in a virtual machine. Only clients of a slow server would sleep.
 */
function stayAwake(): () => void {
  let awake = true
  const turn = (): void => {
    if (awake) setImmediate(turn)
  }
  turn()
  return () => {
    awake = false
  }
}

/** Sends at least one request: a burst of 0 ms opens the connections. */
async function repeat(client: Client, exchange: Exchange, end: number): Promise<number> {
  let count = 0
  do {
    await sendOnce(client, exchange)
    count++
  } while (performance.now() < end && count < MAX_REQUESTS)
  return count
}

/** Uses undici's `dispatch`, which creates no body stream: the load shares a small machine with the server. */
function sendOnce(client: Client, exchange: Exchange): Promise<void> {
  return new Promise((resolve, reject) => {
    let status = 0
    client.dispatch(
      { ...exchange, headers: { ...exchange.headers } },
      {
        // By this method undici recognizes a handler of the newer kind.
        onRequestStart() {},
        onResponseStart: (_controller, statusCode) => {
          status = statusCode
        },
        onResponseEnd: () => {
          if (status === 200) resolve()
          else reject(new Error(`${exchange.method} ${exchange.path} returned ${status}.`))
        },
        onResponseError: (_controller, error) => reject(error),
      },
    )
  })
}
