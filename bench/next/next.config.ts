import { join } from 'node:path'
import type { NextConfig } from 'next'

const config: NextConfig = {
  // The workspace's root: packages are linked from there.
  turbopack: { root: join(import.meta.dirname, '../..') },
  // Checked by tsc, as everything else.
  typescript: { ignoreBuildErrors: true },
}

export default config
