import { createTokenProvider } from '@stream-token/core'
import { startDemo } from '@stream-token/web'
import { createApp } from 'express-chat'
import { describe, expect, it } from 'vitest'
import { lacksChromium } from '../src/chromium.js'
import { axeFindings, useDemo } from './demo-page.js'
import { makeToken, readToken, SECRET, signed } from './token-page.js'

const now = (): number => Math.floor(Date.now() / 1000)
const core = createTokenProvider({ apiKey: 'key', apiSecret: SECRET, streamApi: false, devTokens: true })
const other = createTokenProvider({ apiKey: 'key', apiSecret: 'x'.repeat(32), streamApi: false })

/** Everything that a browser could keep of a page. */
const KEPT = `(async () => JSON.stringify({
  url: location.href, state: history.state, cookie: document.cookie,
  local: { ...localStorage }, session: { ...sessionStorage }, databases: await indexedDB.databases(),
  caches: await caches.keys(), html: document.documentElement.outerHTML,
}))()`

/** A token, the verdict on it, and one of the findings. */
const EXPLAINED: readonly (readonly [string, () => string | Promise<string>, string, string | RegExp])[] = [
  [
    'a valid token',
    () => core.createToken('john'),
    'This token is valid, unless it has been revoked.',
    'Signed with this secret.',
  ],
  [
    'an expired token',
    () => signed({ user_id: 'john', exp: now() - 181, iat: now() - 500 }),
    'Stream refuses this token.',
    /Expired 3 minutes ago .+code 40/,
  ],
  [
    'a token of another app',
    () => other.createToken('john'),
    'Stream refuses this token.',
    'Signed with another secret',
  ],
  [
    'a token without iat',
    () => signed({ user_id: 'john' }),
    'This token is valid, unless it has been revoked.',
    'No iat: a revocation of the whole app revokes it',
  ],
  [
    'a token without exp',
    () => signed({ user_id: 'john' }),
    'This token is valid, unless it has been revoked.',
    'No exp: it never expires.',
  ],
  [
    'a token from the future',
    () => signed({ user_id: 'john', iat: now() + 3700 }),
    'Stream refuses this token.',
    /Issued in 1 hour .+code 42/,
  ],
  [
    'an expiry in milliseconds',
    () => signed({ user_id: 'john', exp: Date.now() + 1e6 }),
    'Stream refuses this token.',
    'exp looks like milliseconds',
  ],
  [
    'a lifetime as expiry',
    () => signed({ user_id: 'john', exp: 3600 }),
    'Stream refuses this token.',
    'exp looks like a lifetime',
  ],
  ['a token without a user', () => signed({ sub: 'john' }), 'Stream refuses this token.', 'the id is in sub'],
  [
    'a numeric user id',
    () => signed({ user_id: 7 }),
    'Stream refuses this token.',
    'No user_id, or it is not text.',
  ],
  [
    'another algorithm',
    () => signed({ user_id: 'john' }, 'HS512'),
    'Stream refuses this token.',
    'Its algorithm is "HS512"',
  ],
  [
    'a server token',
    () => core.createServerToken(),
    'This token is valid, unless it has been revoked.',
    'full access to the app',
  ],
  [
    'a call token',
    () => core.createToken('john', { callCids: ['default:1'] }),
    'This token is valid, unless it has been revoked.',
    'Only for the calls default:1.',
  ],
  [
    'a developer token',
    () => core.createDevToken?.('john') ?? '',
    'This token is for development only.',
    'it has no signature',
  ],
  [
    'half a token',
    () => 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJ1c2',
    'This is not a Stream token.',
    'It has 2 parts.',
  ],
  [
    'a damaged token',
    () => 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJ1c2.x',
    'This is not a Stream token.',
    'A piece may be missing',
  ],
]

describe.skipIf(lacksChromium())('the token page in Chromium', { timeout: 60_000 }, () => {
  const { openTokens: open, url } = useDemo(() => startDemo(createApp))

  it.each([
    ['user', { 'User id': 'john' }, {}],
    [
      'call',
      { 'User id': 'a@b', Calls: 'default:1, livestream:x', 'Role in': 'host' },
      { role: 'host', callCids: ['default:1', 'livestream:x'] },
    ],
    ['guest', {}, {}],
  ] as const)('makes the token of a %s that the core makes, byte for byte', async (kind, fields, scope) => {
    const page = await open()
    const token = await makeToken(page, kind, fields)
    const { userId, issuedAt, expiresAt } = await core.verifyToken(token)
    expect(userId).toMatch(
      kind === 'guest' ? /^guest-[0-9a-f]{32}$/ : new RegExp(`^${Object.values(fields)[0]}$`),
    )
    expect(token).toBe(await core.createToken(userId, { issuedAt, expiresAt, ...scope }))
    expect(now() + 3600 - (expiresAt ?? 0)).toBeLessThan(5)
    expect(now() - 5 - (issuedAt ?? 0)).toBeLessThan(5)
  })

  it('makes the server token and the developer token that the core makes, byte for byte', async () => {
    const page = await open()
    expect(await makeToken(page, 'server')).toBe(await core.createServerToken())
    expect(await makeToken(page, 'developer', { 'User id': 'jo' })).toBe(core.createDevToken?.('jo'))
  })

  it.each([
    ['10 minutes', 600],
    ['7 days', 604_800],
    ['Never', undefined],
  ] as const)('lets the token expire: %s', async (choice, lifetime) => {
    const page = await open()
    await page.getByLabel('Expires').selectOption(choice)
    const { expiresAt } = await core.verifyToken(await makeToken(page, 'user', { 'User id': 'john' }))
    if (lifetime === undefined) expect(expiresAt).toBeUndefined()
    else expect(Math.abs((expiresAt ?? 0) - now() - lifetime)).toBeLessThan(5)
  })

  it('lets the token expire on a date of the browser’s time zone', async () => {
    const page = await open({ timezoneId: 'America/New_York' })
    await page.getByLabel('Expires').selectOption('On a date…')
    await page.getByLabel('Date and time of the expiry').fill('2040-01-02T03:04')
    const { expiresAt } = await core.verifyToken(await makeToken(page, 'user', { 'User id': 'john' }))
    expect(new Date((expiresAt ?? 0) * 1000).toISOString()).toBe('2040-01-02T08:04:00.000Z')
  })

  it('shows why the core makes no token, and hides what was made from other values', async () => {
    const page = await open()
    await makeToken(page, 'user', { 'User id': 'john' })
    await page.getByLabel('User id').fill('auth0|john')
    await expect.poll(() => page.locator('.made').count()).toBe(0)
    await page.getByRole('button', { name: 'Make the token' }).click()
    await page.getByText('a user id has 1 to 255 letters, digits, @, _ or -').waitFor()
    await page.getByLabel('API secret').fill('"quoted"')
    await page.getByRole('button', { name: 'Make the token' }).click()
    await page.locator('.notice').getByText('apiSecret').waitFor()
  })

  it('says why it cannot sign, where the browser has no Web Crypto', async () => {
    const page = await open()
    await page.addInitScript("Object.defineProperty(window, 'isSecureContext', { value: false })")
    await page.reload()
    await page.getByRole('alert').getByText('only on https or on localhost').waitFor()
  })

  it('sends nothing after it has loaded, and its policy forbids it', async () => {
    const page = await open()
    const sent: string[] = []
    page.on('request', request => sent.push(request.url()))
    await page.context().setOffline(true)
    for (const kind of ['user', 'server', 'call', 'guest', 'developer'] as const) {
      const token = await makeToken(page, kind, {
        ...(kind !== 'server' && kind !== 'guest' && { 'User id': 'john' }),
        ...(kind === 'call' && { Calls: 'default:1' }),
      })
      await readToken(page, token)
    }
    expect(sent).toEqual([])
    const { headers } = await fetch(`${url()}/tokens`)
    expect(headers.get('content-security-policy')).toContain("connect-src 'none'")
  })

  it('keeps the secret in no URL, storage, history, cookie or text, and forgets it when you leave', async () => {
    const page = await open()
    await readToken(page, await makeToken(page, 'user', { 'User id': 'john' }))
    expect(await page.evaluate<string>(KEPT)).not.toContain(SECRET)
    const devtools = await page.context().newCDPSession(page)
    expect(JSON.stringify(await devtools.send('Page.getNavigationHistory'))).not.toContain(SECRET)
    expect(JSON.stringify(await page.context().storageState())).not.toContain(SECRET)

    expect(await page.getByLabel('API secret').inputValue()).toBe(SECRET)
    await page.getByRole('link', { name: 'Demo' }).click()
    await page.getByRole('heading', { name: 'Sign in as' }).waitFor()
    expect(await page.evaluate('document.referrer')).toBe('')
    await page.goBack()
    expect(await page.getByLabel('API secret').inputValue()).toBe('')
    await page.getByLabel('API secret').fill(SECRET)
    await page.reload()
    expect(await page.getByLabel('API secret').inputValue()).toBe('')
  })

  it('copies the token, the code without the secret, and a cURL command', async () => {
    const page = await open({ permissions: ['clipboard-read', 'clipboard-write'] })
    const copied = async (name: string): Promise<unknown> => {
      await page.getByRole('button', { name }).click()
      await page.locator('.copy', { hasText: name }).getByText('Copied.').waitFor()
      return page.evaluate('navigator.clipboard.readText()')
    }
    const token = await makeToken(page, 'user', { 'User id': 'john' })
    expect(await copied('Copy the token')).toBe(token)
    expect(await copied('Copy the code')).toContain("await provider.createToken('john', { expiresIn: 3600 })")
    expect(await copied('Copy as cURL')).toBe(
      [
        "curl -G 'https://chat.stream-io-api.com/users' \\",
        '  --data-urlencode "api_key=$STREAM_API_KEY" \\',
        `  --data-urlencode 'payload={"filter_conditions":{"id":"john"}}' \\`,
        "  -H 'stream-auth-type: jwt' \\",
        `  -H 'Authorization: ${token}'`,
      ].join('\n'),
    )
  })

  it('explains tokens', async () => {
    const page = await open()
    await page.getByLabel('API secret').fill(SECRET)
    for (const [name, token, verdict, finding] of EXPLAINED) {
      const explained = await readToken(page, await token())
      expect(explained.verdict, name).toBe(verdict)
      expect(explained.findings.join('\n'), name).toMatch(finding)
    }
  })

  it('does not check the signature without a secret, and takes what people paste', async () => {
    const page = await open()
    const token = await core.createToken('john')
    for (const pasted of [
      token,
      `Authorization: Bearer ${token}`,
      `"${token}"`,
      `{"token":"${token}","userId":"john"}`,
    ]) {
      const { verdict, findings } = await readToken(page, pasted)
      expect(verdict).toBe('Nothing is wrong with its content. Enter the secret to check the signature.')
      expect(findings.join('\n')).toContain('A token of the user john.')
    }
  })

  it('works with the keyboard only', async () => {
    const page = await open()
    const focus = (name: string): Promise<boolean> =>
      page.evaluate<boolean>(
        `(document.activeElement.labels?.[0] ?? document.activeElement).textContent.includes(${JSON.stringify(name)})`,
      )
    const tab = async (name: string): Promise<void> => {
      await page.keyboard.press('Tab')
      expect(await focus(name), name).toBe(true)
    }
    for (const name of ['Demo', 'Tokens', 'API secret']) await tab(name)
    await page.keyboard.type(SECRET)
    await tab('User')
    await page.keyboard.press('ArrowRight')
    expect(await focus('Server')).toBe(true)
    await page.keyboard.press('ArrowLeft')
    await tab('User id')
    await page.keyboard.type('john')
    await page.keyboard.press('Enter')
    await page.locator('.made').waitFor()
    for (const name of [
      'Expires',
      'Make the token',
      'Copy the token',
      'Copy the code',
      'Copy as cURL',
      'Code',
      'Token',
    ])
      await tab(name)
    await page.keyboard.type(await core.createToken('john'))
    await page.getByRole('status').getByText('This token is valid').waitFor()
  })

  it.each([
    ['light', 1280],
    ['light', 360],
    ['dark', 1280],
    ['dark', 360],
  ] as const)('has no violations that axe finds, and fits: %s, %i pixels', async (colorScheme, width) => {
    const page = await open({ colorScheme, viewport: { width, height: 800 } })
    expect(await axeFindings(page)).toEqual([])
    const token = await makeToken(page, 'call', { 'User id': 'john', Calls: 'default:1' })
    await readToken(page, token)
    expect(await axeFindings(page)).toEqual([])
    await readToken(page, await signed({ user_id: 'john', exp: 1 }))
    expect(await axeFindings(page)).toEqual([])
    expect(await page.evaluate<number>('document.scrollingElement.scrollWidth')).toBeLessThanOrEqual(width)
  })
})
