import { Refusal } from './refusal.js'

interface Sent {
  readonly body?: object
  readonly token?: string
}

/** A response of one of several processes. */
interface Responded {
  readonly method: string
  readonly path: string
  readonly status: number
  readonly process: string
}

let noteProcess: (responded: Responded) => void = () => {}

/** Calls the listener for each response, if the server has several processes. */
export function onProcess(listener: (responded: Responded) => void): void {
  noteProcess = listener
}

/** Sends a request to this page's server and returns its JSON; throws a {@link Refusal} for an error response. */
export async function ownServer(
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  sent: Sent = {},
): Promise<unknown> {
  const headers = new Headers({ Accept: 'application/json' })
  if (sent.body !== undefined) headers.set('Content-Type', 'application/json')
  if (sent.token !== undefined) headers.set('Authorization', `Bearer ${sent.token}`)
  const body = sent.body === undefined ? null : JSON.stringify(sent.body)
  // Relative to the page, so that a server may mount the demo below any path.
  const response = await fetch(new URL(path, document.baseURI), { method, headers, body })
  const process = response.headers.get('x-demo-process')
  if (process !== null) noteProcess({ method, path, status: response.status, process })
  const content: unknown = await response.json().catch(() => undefined)
  if (!response.ok) throw new Refusal(response.status, content)
  return content
}
