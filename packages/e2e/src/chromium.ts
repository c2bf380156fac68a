import { type Browser, chromium } from 'playwright-core'
import { chromiumPath } from './real-parts.js'

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
export const lacksChromium = (): boolean => chromiumPath() === undefined

/** Launches Chromium without the calls home that a closed network would refuse. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath() ?? 'chromium', args: quiet })
}
