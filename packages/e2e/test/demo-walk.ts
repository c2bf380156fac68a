import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { lacksChromium } from '../src/chromium.js'
import { axeFindings, type StartDemo, useDemo } from './demo-page.js'
import { liftAll, nextCall, order, textOf } from './demo-revocation-panel.js'

/** The texts in which the demos differ, and the cookies of the session. */
export interface WalkedDemo {
  readonly host: string
  readonly line: string
  readonly cookies: readonly string[]
}

/** The text after a call with an expired or revoked token, once the client has replaced the token. */
const askedOnce =
  /^Stream refused it with code 40\. The client requested a new token once.*\. Then Stream accepted it\.$/

async function callGuardedRoute(page: Page, result: string): Promise<void> {
  await page.getByRole('button', { name: 'Call the guarded route' }).click()
  await page.locator('#call-result').getByText(result).waitFor()
}

/** Tests a demo from end to end. All demos serve the same page, so its details are tested only on Express. */
export function walkDemo(start: StartDemo, { host, line, cookies }: WalkedDemo): void {
  describe.skipIf(lacksChromium())(`the demo on ${host} in Chromium`, { timeout: 60_000 }, () => {
    const { open, signIn, url } = useDemo(start)

    it('connects, replaces an expired token, and replaces a revoked token', async () => {
      const [maya, yuki] = [await open(), await open()]
      expect(await textOf(maya, 'host')).toBe(host)
      expect(await textOf(maya, 'line')).toBe(line)
      await signIn(maya, 'Maya')
      // This demo has no socket of its own, so the page does not show that panel.
      expect(await maya.locator('#presence').isVisible()).toBe(false)
      const kept = await maya.context().cookies()
      expect(kept.map(({ name, httpOnly, sameSite }) => ({ name, httpOnly, sameSite }))).toEqual(
        cookies.map(name => ({ name, httpOnly: true, sameSite: 'Lax' })),
      )

      // While Maya's token is still valid for its ten seconds.
      await signIn(yuki, 'Yuki')
      await order(yuki, 'Revoke now', 'Tokens of Yuki Tanaka issued before')
      await callGuardedRoute(yuki, '401 token_revoked, code 40')
      expect(await nextCall(yuki)).toMatch(askedOnce)
      await callGuardedRoute(yuki, '{"userId":"yuki"}')
      expect(await textOf(yuki, 'request-count')).toBe('2')
      expect(await textOf(yuki, 'connection')).toBe('Connected to Stream')

      await maya.locator('#token-panel[data-life="expired"]').waitFor({ timeout: 20_000 })
      await callGuardedRoute(maya, '401 token_expired, code 40')
      expect(await nextCall(maya)).toMatch(askedOnce)
      await callGuardedRoute(maya, '{"userId":"maya"}')
      expect(await textOf(maya, 'request-count')).toBe('2')
      expect(await liftAll(url())).toEqual([200, 200])
    })

    it('signs out on one device, then everywhere', async () => {
      const [here, there] = [await open(), await open()]
      await signIn(there, 'Yuki')
      await signIn(here, 'Yuki')
      await here.getByRole('button', { name: 'Sign out', exact: true }).click()
      await here.getByRole('heading', { name: 'Sign in as' }).waitFor()
      expect(await here.context().cookies()).toEqual([])
      expect(await nextCall(there)).toBe('Stream accepted it at once.')
      await signIn(here, 'Yuki')
      await here.getByRole('button', { name: 'Sign out everywhere' }).click()
      await here.getByRole('heading', { name: 'Sign in as' }).waitFor()
      expect(await nextCall(there)).toContain('The token request failed: 401 unauthenticated.')
      expect(await liftAll(url())).toEqual([200, 200])
    })

    it('refuses all five invalid tokens, fits 360 pixels, and has no violations that axe finds', async () => {
      const page = await open({ viewport: { width: 360, height: 740 } })
      expect(await axeFindings(page)).toEqual([])
      await signIn(page, 'Tomás')
      await page.getByRole('button', { name: 'Try all five' }).click()
      await page.locator('.results').nth(4).waitFor()
      const results = await page.locator('.results').allTextContents()
      const codes = results.map(result => /code (\d+?)(?=\D)/.exec(result)?.[1])
      expect(codes).toEqual(['5', '43', '42', '40', '5'])
      expect(await axeFindings(page)).toEqual([])
      expect(await page.evaluate<number>('document.scrollingElement.scrollWidth')).toBeLessThanOrEqual(360)
    })
  })
}
