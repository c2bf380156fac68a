import { startDemo } from '@stream-token/web'
import { createApp } from 'express-chat'
import { afterEach, describe, expect, it } from 'vitest'
import { lacksChromium } from '../src/chromium.js'
import { useDemo } from './demo-page.js'
import { liftAll, nextCall } from './demo-revocation-panel.js'

describe.skipIf(lacksChromium())('signing out of the demo page in Chromium', { timeout: 60_000 }, () => {
  const { open, signIn, url } = useDemo(() => startDemo(createApp))

  // Revocations and blocks of one test must not affect the next.
  afterEach(async () => {
    expect(await liftAll(url())).toEqual([200, 200])
  })

  it('signs out everywhere: sessions and tokens also end on the other device', async () => {
    const [here, there] = [await open(), await open()]
    await signIn(here, 'Yuki')
    await signIn(there, 'Yuki')
    await here.getByRole('button', { name: 'Sign out everywhere' }).click()
    await here.getByRole('heading', { name: 'Sign in as' }).waitFor()
    expect(await here.context().cookies()).toEqual([])
    expect(await nextCall(there)).toContain(
      'Stream refused it with code 40. The client requested a new token once. The token request failed: 401 unauthenticated.',
    )
    await there.reload()
    await there.getByRole('heading', { name: 'Sign in as' }).waitFor()
    await signIn(here, 'Yuki')
    expect(await nextCall(here)).toBe('Stream accepted it at once.')
  })

  it('keeps the other device signed in when you sign out of this one', async () => {
    const [here, there] = [await open(), await open()]
    await signIn(here, 'Yuki')
    await signIn(there, 'Yuki')
    await here.getByRole('button', { name: 'Sign out', exact: true }).click()
    await here.getByRole('heading', { name: 'Sign in as' }).waitFor()
    expect(await nextCall(there)).toBe('Stream accepted it at once.')
  })
})
