import { Refusal } from './refusal.js'

interface Sent {
  readonly body?: object
  readonly token?: string
}

/** Asks this page's own server for JSON; what is not a yes is thrown as a {@link Refusal}. */
export async function ownServer(
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  sent: Sent = {},
): Promise<unknown> {
  const headers = new Headers({ Accept: 'application/json' })
  if (sent.body !== undefined) headers.set('Content-Type', 'application/json')
  if (sent.token !== undefined) headers.set('Authorization', `Bearer ${sent.token}`)
  const body = sent.body === undefined ? null : JSON.stringify(sent.body)
  // Relative to the page, so that a server may mount all of it below a path of its own.
  const response = await fetch(new URL(path, document.baseURI), { method, headers, body })
  const answer: unknown = await response.json().catch(() => undefined)
  if (!response.ok) throw new Refusal(response.status, answer)
  return answer
}
