import type { Page } from 'playwright-core'

/** The panel that revokes and blocks. */
export const revocationPanel = (page: Page): ReturnType<Page['getByRole']> =>
  page.getByRole('region', { name: 'Revoke and block' })

export async function textOf(page: Page, id: string): Promise<string> {
  return (await page.locator(`#${id}`).textContent()) ?? ''
}

/** Clicks one of the panel's commands and waits until its result is shown. */
export async function order(page: Page, name: string, inForce: string): Promise<void> {
  await revocationPanel(page).getByRole('button', { name, exact: true }).click()
  await page.locator('#in-force').getByText(inForce).waitFor()
  await page.locator('#propagation').getByText('Stream').waitFor()
}

export async function choose(page: Page, name: string): Promise<void> {
  await revocationPanel(page).getByRole('radio', { name }).check()
}

/** Makes a call to Stream with the page's client. Returns the result that the page shows. */
export async function nextCall(page: Page): Promise<string> {
  await revocationPanel(page).getByRole('button', { name: 'Make the next call' }).click()
  await page.locator('#next-call:not([aria-disabled])').waitFor()
  return textOf(page, 'next-call-result')
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
