import { Client } from 'undici'
import type { Exchange } from './exchange.js'

/** How many connections are kept busy, each with one request at a time. */
export const CONNECTIONS = 64

/** The most requests of one connection in one burst, should the clock not end it. */
const MOST = 100_000

/** How long, in milliseconds, an answer may take. */
const PATIENCE = 30_000

/** A crowd of clients that repeat one request. */
export interface Load {
  /** Sends for some milliseconds, waits for the last answer and tells how many there were. Rejects unless all are 200. */
  send(milliseconds: number): Promise<number>
  close(): Promise<void>
}

export function createLoad(url: string, exchange: Exchange): Load {
  const clients = Array.from(
    { length: CONNECTIONS },
    () => new Client(url, { headersTimeout: PATIENCE, bodyTimeout: PATIENCE }),
  )
  return {
    async send(milliseconds) {
      const rest = stayAwake()
      try {
        const end = performance.now() + milliseconds
        const counts = await Promise.all(clients.map(client => repeat(client, exchange, end)))
        return counts.reduce((sum, count) => sum + count, 0)
      } finally {
        rest()
      }
    },
    async close() {
      await Promise.all(clients.map(client => client.destroy()))
    },
  }
}

/**
 * Keeps this process from sleeping until the answer is called. To wake a client is work that the system counts as the
 * server's, 10 µs and more a request in a virtual machine, and only a server slower than its clients lets them sleep.
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

/** One request at least: a burst of no time opens the connections. */
async function repeat(client: Client, exchange: Exchange, end: number): Promise<number> {
  let count = 0
  do {
    await sendOnce(client, exchange)
    count++
  } while (performance.now() < end && count < MOST)
  return count
}

/** The client's innermost way, which makes no stream of the body: the load shares a small machine with the server. */
function sendOnce(client: Client, exchange: Exchange): Promise<void> {
  return new Promise((resolve, reject) => {
    let status = 0
    client.dispatch(
      { ...exchange, headers: { ...exchange.headers } },
      {
        // Told apart by this one from a handler of the older kind.
        onRequestStart() {},
        onResponseStart: (_controller, statusCode) => {
          status = statusCode
        },
        onResponseEnd: () => {
          if (status === 200) resolve()
          else reject(new Error(`${exchange.method} ${exchange.path} was answered ${status}.`))
        },
        onResponseError: (_controller, error) => reject(error),
      },
    )
  })
}
