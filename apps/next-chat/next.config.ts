import type { NextConfig } from 'next'

const config: NextConfig = {
  // TypeScript 7 has no API yet; its command does the checking.
  experimental: { useTypeScriptCli: true },
}

export default config
