import { startDemo } from '@stream-token/web'
import { createApp } from 'express-chat'
import { afterEach, describe, expect, it } from 'vitest'
import { lacksChromium } from '../src/chromium.js'
import { axeFindings, useDemo } from './demo-page.js'
import { choose, liftAll, nextCall, order, revocationPanel, textOf } from './demo-revocation-panel.js'

describe.skipIf(lacksChromium())('revocation on the demo page in Chromium', { timeout: 60_000 }, () => {
  const { open, signIn, url } = useDemo(() => startDemo(createApp))

  // What one test revoked or blocked must not meet the next.
  afterEach(async () => {
    expect(await liftAll(url())).toEqual([200, 200])
  })

  it('says who may, what is in force, and that nothing is', async () => {
    const page = await open()
    await signIn(page, 'Yuki')
    await expect.poll(() => textOf(page, 'in-force')).toContain('The app as a whole has no cutoff.')
    expect(await textOf(page, 'in-force')).toContain('No token of Yuki Tanaka is revoked by name.')
    expect(await textOf(page, 'in-force')).toContain('Yuki Tanaka is not blocked.')
    expect(await textOf(page, 'token-verdict')).toMatch(/^Not revoked: issued /)
    expect(await revocationPanel(page).textContent()).toMatch(/everybody who is\s+signed in may do it/)
    expect(await nextCall(page)).toBe('Stream accepted it at once.')
    expect(await textOf(page, 'ask-count')).toBe('once')
  })

  it('revokes: the connection stays, the next call is refused, the client asks once and is back', async () => {
    const page = await open()
    await signIn(page, 'Yuki')
    await order(page, 'Revoke now', 'Tokens of Yuki Tanaka issued before')
    expect(await textOf(page, 'told')).toBe('Stream took it.')
    expect(await textOf(page, 'token-verdict')).toMatch(/^Void: issued .+, before the cutoff\.$/)
    expect(await textOf(page, 'socket')).toMatch(/^Open, and it stays open/)
    expect(await textOf(page, 'connection')).toBe('Connected to Stream')
    expect(await textOf(page, 'ask-count')).toBe('once')

    expect(await nextCall(page)).toMatch(
      /^Stream refused it with code 40\. The client asked once for a new token(, held for [01]\.\d\d s until the cutoff had passed)?\. Then Stream accepted it\.$/,
    )
    expect(await textOf(page, 'ask-count')).toBe('2 times')
    expect(await textOf(page, 'token-verdict')).toMatch(/^Not revoked: .+, not before the cutoff\.$/)
    expect(await textOf(page, 'connection')).toBe('Connected to Stream')
    expect(await nextCall(page)).toBe('Stream accepted it at once.')
    const log = await page.getByRole('log').textContent()
    expect(log).toContain('Revoke now: Yuki Tanaka. POST /stream/revocations {"userIds":["yuki"]}')
    expect(log).toContain('The next call. Stream refused it with code 40.')
  })

  it('undoes: the old token counts again, and nothing is asked', async () => {
    const page = await open()
    await signIn(page, 'Yuki')
    await order(page, 'Revoke now', 'Tokens of Yuki Tanaka issued before')
    await order(page, 'Undo', 'No token of Yuki Tanaka is revoked by name.')
    await expect.poll(() => textOf(page, 'token-verdict')).toMatch(/^Not revoked: /)
    expect(await nextCall(page)).toBe('Stream accepted it at once.')
    expect(await textOf(page, 'ask-count')).toBe('once')
  })

  it('blocks: the ask is refused in words, the client stops, and unblocking brings it back', async () => {
    const page = await open()
    await signIn(page, 'Yuki')
    await order(page, 'Block', 'Yuki Tanaka is blocked until unblocked')
    await page.locator('#in-force').getByText('Tokens of Yuki Tanaka issued before').waitFor()
    expect(await nextCall(page)).toBe(
      'Stream refused it with code 40. The client asked once for a new token. The token provider said no: ' +
        '403 user_blocked. This user is blocked. The client stops: it keeps that no, and asks no more by itself.',
    )
    expect(await nextCall(page)).toContain(
      'Not even sent. The client has stopped at the last no: 403 user_blocked.',
    )
    expect(await textOf(page, 'ask-count')).toBe('2 times')

    await order(page, 'Unblock', 'Yuki Tanaka is not blocked.')
    await expect.poll(() => textOf(page, 'ask-count')).toBe('3 times')
    await expect.poll(() => textOf(page, 'token-verdict')).toMatch(/^Not revoked: /)
    expect(await nextCall(page)).toBe('Stream accepted it at once.')
    expect(await page.getByRole('alert').count()).toBe(0)
  })

  it('leaves someone blocked a way back after a reload', async () => {
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

  it('revokes another user, and leaves you alone', async () => {
    const [mine, theirs] = [await open(), await open()]
    await signIn(theirs, 'Yuki')
    await signIn(mine, 'Tomás')
    await choose(mine, 'Yuki Tanaka')
    await order(mine, 'Revoke now', 'Tokens of Yuki Tanaka issued before')
    expect(await textOf(mine, 'told')).toBe('Stream took it, or has not met Yuki Tanaka yet.')
    expect(await textOf(mine, 'token-verdict')).toMatch(/^Not revoked: /)
    expect(await nextCall(mine)).toBe('Stream accepted it at once.')
    expect(await nextCall(theirs)).toMatch(/^Stream refused it with code 40\. .+ Then Stream accepted it\.$/)
  })

  it('revokes the whole app, which nobody can block', async () => {
    const [mine, theirs] = [await open(), await open()]
    await signIn(theirs, 'Yuki')
    await signIn(mine, 'Tomás')
    await choose(mine, 'The whole app')
    await expect
      .poll(() => revocationPanel(mine).getByRole('button', { name: 'Block', exact: true }).isDisabled())
      .toBe(true)
    expect(await revocationPanel(mine).getByRole('button', { name: 'Unblock' }).isDisabled()).toBe(true)
    await order(mine, 'Revoke now', 'Tokens of everybody issued before')
    expect(await textOf(mine, 'token-verdict')).toMatch(/^Void: /)
    for (const page of [mine, theirs]) {
      expect(await nextCall(page)).toMatch(/^Stream refused it with code 40\. .+ Then Stream accepted it\.$/)
      expect(await textOf(page, 'ask-count')).toBe('2 times')
    }
    await order(mine, 'Undo', 'The app as a whole has no cutoff.')
    await choose(mine, 'Yourself')
    expect(await revocationPanel(mine).getByRole('button', { name: 'Block', exact: true }).isDisabled()).toBe(
      false,
    )
  })

  it('says so when Stream did not take it, and when it was not carried out', async () => {
    const page = await open()
    await signIn(page, 'Yuki')
    const failing = { userId: 'yuki', stored: true, propagated: false, reason: 'Stream answered 500' }
    await page.route('**/stream/revocations', route =>
      route.fulfill({ status: 502, json: { reason: 'stream_api_failed', result: { users: [failing] } } }),
    )
    await revocationPanel(page).getByRole('button', { name: 'Revoke now' }).click()
    await page.locator('#told').getByText('Stream did not take it. Stream answered 500.').waitFor()
    await page.unroute('**/stream/revocations')

    await page.context().clearCookies()
    await revocationPanel(page).getByRole('button', { name: 'Revoke now' }).click()
    await page.getByRole('alert').getByText('403 revocation_forbidden. You may not revoke tokens.').waitFor()
    expect(await textOf(page, 'told')).toBe('It was not carried out.')
  })

  it("ends the app's own socket, refuses the void token at its upgrade, and lets the next one in", async () => {
    const [mine, theirs] = [await open({ viewport: { width: 360, height: 740 } }), await open()]
    for (const [page, name] of [
      [theirs, 'Yuki'],
      [mine, 'Tomás'],
    ] as const) {
      await signIn(page, name)
      await page.getByRole('button', { name: 'Open it' }).click()
      await page.locator('#presence-state').getByText('Open. Here: you').waitFor()
    }
    await theirs.locator('#presence-state').getByText('Open. Here: you and Tomás Lindqvist.').waitFor()
    await mine.getByRole('button', { name: 'Say hello' }).click()
    await theirs.getByRole('log').getByText('Tomás Lindqvist says to all: Hello!').waitFor()

    await order(mine, 'Revoke now', 'Tokens of Tomás Lindqvist issued before')
    await mine.locator('#presence-state').getByText('Closed by the server: 4401 token_revoked.').waitFor()
    await theirs.locator('#presence-state').getByText('Open. Here: you.').waitFor()
    expect(await mine.getByRole('button', { name: 'Say hello' }).isDisabled()).toBe(true)

    await mine.getByRole('button', { name: 'Open it' }).click()
    const refused =
      'Refused at the upgrade. A browser is not told why; the guarded route says of the same token: ' +
      '401 token_revoked. The token was revoked.'
    await mine.locator('#presence-state').getByText(refused).waitFor()
    await mine.getByRole('log').getByText(`This app’s socket. ${refused}`).waitFor()
    expect(await axeFindings(mine)).toEqual([])
    expect(await mine.evaluate<number>('document.scrollingElement.scrollWidth')).toBeLessThanOrEqual(360)

    expect(await nextCall(mine)).toMatch(/Then Stream accepted it\.$/)
    await mine.getByRole('button', { name: 'Open it' }).click()
    await mine.locator('#presence-state').getByText('Open. Here: you and Yuki Tanaka.').waitFor()
    await mine.getByRole('button', { name: 'Close it' }).click()
    await mine.locator('#presence-state').getByText('Closed.').waitFor()
    await theirs.locator('#presence-state').getByText('Open. Here: you.').waitFor()
  })

  it('is worked by keyboard alone', async () => {
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
    await page.locator('#next-call-answer').getByText('Then Stream accepted it.').waitFor()
    expect(await focused()).toBe('next-call')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.locator('#presence-state').getByText('Open. Here: you.').waitFor()
    expect(await focused()).toBe('presence-toggle')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByRole('log').getByText('Yuki Tanaka says to all: Hello!').waitFor()
    expect(await focused()).toBe('presence-greet')
  })

  it.each(['light', 'dark'] as const)('has nothing that axe finds serious (%s)', async colorScheme => {
    const page = await open({ colorScheme })
    await signIn(page, 'Yuki')
    await order(page, 'Block', 'Yuki Tanaka is blocked until unblocked')
    await nextCall(page)
    expect(await axeFindings(page)).toEqual([])
    await choose(page, 'The whole app')
    expect(await axeFindings(page)).toEqual([])
  })

  it('never scrolls sideways at 360 pixels', async () => {
    const page = await open({ viewport: { width: 360, height: 740 } })
    await signIn(page, 'Tomás')
    await order(page, 'Block', 'Tomás Lindqvist is blocked until unblocked')
    await nextCall(page)
    expect(await page.evaluate<number>('document.scrollingElement.scrollWidth')).toBeLessThanOrEqual(360)
  })
})
