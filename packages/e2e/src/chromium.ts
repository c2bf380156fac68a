import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const executablePath = '/usr/bin/chromium'
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Whether browser tests have to be left out: no Chromium here. CI never leaves them out; there its absence is a failure. */
export function lacksChromium(): boolean {
  if (existsSync(executablePath) || process.env.CI) return false
  console.warn(
    `SKIPPED: the browser tests need ${executablePath}, which is not there (Debian: apt-get install chromium).`,
  )
  return true
}

/** Launches Chromium without the calls home that a closed network would refuse. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath, args: quiet })
}
