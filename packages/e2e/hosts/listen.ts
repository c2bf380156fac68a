import type { Server } from 'node:http'
import type { Served } from '@stream-token/conformance'

/** Starts a server on a free port of the loopback address. */
export async function listen(server: Server, paths: Pick<Served, 'base' | 'own'>): Promise<Served> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return {
    url: `http://127.0.0.1:${port}`,
    ...paths,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
