import { createTokenProvider } from '@stream-token/core'

const endpoint = createTokenProvider().endpoint(request => request.headers.get('x-test-user'))

// Bun serves what a module exports so, and `deno serve` does.
export default { hostname: '127.0.0.1', port: 0, fetch: endpoint.fetch }
