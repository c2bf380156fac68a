import { readFileSync } from 'node:fs'
import { startDemo } from '@stream-token/web'
import { createApp } from 'express-chat'
import type { Page } from 'playwright-core'
import { afterEach, describe, expect, it } from 'vitest'
import { workspaceRoot } from '../src/arrows/read-workspace.js'
import { lacksChromium } from '../src/chromium.js'
import { useDemo } from './demo-page.js'
import { condition, liftAll, logText, order, panel, requestCount, sees, write } from './demo-panels.js'

const SIGN_IN = { name: 'Sign in as' }
const PANELS = ['Chat', 'Revoke and block', 'Token', 'Log'] as const

/** The first line of code to which each panel links. */
const LINKS = [
  ['Chat', 'export async function connectChat('],
  ['Revoke and block', 'function authorizeRevocation('],
  ['Token', 'function verifyUser('],
  ['Log', 'export function reduce('],
] as const

describe.skipIf(lacksChromium())('the demo page in Chromium', { timeout: 60_000 }, () => {
  const { open, signIn, url } = useDemo(() => startDemo(createApp))

  // Revocations and blocks of one test must not affect the next.
  afterEach(async () => {
    expect(await liftAll(url())).toEqual([200, 200])
  })

  const isAtSignIn = (page: Page): Promise<void> => page.getByRole('heading', SIGN_IN).waitFor()
  const access = (page: Page, button: string) =>
    panel(page, 'Revoke and block').getByRole('button', { name: button, exact: true })

  it('shows the token, what it says, and a clock that runs to its expiry', async () => {
    const page = await open()
    await signIn(page, 'Tomás')
    const token = panel(page, 'Token')
    await token.getByText('The token itself').click()
    expect((await token.locator('.raw').textContent())?.split('.')).toHaveLength(3)
    expect(await token.locator('.claims').textContent()).toMatch(/^user_id"tomas"exp\d+.+iat\d+.+/)
    expect(await page.getByRole('timer').textContent()).toMatch(/^0:5\d|1:00$/)
    const first = await page.getByRole('timer').textContent()
    await expect.poll(() => page.getByRole('timer').textContent()).not.toBe(first)
    expect([await condition(page), await requestCount(page)]).toEqual(['Valid', 1])
  })

  it('F: refreshes the token by itself when it expires, again and again', async () => {
    const page = await open()
    await signIn(page, 'Maya')
    await expect.poll(() => requestCount(page), { timeout: 30_000 }).toBe(3)
    expect(await condition(page)).toBe('Valid')
    expect(await logText(page)).not.toContain('Refused')
  })

  it('F: shows a revoked token as revoked in every panel, and as valid again after Undo', async () => {
    const page = await open()
    await signIn(page, 'Yuki')
    const token = panel(page, 'Token')
    await order(page, 'Yuki', 'Revoke tokens', /are revoked/)
    await expect.poll(() => condition(page)).toBe('Revoked')
    expect(await page.getByRole('timer').textContent()).toBe('–')
    expect(await token.getByRole('progressbar').getAttribute('value')).toBe('0')
    await token.getByText('Revoked: it is not accepted').waitFor()
    await token.getByText('You signed in before the cutoff').waitFor()
    await order(page, 'Yuki', 'Undo revocation', 'Not revoked, not blocked.')
    await expect.poll(() => condition(page)).toBe('Valid')
    expect(await page.getByRole('timer').textContent()).toMatch(/^(59|60):/)
    await write(page, 'It was undone')
    await sees(page, 'It was undone')
    expect(await requestCount(page)).toBe(1)
  })

  it('lets a revoked user sign in again', async () => {
    const page = await open()
    await signIn(page, 'Yuki')
    await order(page, 'Yuki', 'Revoke tokens', /are revoked/)
    await page.getByRole('button', { name: 'Sign in again' }).click()
    await isAtSignIn(page)
    await signIn(page, 'Yuki')
    expect(await condition(page)).toBe('Valid')
  })

  it('asks a user with a session from before the revocation to sign in again, also after a reload', async () => {
    const page = await open()
    await signIn(page, 'Yuki')
    await order(page, 'Yuki', 'Revoke tokens', /are revoked/)
    await page.reload()
    await isAtSignIn(page)
    expect(await page.getByRole('alert').textContent()).toBe(
      'The tokens of Yuki Tanaka were revoked after this sign-in. Sign in again to continue.',
    )
  })

  it('replaces a token that a revocation of the whole app has revoked, and asks nobody to sign in again', async () => {
    const page = await open()
    await signIn(page, 'Yuki')
    await order(page, 'The whole app', 'Revoke tokens', /^All tokens from before .+ are revoked\.$/)
    await expect.poll(() => condition(page)).toBe('Revoked')
    expect(await page.getByRole('button', { name: 'Sign in again' }).count()).toBe(0)
    for (const name of ['Block', 'Unblock'])
      expect(await access(page, name).getAttribute('aria-disabled')).toBe('true')
    await write(page, 'Everybody gets a new one')
    await sees(page, 'Everybody gets a new one')
    expect(await requestCount(page)).toBe(2)
    await expect.poll(() => condition(page)).toBe('Valid')
    await order(page, 'The whole app', 'Undo revocation', 'Not revoked.')
  })

  it('F: shows a block in every panel, also after a reload, and connects again once it is gone', async () => {
    const page = await open()
    await signIn(page, 'Yuki')
    await order(page, 'Yuki', 'Block', /^Blocked\./)
    await expect.poll(() => condition(page)).toBe('Blocked')
    expect(await page.getByRole('timer').textContent()).toBe('–')
    await order(page, 'Yuki', 'Undo revocation', 'Blocked. Not revoked.')
    expect(await condition(page)).toBe('Blocked')
    await page.reload()
    await panel(page, 'Chat').getByText('You are blocked.').waitFor()
    await panel(page, 'Chat').getByText('Not connected').waitFor()
    expect(await condition(page)).toBe('Blocked')
    await order(page, 'Yuki', 'Unblock', 'Not revoked, not blocked.')
    await page.getByText('Connected to Stream', { exact: true }).waitFor()
    expect(await condition(page)).toBe('Valid')
  })

  it('F: returns to sign-in on a device whose user signed out everywhere on another', async () => {
    const [here, there] = [await open(), await open()]
    await signIn(here, 'Yuki')
    await signIn(there, 'Yuki')
    await here.getByRole('button', { name: 'Sign out everywhere' }).click()
    await isAtSignIn(here)
    await isAtSignIn(there)
    expect(await there.getByRole('alert').textContent()).toContain('Your session has ended')
    expect(await here.context().cookies()).toEqual([])
    await signIn(there, 'Yuki')
    await write(there, 'Signed in again')
    await sees(there, 'Signed in again')
  })

  it('keeps the other device signed in when you sign out of this one', async () => {
    const [here, there] = [await open(), await open()]
    await signIn(here, 'Yuki')
    await signIn(there, 'Yuki')
    await here.getByRole('button', { name: 'Sign out', exact: true }).click()
    await isAtSignIn(here)
    expect([await here.title(), await there.title()]).toEqual([
      'stream-token-provider demo',
      'Yuki Tanaka – stream-token-provider demo',
    ])
    expect((await here.request.post(`${url()}/stream/token`)).status()).toBe(401)
    await write(there, 'Still signed in')
    await sees(there, 'Still signed in')
  })

  it('follows another tab that signs in as somebody else', async () => {
    const page = await open()
    await signIn(page, 'Yuki')
    const tab = await page.context().newPage()
    await tab.goto(url())
    await tab.getByRole('button', { name: 'Sign out', exact: true }).click()
    await signIn(tab, 'Tomás')
    await page.locator('.account-name').getByText('Tomás Lindqvist').waitFor()
    await page.getByText('Connected to Stream', { exact: true }).waitFor()
    expect(await panel(page, 'Token').locator('.claims').textContent()).toContain('"tomas"')
  })

  it('says so while the server gives no token, and tries again', async () => {
    const page = await open()
    await page.route('**/stream/token', route =>
      route.fulfill({ status: 503, json: { reason: 'overloaded' } }),
    )
    await page.getByRole('button', { name: 'Tomás' }).click()
    await panel(page, 'Token').getByText('503 overloaded.').waitFor()
    expect(await condition(page)).toBe('No token')
    await panel(page, 'Chat').getByText('Not connected').waitFor()
    await page.unroute('**/stream/token')
    await page.getByText('Connected to Stream', { exact: true }).waitFor()
    expect(await condition(page)).toBe('Valid')
  })

  it('logs when Stream did not accept a command, and when a command failed', async () => {
    const page = await open()
    await signIn(page, 'Yuki')
    const failing = { userId: 'yuki', stored: true, propagated: false, reason: 'Stream responded with 500' }
    await page.route('**/stream/revocations', route =>
      route.fulfill({ status: 502, json: { reason: 'stream_api_failed', result: { users: [failing] } } }),
    )
    await access(page, 'Revoke tokens').click()
    await page.getByRole('log').getByText('Stream did not accept it. Stream responded with 500.').waitFor()
    await page.unroute('**/stream/revocations')
    await page.route('**/stream/revocations', route =>
      route.fulfill({ status: 403, json: { reason: 'revocation_forbidden' } }),
    )
    await access(page, 'Revoke tokens').click()
    await page.getByRole('log').getByText('failed: 403 revocation_forbidden.').waitFor()
    expect(await condition(page)).toBe('Valid')
  })

  it('shows which process of the server responded, if there are several', async () => {
    const page = await open()
    await page.route('**/stream/token', async route => {
      const response = await route.fetch()
      await route.fulfill({ response, headers: { ...response.headers(), 'x-demo-process': '2' } })
    })
    await signIn(page, 'Yuki')
    await page.getByText('Express 5, process 2', { exact: true }).waitFor()
    expect(await logText(page)).toContain('Process 2 responded 200 to POST /stream/token.')
  })

  it('F: shows all panels together at 1280 by 800 pixels, and the log always in narrower windows', async () => {
    const page = await open({ viewport: { width: 1280, height: 800 } })
    await signIn(page, 'Yuki')
    for (const name of PANELS) {
      const box = await panel(page, name).boundingBox()
      expect((box?.y ?? -1) >= 0 && (box?.y ?? 0) + (box?.height ?? 1000) <= 800, name).toBe(true)
    }
    expect((await access(page, 'Revoke tokens').boundingBox())?.y).toBeLessThan(700)
    for (const width of [900, 360]) {
      await page.setViewportSize({ width, height: 740 })
      for (const name of PANELS) {
        await panel(page, name).scrollIntoViewIfNeeded()
        const log = await panel(page, 'Log').boundingBox()
        expect((log?.y ?? 1000) + (log?.height ?? 1000), `${name} at ${width}`).toBeLessThanOrEqual(741)
      }
    }
  })

  it('F: shows what is dangerous in another colour than what is safe', async () => {
    const page = await open()
    await signIn(page, 'Yuki')
    const colour = (name: string): Promise<string> =>
      access(page, name).evaluate(button => getComputedStyle(button).backgroundColor)
    expect(await colour('Revoke tokens')).toBe('rgb(179, 38, 30)')
    expect(await colour('Block')).toBe('rgb(179, 38, 30)')
    expect(await colour('Undo revocation')).toBe('rgba(0, 0, 0, 0)')
    expect(await colour('Unblock')).toBe('rgba(0, 0, 0, 0)')
  })

  it('F: links from each panel to its code', async () => {
    const page = await open()
    await signIn(page, 'Yuki')
    for (const [name, line] of LINKS) {
      const href = await panel(page, name).getByRole('link', { name: 'Code' }).getAttribute('href')
      const [, file, number] = /\/blob\/main\/(.+)#L(\d+)$/.exec(href ?? '') ?? []
      const lines = readFileSync(`${workspaceRoot}/${file}`, 'utf8').split('\n')
      expect(lines[Number(number) - 1], name).toContain(line)
    }
  })

  it('works with the keyboard only', async () => {
    const page = await open()
    const focused = (): Promise<unknown> => page.evaluate('document.activeElement.textContent.trim()')
    expect(await focused()).toBe('A chat whose tokens come from the session')
    await page.keyboard.press('Tab')
    expect(await focused()).toContain('Yuki Tanaka')
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid')
    await page.keyboard.press('Enter')
    await page.getByText('Connected to Stream', { exact: true }).waitFor()
    expect(await focused()).toBe('Signed in as Yuki Tanaka')
    await panel(page, 'Revoke and block').getByRole('radio', { name: 'Yuki' }).focus()
    await page.keyboard.press('ArrowDown')
    expect(await panel(page, 'Revoke and block').getByRole('radio', { name: 'Tomás' }).isChecked()).toBe(true)
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('Revoke tokens')
    await page.keyboard.press('Enter')
    await panel(page, 'Revoke and block')
      .locator('.row', { hasText: 'Tomás' })
      .getByText(/are revoked/)
      .waitFor()
    expect(await focused()).toBe('Revoke tokens')
    for (const name of ['Block', 'Undo revocation']) {
      await page.keyboard.press('Tab')
      expect(await focused()).toBe(name)
    }
    await page.keyboard.press('Space')
    await panel(page, 'Revoke and block')
      .locator('.row', { hasText: 'Tomás' })
      .getByText('Not revoked')
      .waitFor()
    expect(await focused()).toBe('Undo revocation')
  })
})
