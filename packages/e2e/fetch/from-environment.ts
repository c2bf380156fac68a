import { createTokenProvider } from '@stream-token/core'

const provider = createTokenProvider({ streamApi: false })
const endpoint = provider.endpoint(request => request.headers.get('x-test-user'))

// Bun and `deno serve` serve such a default export.
export default {
  hostname: '127.0.0.1',
  port: 0,
  async fetch(request: Request): Promise<Response> {
    if (new URL(request.url).pathname !== '/log-out') return endpoint.fetch(request)
    return provider.revokeUserToken('john').then(Response.json, ({ reason }) => Response.json({ reason }))
  },
}
