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

/** Whether Chromium is missing, so that browser tests must be skipped. In CI a missing Chromium is an error instead. */
export const lacksChromium = (): boolean => chromiumPath() === undefined

/** Launches Chromium without its background requests, which fail in a closed network. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath() ?? 'chromium', args: quiet })
}
