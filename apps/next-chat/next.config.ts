import type { NextConfig } from 'next'

const config: NextConfig = {
  // TypeScript 7 has no API yet, so Next must run its command-line compiler.
  experimental: { useTypeScriptCli: true },
}

export default config
