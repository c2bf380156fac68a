import type { Page } from 'playwright-core'
import { afterEach, describe, expect, it } from 'vitest'
import { lacksChromium } from '../src/chromium.js'
import { axeFindings, type DemoUnderTest, type StartDemo, useDemo } from './demo-page.js'
import { condition, liftAll, logText, order, panel, requestCount, sees, write } from './demo-panels.js'
import { makeToken, readToken } from './token-page.js'

/** The texts in which the demos differ, and the cookies of the session. */
export interface WalkedDemo {
  readonly host: string
  readonly line: string
  readonly cookies: readonly string[]
}

const DESKTOP = { width: 1280, height: 800 }
const PHONE = { width: 360, height: 740 }

/** Notes everything that the page says about its token and its connection from now on. */
const WATCH = `(() => {
  window.said = new Set()
  const note = () => document.querySelectorAll('.condition, .connection').forEach(one => window.said.add(one.textContent))
  note()
  new MutationObserver(note).observe(document.body, { subtree: true, childList: true, characterData: true })
})()`

async function checkLooks(page: Page): Promise<void> {
  expect(await axeFindings(page)).toEqual([])
  const width = page.viewportSize()?.width ?? 0
  expect(await page.evaluate<number>('document.scrollingElement.scrollWidth')).toBeLessThanOrEqual(width)
}

/** Opens the demo for each of them, in another size or colour scheme each. */
async function meet(
  { open, signIn }: DemoUnderTest,
  onPhone: 'light' | 'dark',
): Promise<{ yuki: Page; tomas: Page; maya: Page }> {
  const yuki = await open({ viewport: DESKTOP, colorScheme: 'light' })
  const tomas = await open({ viewport: PHONE, colorScheme: onPhone })
  const maya = await open({ viewport: DESKTOP, colorScheme: 'dark' })
  await signIn(yuki, 'Yuki')
  await signIn(tomas, 'Tomás')
  await signIn(maya, 'Maya')
  return { yuki, tomas, maya }
}

/** Walks through a demo. All serve the same page, so its details are tested only on Express. */
export function walkDemo(start: StartDemo, { host, line, cookies }: WalkedDemo): void {
  describe.skipIf(lacksChromium())(`the demo on ${host} in Chromium`, { timeout: 90_000 }, () => {
    const demo = useDemo(start)

    // Revocations and blocks of one test must not affect the next.
    afterEach(async () => {
      expect(await liftAll(demo.url())).toEqual([200, 200])
    })

    it('signs in with the session’s cookie alone', async () => {
      const page = await demo.open({ viewport: PHONE, colorScheme: 'light' })
      await page.getByText(line, { exact: true }).waitFor()
      await page.getByText(host, { exact: true }).waitFor()
      await checkLooks(page)
      await demo.signIn(page, 'Yuki')
      await checkLooks(page)
      const kept = await page.context().cookies()
      expect(kept.map(({ name, httpOnly, sameSite }) => ({ name, httpOnly, sameSite }))).toEqual(
        cookies.map(name => ({ name, httpOnly: true, sameSite: 'Lax' })),
      )
      expect(await page.evaluate('document.cookie')).toBe('')
    })

    it('carries a conversation, in which a token expires and nobody notices', async () => {
      const { yuki, tomas, maya } = await meet(demo, 'dark')
      await maya.evaluate(WATCH)
      await write(yuki, 'Hello from Yuki')
      await sees(maya, 'Hello from Yuki')
      await write(maya, 'Hello from Maya')
      for (const page of [yuki, tomas]) await sees(page, 'Hello from Maya')
      const before = await requestCount(maya)
      await expect.poll(() => requestCount(maya), { timeout: 15_000 }).toBeGreaterThan(before)
      await write(maya, 'Still here')
      for (const page of [yuki, tomas]) await sees(page, 'Still here')
      await write(yuki, 'Good')
      await sees(maya, 'Good')
      expect(await maya.evaluate('[...window.said].sort()')).toEqual(['Connected to Stream', 'Valid'])
      expect(await logText(maya)).not.toContain('Refused')
      for (const page of [yuki, tomas, maya]) await checkLooks(page)
    })

    it('revokes a user, who signs in again and goes on', async () => {
      const { yuki, tomas } = await meet(demo, 'light')
      await checkLooks(tomas)
      await order(tomas, 'Yuki', 'Revoke tokens', /^Tokens from before .+ are revoked, not blocked\.$/)
      await expect.poll(() => condition(yuki)).toBe('Revoked')
      expect(await condition(tomas)).toBe('Valid')
      await panel(yuki, 'Token').getByRole('button', { name: 'Call this server’s guarded route' }).click()
      await yuki.getByRole('log').getByText('401 token_revoked, code 40').waitFor()
      await checkLooks(yuki)
      // The typing event is refused first.
      await panel(yuki, 'Chat').getByRole('textbox').fill('Does this arrive?')
      await yuki.getByRole('heading', { name: 'Sign in as' }).waitFor()
      expect(await yuki.getByRole('alert').textContent()).toContain('Sign in again')
      await checkLooks(yuki)
      await demo.signIn(yuki, 'Yuki')
      expect(await condition(yuki)).toBe('Valid')
      await write(yuki, 'Back again')
      await sees(tomas, 'Back again')
    })

    it('blocks a user, who can do nothing until unblocked', async () => {
      const { yuki, tomas } = await meet(demo, 'light')
      await order(yuki, 'Tomás', 'Block', /^Blocked\. Tokens from before .+ are revoked\.$/)
      await panel(tomas, 'Chat').getByText('You are blocked.').waitFor()
      expect(await condition(tomas)).toBe('Blocked')
      expect(await panel(tomas, 'Chat').getByRole('textbox').count()).toBe(0)
      await checkLooks(tomas)
      await order(yuki, 'Tomás', 'Unblock', /^Tokens from before .+ are revoked, not blocked\.$/)
      await tomas.getByRole('button', { name: 'Sign in again' }).click()
      await demo.signIn(tomas, 'Tomás')
      await write(tomas, 'Free at last')
      await sees(yuki, 'Free at last')
    })

    it('serves the token page, which connects to nobody', async () => {
      const page = await demo.openTokens()
      const { verdict } = await readToken(page, await makeToken(page, 'user', { 'User id': 'john' }))
      expect(verdict).toBe('This token is valid, unless it has been revoked.')
      const { headers } = await fetch(`${demo.url()}/tokens`)
      expect(headers.get('content-security-policy')).toContain("connect-src 'none'")
    })
  })
}
