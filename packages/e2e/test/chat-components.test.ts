import { createTokenProvider } from '@stream-token/core'
import { type RequestEvent, type StreamEmulator, startStreamEmulator } from '@stream-token/emulator'
import type { Browser, Page } from 'playwright-core'
import { StreamChat } from 'stream-chat'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { lacksChromium, launchChromium } from '../src/chromium.js'
import { servePage } from './chat-components/serve-page.js'

const app = { apiKey: 'e2e', apiSecret: 'e2e-test-secret-of-more-than-32-bytes' }

describe.skipIf(lacksChromium())('stream-chat-react on the emulator in Chromium', { timeout: 60_000 }, () => {
  const provider = createTokenProvider({ ...app, streamApi: false })
  const faults: string[] = []
  const requests: RequestEvent[] = []
  let page: Awaited<ReturnType<typeof servePage>>
  let browser: Browser
  let emulator: StreamEmulator
  let server: StreamChat

  beforeAll(async () => {
    page = await servePage()
    browser = await launchChromium()
    emulator = await startStreamEmulator({ ...app, onRequest: event => requests.push(event) })
    server = new StreamChat(app.apiKey, app.apiSecret, { baseURL: emulator.url })
    await server.upsertUsers([
      { id: 'maya', name: 'Maya' },
      { id: 'yuki', name: 'Yuki' },
    ])
  }, 60_000)

  afterEach(async () => {
    for (const context of browser.contexts()) await context.close()
    expect(faults.splice(0)).toEqual([])
    expect(requests.splice(0).filter(({ status }) => status >= 400)).toEqual([])
  })

  afterAll(async () => {
    await browser?.close()
    await emulator?.close()
    page?.close()
    await provider.close()
  })

  /** Creates a channel of Maya and Yuki. */
  const createChannel = async (id: string, name: string) => {
    const channel = server.channel('messaging', id, {
      ...{ name, members: ['maya', 'yuki'] },
      created_by_id: 'maya',
    })
    await channel.create()
    return channel
  }

  /** Opens the page of a user in a browser session of its own. */
  const open = async (user: string, channel?: string): Promise<Page> => {
    const opened = await (await browser.newContext()).newPage()
    opened.on('pageerror', error => faults.push(`${user}: ${error}`))
    opened.on('console', message => {
      if (['error', 'warning'].includes(message.type())) faults.push(`${user}: ${message.text()}`)
    })
    const query = new URLSearchParams({ api: emulator.url, user, token: await provider.createToken(user) })
    if (channel !== undefined) query.set('channel', channel)
    await opened.goto(`${page.url}/?${query}`)
    return opened
  }

  const composer = (of: Page) => of.getByTestId('message-input')
  const say = async (of: Page, text: string): Promise<void> => {
    await composer(of).fill(text)
    await of.getByTestId('send-button').click()
  }
  const message = (of: Page, text: string) => of.getByTestId('message-text-inner-wrapper').getByText(text)

  it('shows unread messages in the list, and a conversation with typing and read receipts', async () => {
    await createChannel('general', 'General')
    const [maya, yuki] = [await open('maya'), await open('yuki')]
    const inList = (of: Page) => of.getByTestId('channel-list-item-button')
    await inList(yuki).getByText('General').waitFor()
    await inList(maya).click()
    await say(maya, 'Hello Yuki')
    await message(maya, 'Hello Yuki').waitFor()

    await inList(yuki).getByText('Hello Yuki').waitFor()
    await inList(yuki).getByTestId('unread-badge').getByText('1', { exact: true }).waitFor()
    await inList(yuki).click()
    await message(yuki, 'Hello Yuki').waitFor()
    await maya.locator('[data-testid^="message-status-read-by"]').waitFor()
    await inList(yuki).getByTestId('unread-badge').waitFor({ state: 'detached' })

    await composer(yuki).pressSequentially('Hi')
    await maya.getByTestId('typing-indicator').waitFor()
    await yuki.getByTestId('send-button').click()
    await message(maya, 'Hi').waitFor()
    await maya.getByTestId('typing-indicator').waitFor({ state: 'detached' })
  })

  it('shows the messages that were sent while the page was not connected', async () => {
    const channel = await createChannel('outage', 'Outage')
    const maya = await open('maya', 'outage')
    await say(maya, 'Before')
    await message(maya, 'Before').waitFor()
    emulator.dropConnections()
    await channel.sendMessage({ text: 'Meanwhile', user_id: 'yuki' })
    await message(maya, 'Meanwhile').waitFor()
    await channel.sendMessage({ text: 'After', user_id: 'yuki' })
    await message(maya, 'After').waitFor()
  })

  it('loads older messages while the user scrolls up', async () => {
    const channel = await createChannel('history', 'History')
    for (let sent = 1; sent <= 150; sent++)
      await channel.sendMessage({ text: `Message ${sent}.`, user_id: 'yuki' })
    const maya = await open('maya', 'history')
    await message(maya, 'Message 150.').waitFor()
    expect(await message(maya, 'Message 1.').count()).toBe(0)
    await message(maya, 'Message 51.').hover()
    // At the top, the list loads more only after a movement: as users do, go down a little and up again.
    const scroll = async (): Promise<void> => {
      await maya.mouse.wheel(0, 300)
      await maya.mouse.wheel(0, -10_000)
      expect(await message(maya, 'Message 1.').count()).toBe(1)
    }
    await vi.waitFor(scroll, { timeout: 30_000, interval: 500 })
  })
})
