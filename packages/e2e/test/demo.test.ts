import { startDemo } from '@stream-token/web'
import { createApp } from 'express-chat'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { lacksChromium } from '../src/chromium.js'
import { axeFindings, useDemo } from './demo-page.js'

const mustFail = [
  { title: 'Another user’s token', stream: 5, guard: 'Not sent' },
  { title: 'A token signed with another secret', stream: 43, guard: 'code 43401 token_signature_invalid' },
  { title: 'A token from the future', stream: 42, guard: 'code 42401 token_used_before_issued' },
  { title: 'An expired token', stream: 40, guard: 'code 40401 token_expired' },
  { title: 'A development token', stream: 5, guard: 'code 5401 token_malformed' },
]

describe.skipIf(lacksChromium())('the demo page in Chromium', { timeout: 60_000 }, () => {
  const { open, signIn, url } = useDemo(() => startDemo(createApp))

  async function press(page: Page, name: string, result: string): Promise<void> {
    await page.getByRole('button', { name, exact: true }).click()
    await page.locator('#call-result').getByText(result).waitFor()
  }

  async function tryAll(page: Page): Promise<void> {
    await page.getByRole('button', { name: 'Try all five' }).click()
    await page.locator('.results').nth(4).waitFor()
  }

  it('connects with the session’s token, and shows its contents', async () => {
    const page = await open()
    await signIn(page, 'Tomás')
    const token = await page.locator('#raw-token').textContent()
    expect(token?.split('.')).toHaveLength(3)
    expect(await page.locator('#token-header').textContent()).toBe('{"alg":"HS256","typ":"JWT"}')
    expect(await page.locator('#token-claims').textContent()).toMatch(/^user_id"tomas"exp\d+.+iat\d+.+/)
    expect(Number(await page.locator('#countdown').textContent())).toBeGreaterThan(50)
    expect(await page.locator('#request-count').textContent()).toBe('1')
  })

  it('keeps the session in a cookie that scripts and other sites cannot use', async () => {
    const page = await open()
    await signIn(page, 'Tomás')
    const cookies = await page.context().cookies()
    expect(cookies.map(({ name, httpOnly, sameSite }) => ({ name, httpOnly, sameSite }))).toEqual([
      { name: 'session', httpOnly: true, sameSite: 'Lax' },
      { name: 'session.sig', httpOnly: true, sameSite: 'Lax' },
    ])
    expect(await page.evaluate('document.cookie')).toBe('')
  })

  it('calls Stream and the guarded route with the token', async () => {
    const page = await open()
    await signIn(page, 'Yuki')
    await press(page, 'Call Stream', 'Yuki Tanaka')
    await press(page, 'Call the guarded route', '{"userId":"yuki"}')
    await press(page, 'Get a fresh token', 'fresh token')
    expect(await page.locator('#request-count').textContent()).toBe('2')
  })

  it('requests one new token after the token has expired, and continues', async () => {
    const page = await open()
    await signIn(page, 'Maya')
    await page.locator('#token-panel[data-life="expired"]').waitFor({ timeout: 20_000 })
    expect(await page.locator('#request-count').textContent()).toBe('1')
    await press(page, 'Call the guarded route', '401 token_expired, code 40')
    await press(page, 'Call Stream', 'Stream responded in')
    expect(await page.locator('#request-count').textContent()).toBe('2')
    expect(await page.locator('#token-panel').getAttribute('data-life')).toBe('running')
    expect(await page.getByRole('log').textContent()).toContain(
      'Stream refused: code 40, the token has expired or was revoked.',
    )
  })

  it.each(mustFail)('shows how Stream and the server refuse: $title', async ({ title, stream, guard }) => {
    const page = await open()
    await signIn(page, 'Tomás')
    const row = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: title }) })
    await row.getByRole('button', { name: `Try it: ${title}` }).click()
    const results = row.locator('.results dd')
    await results.nth(1).waitFor()
    expect(await results.nth(0).textContent()).toMatch(new RegExp(`^code ${stream}[A-Z]`))
    expect(await results.nth(1).textContent()).toContain(guard)
    expect(await page.getByRole('log').textContent()).toContain(`${title}. Stream: code ${stream}, `)
    expect(await page.locator('#connection').textContent()).toBe('Connected to Stream')
  })

  it('shows why the token provider refuses after the session has ended', async () => {
    const page = await open()
    await signIn(page, 'Tomás')
    await page.context().clearCookies()
    await press(page, 'Get a fresh token', '401 unauthenticated')
    expect(await page.getByRole('log').textContent()).toContain(
      'The token request failed: 401 unauthenticated',
    )
  })

  it('shows an error and disables what cannot work if there is no token to connect with', async () => {
    const page = await open()
    await page.route('**/stream/token', route =>
      route.fulfill({ status: 503, json: { reason: 'overloaded' } }),
    )
    await page.getByRole('button', { name: 'Tomás' }).click()
    await page.getByText('Not connected').waitFor()
    expect(await page.getByRole('alert').textContent()).toBe('503 overloaded.')
    expect(await page.getByRole('button', { name: 'Call Stream' }).isDisabled()).toBe(true)
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await page.getByRole('heading', { name: 'Sign in as' }).waitFor()
  })

  it('signs out and deletes the session', async () => {
    const page = await open()
    await signIn(page, 'Tomás')
    await page.reload()
    await page.getByText('Connected to Stream').waitFor()
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await page.getByRole('heading', { name: 'Sign in as' }).waitFor()
    expect(await page.context().cookies()).toEqual([])
    expect((await page.request.post(`${url()}/stream/token`)).status()).toBe(401)
  })

  it('works with the keyboard only', async () => {
    const page = await open()
    const focused = (): Promise<unknown> => page.evaluate('document.activeElement.textContent.trim()')
    await page.keyboard.press('Tab')
    expect(await focused()).toContain('Yuki Tanaka')
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Call Stream', disabled: false }).waitFor()
    expect(await focused()).toBe('Signed in as Tomás Lindqvist')
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('Call Stream')
    await page.keyboard.press('Enter')
    await page.locator('#call-result').getByText('Stream responded in').waitFor()
    expect(await focused()).toBe('Call Stream')
  })

  it.each(['light', 'dark'] as const)('has no violations that axe finds (%s)', async colorScheme => {
    const page = await open({ colorScheme })
    expect(await axeFindings(page)).toEqual([])
    await signIn(page, 'Tomás')
    await press(page, 'Call the guarded route', '{"userId":"tomas"}')
    await tryAll(page)
    expect(await axeFindings(page)).toEqual([])
  })

  it('does not scroll horizontally at 360 pixels', async () => {
    const page = await open({ viewport: { width: 360, height: 740 } })
    const width = (): Promise<number> => page.evaluate<number>('document.scrollingElement.scrollWidth')
    expect(await width()).toBeLessThanOrEqual(360)
    await signIn(page, 'Tomás')
    await tryAll(page)
    expect(await width()).toBeLessThanOrEqual(360)
  })
})
