import type { RequestEvent } from '../emulator-options.js'

/** One line for a request: what was asked, and what was the response. */
export function requestLine({ method, path, status, code }: RequestEvent): string {
  return `${method} ${path} ${status}${code === undefined ? '' : ` code ${code}`}`
}
