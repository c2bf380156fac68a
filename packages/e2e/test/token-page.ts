import { createHmac } from 'node:crypto'
import type { Page } from 'playwright-core'

/** The secret that the tests type into the page. */
export const SECRET = 'a-secret-of-at-least-thirty-two-bytes'

/** The kinds of tokens, as the page names them. */
type Kind = 'user' | 'server' | 'call' | 'guest' | 'developer'

/** Makes a token with the page's form, and returns it. */
export async function makeToken(
  page: Page,
  kind: Kind,
  fields: Readonly<Record<string, string>> = {},
): Promise<string> {
  await page.getByLabel('API secret').fill(SECRET)
  await page.getByRole('radio', { name: kind }).check()
  for (const [name, value] of Object.entries(fields))
    await page.getByRole('textbox', { name }).first().fill(value)
  await page.getByRole('button', { name: 'Make the token' }).click()
  return (await page.locator('.made .raw').textContent()) ?? ''
}

/** Pastes a text into the page, and returns how the page explains it. */
export async function readToken(
  page: Page,
  pasted: string,
): Promise<{ readonly verdict: string; readonly findings: readonly string[] }> {
  const field = page.getByLabel('Token', { exact: true })
  await field.fill('')
  await page.locator('.verdict:empty').waitFor({ state: 'attached' })
  await field.fill(pasted)
  await page.locator('.finding').first().waitFor()
  return {
    verdict: (await page.locator('.verdict').textContent()) ?? '',
    findings: await page.locator('.finding').allTextContents(),
  }
}

/** Signs any claims, also those for which the core makes no token. */
export async function signed(claims: object, alg = 'HS256'): Promise<string> {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const input = `${part({ alg, typ: 'JWT' })}.${part(claims)}`
  const hash = alg === 'HS512' ? 'sha512' : 'sha256'
  return `${input}.${createHmac(hash, SECRET).update(input).digest('base64url')}`
}
