import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { startDemo } from '@stream-token/web'
import { createApp } from 'express-chat'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { launchChromium } from './chromium.js'

const docs = fileURLToPath(new URL('../../../docs/', import.meta.url))
const desktop = { width: 1280, height: 800 }
const phone = { width: 360, height: 740 }

async function enter(
  browser: Browser,
  url: string,
  name: string,
  options: BrowserContextOptions,
): Promise<Page> {
  const context = await browser.newContext({ deviceScaleFactor: 1, reducedMotion: 'reduce', ...options })
  const page = await context.newPage()
  await page.goto(url)
  await page.getByRole('button', { name }).click()
  await page.getByText('Connected to Stream', { exact: true }).waitFor()
  return page
}

async function write(page: Page, text: string): Promise<void> {
  const field = page.getByRole('region', { name: 'Chat' }).getByRole('textbox')
  await field.pressSequentially(text, { delay: 15 })
  await field.press('Enter')
  await page.locator('.str-chat__message').getByText(text).waitFor()
  await page.locator('[class*="status-sending"]').waitFor({ state: 'detached' })
}

/** Two users talk, and one of them revokes the tokens of the third. */
async function talk(browser: Browser, url: string): Promise<void> {
  const yuki = await enter(browser, url, 'Yuki', { viewport: desktop, colorScheme: 'light' })
  const maya = await enter(browser, url, 'Maya', { viewport: phone, colorScheme: 'dark' })
  await write(yuki, 'Hi Maya, your tokens last ten seconds. Do you notice?')
  await write(maya, 'No. My page fetches the next one by itself.')
  await write(yuki, 'Then I will revoke the tokens of Tomás, and look at the log.')
  const access = yuki.getByRole('region', { name: 'Revoke and block' })
  await access.getByRole('radio', { name: 'Tomás' }).check()
  await access.getByRole('button', { name: 'Revoke tokens' }).click()
  await access.getByText('are revoked, not blocked').waitFor()
  await yuki.screenshot({ path: `${docs}demo.png` })
}

/** The token page, which explains a token of another app. */
async function explain(browser: Browser, url: string): Promise<void> {
  const page = await browser.newPage({ viewport: desktop, colorScheme: 'light' })
  await page.goto(`${url}/tokens`)
  await page.getByLabel('API secret').fill('a-secret-of-at-least-thirty-two-bytes')
  await page.getByLabel('User id').fill('john')
  await page.getByRole('button', { name: 'Make the token' }).click()
  const token = (await page.locator('.made .raw').textContent()) ?? ''
  await page.getByLabel('Token', { exact: true }).fill(`${token.slice(0, -8)}AAAAAAA0`)
  await page.getByText('Signed with another secret').waitFor()
  await page.evaluate('scrollTo(0, 0)')
  await page.screenshot({ path: `${docs}demo-tokens.png` })
}

await mkdir(docs, { recursive: true })
const demo = await startDemo(createApp)
const browser = await launchChromium()
try {
  await talk(browser, demo.url)
  await explain(browser, demo.url)
} finally {
  await browser.close()
  await demo.close()
}
