import { startDemo } from '@stream-token/web'
import { createApp } from 'express-chat'
import { afterEach, describe, expect, it } from 'vitest'
import { lacksChromium } from '../src/chromium.js'
import { axeFindings, useDemo } from './demo-page.js'
import { choose, liftAll, nextCall, order, revocationPanel, textOf } from './demo-revocation-panel.js'

describe.skipIf(lacksChromium())('revocation on the demo page in Chromium', { timeout: 60_000 }, () => {
  const { open, signIn, url } = useDemo(() => startDemo(createApp))

  // Revocations and blocks of one test must not affect the next.
  afterEach(async () => {
    expect(await liftAll(url())).toEqual([200, 200])
  })

  it('shows who may revoke, and that nothing is revoked or blocked', async () => {
    const page = await open()
    await signIn(page, 'Yuki')
    await expect.poll(() => textOf(page, 'in-force')).toContain('The whole app has no cutoff.')
    expect(await textOf(page, 'in-force')).toContain('Yuki Tanaka has no cutoff.')
    expect(await textOf(page, 'in-force')).toContain('Yuki Tanaka is not blocked.')
    expect(await textOf(page, 'token-status')).toMatch(/^Not revoked: issued /)
    expect(await revocationPanel(page).textContent()).toMatch(
      /every signed-in user may\s+revoke and block anyone/,
    )
    expect(await nextCall(page)).toBe('Stream accepted it at once.')
    expect(await textOf(page, 'request-count')).toBe('1')
  })

  it('revokes: the connection stays open, the next call is refused, and the client recovers with one new token', async () => {
    const page = await open()
    await signIn(page, 'Yuki')
    await order(page, 'Revoke now', 'Tokens of Yuki Tanaka issued before')
    expect(await textOf(page, 'propagation')).toBe('Stream accepted it.')
    expect(await textOf(page, 'token-status')).toMatch(/^Invalid: issued .+, before the cutoff\.$/)
    expect(await textOf(page, 'socket')).toMatch(/^Open\. It stays open/)
    expect(await textOf(page, 'connection')).toBe('Connected to Stream')
    expect(await textOf(page, 'request-count')).toBe('1')

    expect(await nextCall(page)).toMatch(
      /^Stream refused it with code 40\. The client requested a new token once(; the server held the request for [01]\.\d\d s until the cutoff had passed)?\. Then Stream accepted it\.$/,
    )
    expect(await textOf(page, 'request-count')).toBe('2')
    expect(await textOf(page, 'token-status')).toMatch(/^Not revoked: .+, not before the cutoff\.$/)
    expect(await textOf(page, 'connection')).toBe('Connected to Stream')
    expect(await nextCall(page)).toBe('Stream accepted it at once.')
    const log = await page.getByRole('log').textContent()
    expect(log).toContain('Revoke now: Yuki Tanaka. POST /stream/revocations {"userIds":["yuki"]}')
    expect(log).toContain('Next call: Stream refused it with code 40.')
  })

  it('undoes a revocation: the old token is valid again, and the client requests no new one', async () => {
    const page = await open()
    await signIn(page, 'Yuki')
    await order(page, 'Revoke now', 'Tokens of Yuki Tanaka issued before')
    await order(page, 'Undo', 'Yuki Tanaka has no cutoff.')
    await expect.poll(() => textOf(page, 'token-status')).toMatch(/^Not revoked: /)
    expect(await nextCall(page)).toBe('Stream accepted it at once.')
    expect(await textOf(page, 'request-count')).toBe('1')
  })

  it('blocks: the token request is refused with a reason, the client stops, and unblocking restores it', async () => {
    const page = await open()
    await signIn(page, 'Yuki')
    await order(page, 'Block', 'Yuki Tanaka is blocked until unblocked')
    await page.locator('#in-force').getByText('Tokens of Yuki Tanaka issued before').waitFor()
    expect(await nextCall(page)).toBe(
      'Stream refused it with code 40. The client requested a new token once. The token request failed: ' +
        '403 user_blocked. This user is blocked. The client keeps this error and does not retry by itself.',
    )
    expect(await nextCall(page)).toContain('Not sent. The client still has its last error: 403 user_blocked.')
    expect(await textOf(page, 'request-count')).toBe('2')

    await order(page, 'Unblock', 'Yuki Tanaka is not blocked.')
    await expect.poll(() => textOf(page, 'request-count')).toBe('3')
    await expect.poll(() => textOf(page, 'token-status')).toMatch(/^Not revoked: /)
    expect(await nextCall(page)).toBe('Stream accepted it at once.')
    expect(await page.getByRole('alert').count()).toBe(0)
  })

  it('lets a blocked user be unblocked after a reload', async () => {
    const page = await open()
    await signIn(page, 'Yuki')
    await order(page, 'Block', 'Yuki Tanaka is blocked until unblocked')
    await page.reload()
    await page.getByText('Not connected').waitFor()
    expect(await page.getByRole('alert').textContent()).toBe('403 user_blocked. This user is blocked.')
    await page.locator('#socket').getByText('Closed.').waitFor()
    await order(page, 'Unblock', 'Yuki Tanaka is not blocked.')
    await page.getByText('Connected to Stream').waitFor()
    expect(await nextCall(page)).toBe('Stream accepted it at once.')
  })

  it('revokes the tokens of another user, but not your own', async () => {
    const [mine, theirs] = [await open(), await open()]
    await signIn(theirs, 'Yuki')
    await signIn(mine, 'Tomás')
    await choose(mine, 'Yuki Tanaka')
    await order(mine, 'Revoke now', 'Tokens of Yuki Tanaka issued before')
    expect(await textOf(mine, 'propagation')).toBe('Stream accepted it, or does not know Yuki Tanaka yet.')
    expect(await textOf(mine, 'token-status')).toMatch(/^Not revoked: /)
    expect(await nextCall(mine)).toBe('Stream accepted it at once.')
    expect(await nextCall(theirs)).toMatch(/^Stream refused it with code 40\. .+ Then Stream accepted it\.$/)
  })

  it('revokes the whole app, which cannot be blocked', async () => {
    const [mine, theirs] = [await open(), await open()]
    await signIn(theirs, 'Yuki')
    await signIn(mine, 'Tomás')
    await choose(mine, 'The whole app')
    await expect
      .poll(() => revocationPanel(mine).getByRole('button', { name: 'Block', exact: true }).isDisabled())
      .toBe(true)
    expect(await revocationPanel(mine).getByRole('button', { name: 'Unblock' }).isDisabled()).toBe(true)
    await order(mine, 'Revoke now', 'All tokens issued before')
    expect(await textOf(mine, 'token-status')).toMatch(/^Invalid: /)
    for (const page of [mine, theirs]) {
      expect(await nextCall(page)).toMatch(/^Stream refused it with code 40\. .+ Then Stream accepted it\.$/)
      expect(await textOf(page, 'request-count')).toBe('2')
    }
    await order(mine, 'Undo', 'The whole app has no cutoff.')
    await choose(mine, 'Yourself')
    expect(await revocationPanel(mine).getByRole('button', { name: 'Block', exact: true }).isDisabled()).toBe(
      false,
    )
  })

  it('shows when Stream did not accept a command, and when the command failed', async () => {
    const page = await open()
    await signIn(page, 'Yuki')
    const failing = { userId: 'yuki', stored: true, propagated: false, reason: 'Stream responded with 500' }
    await page.route('**/stream/revocations', route =>
      route.fulfill({ status: 502, json: { reason: 'stream_api_failed', result: { users: [failing] } } }),
    )
    await revocationPanel(page).getByRole('button', { name: 'Revoke now' }).click()
    await page
      .locator('#propagation')
      .getByText('Stream did not accept it. Stream responded with 500.')
      .waitFor()
    await page.unroute('**/stream/revocations')

    await page.context().clearCookies()
    await revocationPanel(page).getByRole('button', { name: 'Revoke now' }).click()
    await page.getByRole('alert').getByText('403 revocation_forbidden. You may not revoke tokens.').waitFor()
    expect(await textOf(page, 'propagation')).toBe('The request failed.')
  })

  it("closes the app's own socket, refuses the revoked token at its upgrade, and accepts the next one", async () => {
    const [mine, theirs] = [await open({ viewport: { width: 360, height: 740 } }), await open()]
    for (const [page, name] of [
      [theirs, 'Yuki'],
      [mine, 'Tomás'],
    ] as const) {
      await signIn(page, name)
      await page.getByRole('button', { name: 'Open it' }).click()
      await page.locator('#presence-state').getByText('Open. Online: you').waitFor()
    }
    await theirs.locator('#presence-state').getByText('Open. Online: you and Tomás Lindqvist.').waitFor()
    await mine.getByRole('button', { name: 'Say hello' }).click()
    await theirs.getByRole('log').getByText('Tomás Lindqvist says to everyone: Hello!').waitFor()

    await order(mine, 'Revoke now', 'Tokens of Tomás Lindqvist issued before')
    await mine.locator('#presence-state').getByText('Closed by the server: 4401 token_revoked.').waitFor()
    await theirs.locator('#presence-state').getByText('Open. Online: you.').waitFor()
    expect(await mine.getByRole('button', { name: 'Say hello' }).isDisabled()).toBe(true)

    await mine.getByRole('button', { name: 'Open it' }).click()
    const refused =
      'Upgrade refused. Browsers hide the reason. The guarded route refuses the same token: ' +
      '401 token_revoked. The token was revoked.'
    await mine.locator('#presence-state').getByText(refused).waitFor()
    await mine.getByRole('log').getByText(`This app’s socket: ${refused}`).waitFor()
    expect(await axeFindings(mine)).toEqual([])
    expect(await mine.evaluate<number>('document.scrollingElement.scrollWidth')).toBeLessThanOrEqual(360)

    expect(await nextCall(mine)).toMatch(/Then Stream accepted it\.$/)
    await mine.getByRole('button', { name: 'Open it' }).click()
    await mine.locator('#presence-state').getByText('Open. Online: you and Yuki Tanaka.').waitFor()
    await mine.getByRole('button', { name: 'Close it' }).click()
    await mine.locator('#presence-state').getByText('Closed.').waitFor()
    await theirs.locator('#presence-state').getByText('Open. Online: you.').waitFor()
  })

  it('works with the keyboard only', async () => {
    const page = await open()
    await signIn(page, 'Yuki')
    const focused = (): Promise<unknown> => page.evaluate('document.activeElement.id')
    await revocationPanel(page).getByRole('radio', { name: 'Yourself' }).focus()
    await page.keyboard.press('ArrowDown')
    expect(await revocationPanel(page).getByRole('radio', { name: 'Tomás' }).isChecked()).toBe(true)
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('revoke')
    await page.keyboard.press('Enter')
    await page.locator('#in-force').getByText('Tokens of Yuki Tanaka issued before').waitFor()
    expect(await focused()).toBe('revoke')
    for (const id of ['undo', 'block', 'unblock', 'next-call']) {
      await page.keyboard.press('Tab')
      expect(await focused()).toBe(id)
    }
    await page.keyboard.press('Space')
    await page.locator('#next-call-result').getByText('Then Stream accepted it.').waitFor()
    expect(await focused()).toBe('next-call')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.locator('#presence-state').getByText('Open. Online: you.').waitFor()
    expect(await focused()).toBe('presence-toggle')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByRole('log').getByText('Yuki Tanaka says to everyone: Hello!').waitFor()
    expect(await focused()).toBe('presence-greet')
  })

  it.each(['light', 'dark'] as const)('has no violations that axe finds (%s)', async colorScheme => {
    const page = await open({ colorScheme })
    await signIn(page, 'Yuki')
    await order(page, 'Block', 'Yuki Tanaka is blocked until unblocked')
    await nextCall(page)
    expect(await axeFindings(page)).toEqual([])
    await choose(page, 'The whole app')
    expect(await axeFindings(page)).toEqual([])
  })

  it('does not scroll horizontally at 360 pixels', async () => {
    const page = await open({ viewport: { width: 360, height: 740 } })
    await signIn(page, 'Tomás')
    await order(page, 'Block', 'Tomás Lindqvist is blocked until unblocked')
    await nextCall(page)
    expect(await page.evaluate<number>('document.scrollingElement.scrollWidth')).toBeLessThanOrEqual(360)
  })
})
