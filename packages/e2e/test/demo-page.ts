import type { Demo } from '@stream-token/web'
import axe, { type AxeResults } from 'axe-core'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { launchChromium } from '../src/chromium.js'

/** The demo that a test file uses, in one browser. */
export interface DemoUnderTest {
  readonly url: () => string
  /** Opens the demo page in a new browser session. */
  open(options?: BrowserContextOptions): Promise<Page>
  /** Opens the token page in a new browser session. */
  openTokens(options?: BrowserContextOptions): Promise<Page>
  signIn(page: Page, name: string): Promise<void>
}

/** Starts a demo, in this process or in a separate one. */
export type StartDemo = () => Promise<Pick<Demo, 'url' | 'close'>>

/** Runs the demo for the tests of a file. A test fails on a page error or a request that leaves the machine. */
export function useDemo(start: StartDemo): DemoUnderTest {
  let demo: Awaited<ReturnType<StartDemo>>
  let browser: Browser
  const faults: string[] = []

  beforeAll(async () => {
    demo = await start()
    browser = await launchChromium()
  }, 60_000)

  afterEach(async () => {
    for (const context of browser.contexts()) await context.close()
    expect(faults.splice(0)).toEqual([])
  })

  afterAll(async () => {
    await browser?.close()
    await demo?.close()
  })

  const openPage = async (path: string, options: BrowserContextOptions): Promise<Page> => {
    const page = await (await browser.newContext({ reducedMotion: 'reduce', ...options })).newPage()
    page.on('pageerror', error => faults.push(String(error)))
    page.on('console', message => {
      if (message.text().includes('Content Security Policy')) faults.push(message.text())
    })
    page.on('request', request => {
      const { hostname } = new URL(request.url())
      if (hostname !== 'localhost' && hostname !== '127.0.0.1') faults.push(`a request to ${hostname}`)
    })
    await page.goto(`${demo.url}${path}`)
    return page
  }

  return {
    url: () => demo.url,

    async open(options = {}) {
      const page = await openPage('/', options)
      await page.getByRole('heading', { name: 'Sign in as' }).waitFor()
      return page
    },

    async openTokens(options = {}) {
      const page = await openPage('/tokens', options)
      await page.getByRole('heading', { name: 'Make and read Stream tokens' }).waitFor()
      return page
    },

    async signIn(page, name) {
      await page.getByRole('list', { name: 'Sign in as' }).getByRole('button', { name }).click()
      await page.getByText('Connected to Stream', { exact: true }).waitFor()
    },
  }
}

/** The violations that axe finds on a page. */
export async function axeFindings(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate<AxeResults>('axe.run()')
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}
