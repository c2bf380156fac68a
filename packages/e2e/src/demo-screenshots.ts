import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { startDemo } from '@stream-token/web'
import { createApp as createExpressApp } from 'express-chat'
import { createApp as createKoaApp } from 'koa-chat'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { launchChromium } from './chromium.js'
import { startProgram } from './demo-program.js'

const docs = fileURLToPath(new URL('../../../docs/', import.meta.url))
const desktop = { width: 1200, height: 800 }
const phone = { width: 360, height: 740 }

/** Signs in and uses each panel, so that the page shows results. */
async function walk(page: Page): Promise<void> {
  await page.locator('#people').getByRole('button', { name: /Tomás/ }).click()
  await page.getByText('Connected to Stream').waitFor()
  const panel = page.locator('#call-panel')
  await page.getByRole('button', { name: 'Call Stream' }).click()
  await panel.getByText('Stream responded in').waitFor()
  await page.getByRole('button', { name: 'Call the guarded route' }).click()
  await panel.getByText('GET /api/me responded').waitFor()
  await page.getByRole('button', { name: 'Try all five' }).click()
  await page.locator('.results').nth(4).waitFor()
}

/** Revokes tokens, then makes a call that Stream refuses. */
async function revoke(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Yuki/ }).click()
  await page.getByText('Connected to Stream').waitFor()
  await page.getByRole('button', { name: 'Revoke now' }).click()
  await page.locator('#in-force').getByText('Tokens of Yuki').waitFor()
  await page.getByRole('button', { name: 'Make the next call' }).click()
  await page.locator('#next-call-result').getByText('Then Stream accepted it').waitFor()
}

async function take(
  browser: Browser,
  url: string,
  name: string,
  options: BrowserContextOptions,
): Promise<void> {
  const context = await browser.newContext({ deviceScaleFactor: 1, reducedMotion: 'reduce', ...options })
  const page = await context.newPage()
  await page.goto(url)
  await page.getByRole('heading', { name: 'Sign in as' }).waitFor()
  if (name === 'demo-sign-in') {
    await page.screenshot({ path: `${docs}${name}.png` })
  } else if (name === 'demo-revocation') {
    await revoke(page)
    await page.locator('#revocation-panel').screenshot({ path: `${docs}${name}.png` })
  } else {
    await walk(page)
    await page.screenshot({ path: `${docs}${name}.png`, fullPage: true })
  }
  await context.close()
}

await mkdir(docs, { recursive: true })
const express = await startDemo(createExpressApp)
const koa = await startDemo(createKoaApp)
const next = await startProgram('next-chat')
const browser = await launchChromium()
try {
  await take(browser, express.url, 'demo-sign-in', { viewport: desktop, colorScheme: 'light' })
  await take(browser, express.url, 'demo-light', { viewport: desktop, colorScheme: 'light' })
  await take(browser, express.url, 'demo-dark', { viewport: desktop, colorScheme: 'dark' })
  await take(browser, express.url, 'demo-360', { viewport: phone, colorScheme: 'light' })
  await take(browser, express.url, 'demo-revocation', { viewport: desktop, colorScheme: 'light' })
  await take(browser, koa.url, 'demo-koa', { viewport: desktop, colorScheme: 'light' })
  await take(browser, next.url, 'demo-next', { viewport: desktop, colorScheme: 'light' })
} finally {
  await browser.close()
  for (const demo of [express, koa, next]) await demo.close()
}
