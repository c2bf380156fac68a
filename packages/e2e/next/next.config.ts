import { join } from 'node:path'
import type { NextConfig } from 'next'

const config: NextConfig = {
  // The root of the workspace, from which packages are linked.
  turbopack: { root: join(import.meta.dirname, '../../..') },
  // `pnpm typecheck` checks the types.
  typescript: { ignoreBuildErrors: true },
}

export default config
