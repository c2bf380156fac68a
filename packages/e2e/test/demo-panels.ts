import type { Locator, Page } from 'playwright-core'

/** A panel of the demo page. */
export const panel = (page: Page, name: 'Chat' | 'Token' | 'Revoke and block' | 'Log'): Locator =>
  page.getByRole('region', { name, exact: true })

/** What the page says the token is worth. */
export async function condition(page: Page): Promise<string> {
  return (await page.locator('.condition').textContent()) ?? ''
}

export async function logText(page: Page): Promise<string> {
  return (await page.getByRole('log').textContent()) ?? ''
}

export async function requestCount(page: Page): Promise<number> {
  return Number(await panel(page, 'Token').locator('.token-count strong').textContent())
}

/** Writes a message in the chat. */
export async function write(page: Page, text: string): Promise<void> {
  const field = panel(page, 'Chat').getByRole('textbox')
  await field.fill(text)
  await field.press('Enter')
}

/** Waits until a message is in the conversation. */
export async function sees(page: Page, text: string): Promise<void> {
  await panel(page, 'Chat').locator('.str-chat__message').getByText(text, { exact: true }).waitFor()
}

/** Chooses somebody, clicks a button, and waits until the state that the page shows for them has this text. */
export async function order(
  page: Page,
  whom: string,
  button: string,
  inForce: string | RegExp,
): Promise<void> {
  const access = panel(page, 'Revoke and block')
  await access.getByRole('radio', { name: whom }).check()
  await access.getByRole('button', { name: button, exact: true }).click()
  await access.locator('.row', { hasText: whom }).getByText(inForce).waitFor()
}

/** Undoes all revocations and blocks of a test. Returns the statuses of the responses. */
export async function liftAll(url: string): Promise<readonly number[]> {
  const post = (path: string, body: object, cookie = ''): Promise<Response> =>
    fetch(`${url}/${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', cookie },
      body: JSON.stringify(body),
    })
  const signedIn = await post('session', { user: 'yuki' })
  const cookie = signedIn.headers
    .getSetCookie()
    .map(one => one.split(';', 1)[0])
    .join('; ')
  const everybody = { userIds: ['yuki', 'tomas', 'maya'], undo: true, block: false }
  const answers = [
    await post('stream/revocations', { app: true, undo: true }, cookie),
    await post('stream/revocations', everybody, cookie),
  ]
  return answers.map(({ status }) => status)
}
