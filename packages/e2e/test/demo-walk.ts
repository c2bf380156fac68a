import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { lacksChromium } from '../src/chromium.js'
import { axeFindings, type StartDemo, useDemo } from './demo-page.js'
import { liftAll, nextCall, order, textOf } from './demo-revocation-panel.js'

/** What the demo says of itself, and what its session keeps in the browser. */
export interface WalkedDemo {
  readonly host: string
  readonly line: string
  readonly cookies: readonly string[]
}

/** The next call met a token that is void, and the client dealt with it. */
const askedOnce =
  /^Stream refused it with code 40\. The client asked once for a new token.*\. Then Stream accepted it\.$/

async function callGuardedRoute(page: Page, answer: string): Promise<void> {
  await page.getByRole('button', { name: 'Call the guarded route' }).click()
  await page.locator('#call-answer').getByText(answer).waitFor()
}

/** Walks a demo once from end to end. All demos serve one page, so that each of its details is tested on Express alone. */
export function walkDemo(start: StartDemo, { host, line, cookies }: WalkedDemo): void {
  describe.skipIf(lacksChromium())(`the demo on ${host} in Chromium`, { timeout: 60_000 }, () => {
    const { open, signIn, url } = useDemo(start)

    it('connects; a token expires and is refreshed, another is revoked and replaced', async () => {
      const [maya, yuki] = [await open(), await open()]
      expect(await textOf(maya, 'host')).toBe(host)
      expect(await textOf(maya, 'line')).toBe(line)
      await signIn(maya, 'Maya')
      // The server of this demo has no socket of its own, and the page speaks of none.
      expect(await maya.locator('#presence').isVisible()).toBe(false)
      const kept = await maya.context().cookies()
      expect(kept.map(({ name, httpOnly, sameSite }) => ({ name, httpOnly, sameSite }))).toEqual(
        cookies.map(name => ({ name, httpOnly: true, sameSite: 'Lax' })),
      )

      // While Maya's ten seconds run.
      await signIn(yuki, 'Yuki')
      await order(yuki, 'Revoke now', 'Tokens of Yuki Tanaka issued before')
      await callGuardedRoute(yuki, '401 token_revoked, code 40')
      expect(await nextCall(yuki)).toMatch(askedOnce)
      await callGuardedRoute(yuki, '{"userId":"yuki"}')
      expect(await textOf(yuki, 'ask-count')).toBe('2 times')
      expect(await textOf(yuki, 'connection')).toBe('Connected to Stream')

      await maya.locator('#token-panel[data-life="expired"]').waitFor({ timeout: 20_000 })
      await callGuardedRoute(maya, '401 token_expired, code 40')
      expect(await nextCall(maya)).toMatch(askedOnce)
      await callGuardedRoute(maya, '{"userId":"maya"}')
      expect(await textOf(maya, 'ask-count')).toBe('2 times')
      expect(await liftAll(url())).toEqual([200, 200])
    })

    it('signs out of one device, then everywhere', async () => {
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
      expect(await nextCall(there)).toContain('The token provider said no: 401 unauthenticated.')
      expect(await liftAll(url())).toEqual([200, 200])
    })

    it('refuses all five broken tokens, fits 360 pixels, and axe finds nothing serious', async () => {
      const page = await open({ viewport: { width: 360, height: 740 } })
      expect(await axeFindings(page)).toEqual([])
      await signIn(page, 'Tomás')
      await page.getByRole('button', { name: 'Try all five' }).click()
      await page.locator('.verdicts').nth(4).waitFor()
      const verdicts = await page.locator('.verdicts').allTextContents()
      const codes = verdicts.map(verdict => /code (\d+?)(?=\D)/.exec(verdict)?.[1])
      expect(codes).toEqual(['5', '43', '42', '40', '5'])
      expect(await axeFindings(page)).toEqual([])
      expect(await page.evaluate<number>('document.scrollingElement.scrollWidth')).toBeLessThanOrEqual(360)
    })
  })
}
