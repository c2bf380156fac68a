import { join } from 'node:path'
import type { NextConfig } from 'next'

const config: NextConfig = {
  // The root of the workspace, from which packages are linked.
  turbopack: { root: join(import.meta.dirname, '../../..') },
  // `pnpm typecheck` checks the types.
  typescript: { ignoreBuildErrors: true },
  // The URLs that the clients of an older app still use.
  rewrites: async () => [
    { source: '/api/get-token', destination: '/env/stream/token' },
    { source: '/api/get-api-token', destination: '/api/env/stream/token' },
  ],
}

export default config
